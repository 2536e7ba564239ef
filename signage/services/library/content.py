"""Content and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.models import StoredFile
from portalkit.files.services import store
from portalkit.regions.models import Region

from ...adapters.chunks import chunk_digests
from ...models import Content, ContentVersion, MediaFile, Schedule, Tag
from .making import Made


class OtherMedium(Exception):
    """A replacement is of the same medium: a clip in the place of a picture would not fit where it is used."""


class OnAir(Exception):
    """Schedules on air hold it."""


@dataclass(frozen=True)
class StoredPart:
    file: StoredFile
    content_type: str
    chunks: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """What people say of content."""

    title: str
    kind: str
    region: Region
    advertiser: str
    licence_note: str
    tags: Sequence[str]
    valid_from: datetime | None
    valid_to: datetime | None


def stored_parts(made: Made, *, now: datetime) -> tuple[list[StoredPart], StoredFile | None]:
    """Makes the files durable before any row names them."""
    parts = []
    for part in made.parts:
        with part.path.open("rb") as file:
            parts.append(StoredPart(store(stream=file, now=now), part.content_type, chunk_digests(part.path)))
    small = store(stream=BytesIO(made.thumbnail), now=now) if made.thumbnail else None
    return parts, small


@transaction.atomic
def add_content(*, facts: Facts, media: str, by: Actor, user: User, now: datetime) -> Content:
    """Content without a version yet."""
    content = Content.objects.create(
        title=facts.title, kind=facts.kind, media=media, region=facts.region, owner=user, advertiser=facts.advertiser,
        licence_note=facts.licence_note, valid_from=facts.valid_from, valid_to=facts.valid_to, created_at=now,
    )  # fmt: skip
    content.tags.set(_tags(facts.tags))
    record(by=by, action="signage.add_content", on=content, region_code=facts.region.code, detail={"media": media}, at=now)
    return content


@transaction.atomic
def add_version(
    *,
    content: Content,
    made: Made | None,
    parts: Sequence[StoredPart],
    thumbnail: StoredFile | None,
    text: dict[str, str],
    made_from: dict[str, Any],
    by: Actor,
    user: User,
    now: datetime,
) -> ContentVersion:
    """The next version, which is the current one from now on. What is on air stays. Raises OtherMedium."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    if made is not None and made.media != found.media:
        raise OtherMedium
    number = (found.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = ContentVersion.objects.create(
        content=found, number=number, width=made.width if made else None, height=made.height if made else None,
        duration_ms=made.duration_ms if made else None, text=text, thumbnail=thumbnail, made_from=made_from, made_by=user, made_at=now,
    )  # fmt: skip
    MediaFile.objects.bulk_create(
        MediaFile(version=version, page=page, file=part.file, content_type=part.content_type, chunks=list(part.chunks))
        for page, part in enumerate(parts, start=1)
    )
    found.current = version
    found.save(update_fields=["current"])
    detail = {"version": number, "notes": made_from.get("notes", [])}
    record(by=by, action="signage.add_version", on=found, region_code=found.region.code, detail=detail, at=now)
    return version


@transaction.atomic
def add_notice(*, facts: Facts, text: dict[str, str], by: Actor, user: User, now: datetime) -> Content:
    """A notice written in a form."""
    content = add_content(facts=facts, media=Content.Media.NOTICE, by=by, user=user, now=now)
    add_version(content=content, made=None, parts=(), thumbnail=None, text=text, made_from={}, by=by, user=user, now=now)
    return content


@transaction.atomic
def change_facts(*, content: Content, facts: Facts, by: Actor, now: datetime) -> Content:
    """What is on air keeps the validity that was approved."""
    found = Content.objects.select_for_update(of=("self",)).get(pk=content.pk)
    names = ("title", "kind", "region", "advertiser", "licence_note", "valid_from", "valid_to")
    changed = {
        name: [str(getattr(found, name)), str(getattr(facts, name))] for name in names if getattr(found, name) != getattr(facts, name)
    }
    for name in names:
        setattr(found, name, getattr(facts, name))
    found.save()
    found.tags.set(_tags(facts.tags))
    record(by=by, action="signage.change_content", on=found, region_code=facts.region.code, detail={"changed": changed}, at=now)
    return found


@transaction.atomic
def retire(*, content: Content, is_retired: bool, by: Actor, now: datetime) -> Content:
    """Takes it out of what can be chosen, or puts it back. Raises OnAir."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    versions = set(found.versions.values_list("pk", flat=True))
    on_air = Schedule.objects.filter(on_air__isnull=False).values_list("on_air__items", flat=True)
    if is_retired and any(item["version"] in versions for items in on_air for item in items):
        raise OnAir
    found.is_retired = is_retired
    found.save(update_fields=["is_retired"])
    action = "signage.retire_content" if is_retired else "signage.return_content"
    record(by=by, action=action, on=found, region_code=found.region.code, at=now)
    return found


def _tags(words: Sequence[str]) -> list[Tag]:
    return [Tag.objects.get_or_create(name=word)[0] for word in words]
