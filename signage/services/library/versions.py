"""Content and its versions: added, replaced, changed, retired. A version is never changed after it was made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.models import StoredFile
from portalkit.regions.models import Region

from ...models import Content, ContentVersion, MediaFile, Schedule
from ...selectors.library import schedules_showing
from .facts import ContentFacts, facts_of, give_facts


class StillOnAir(Exception):
    """Schedules that are on air show the content: `schedules`."""

    def __init__(self, schedules: Sequence[Schedule]) -> None:
        super().__init__(len(schedules))
        self.schedules = schedules


@dataclass(frozen=True)
class FileOfVersion:
    file: StoredFile
    content_type: str
    chunks: Sequence[str]


@dataclass(frozen=True)
class VersionValues:
    """What a version is made of; `made_from` as the model says."""

    files: Sequence[FileOfVersion] = ()
    thumbnail: StoredFile | None = None
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    text: dict[str, str] = field(default_factory=dict)
    made_from: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_content(
    *, facts: ContentFacts, media: str, region: Region, values: VersionValues, owner: User, by: Actor, now: datetime
) -> ContentVersion:
    """New content with its first version."""
    content = Content(media=media, region=region, owner=owner, created_at=now)
    give_facts(content, facts)
    version = _make(content, values, number=1, maker=owner, now=now)
    detail = {"kind": content.kind, "media": content.media, "version": version.pk}
    record(by=by, action="signage.add_content", on=content, region_code=region.code, detail=detail, at=now)
    return version


@transaction.atomic
def add_version(*, content: Content, values: VersionValues, maker: User, by: Actor, now: datetime) -> ContentVersion:
    """The next version of content. What is on air stays as it is: schedules name versions."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    newest = found.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = _make(found, values, number=newest + 1, maker=maker, now=now)
    detail = {"version": version.pk, "number": version.number}
    record(by=by, action="signage.replace_content", on=found, region_code=found.region.code, detail=detail, at=now)
    return version


@transaction.atomic
def change_content(*, content: Content, facts: ContentFacts, by: Actor, now: datetime) -> Content:
    """Changes what is said of content. Nothing on air changes by it."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    before, after = facts_of(found).to_json(), facts.to_json()
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        give_facts(found, facts)
        record(by=by, action="signage.change_content", on=found, region_code=found.region.code, detail={"changed": changed}, at=now)
    return found


@transaction.atomic
def retire_content(*, content: Content, by: Actor, now: datetime) -> Content:
    """Takes content out of what playlists may choose; its files stay. Raises StillOnAir, also where it waits for approval."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    if found.is_retired:
        return found
    if schedules := schedules_showing(found):
        raise StillOnAir(schedules)
    return _switch(found, "signage.retire_content", by=by, now=now)


@transaction.atomic
def bring_back_content(*, content: Content, by: Actor, now: datetime) -> Content:
    """Content that was retired may be chosen again."""
    found = Content.objects.select_for_update(of=("self",)).select_related("region").get(pk=content.pk)
    return _switch(found, "signage.bring_back_content", by=by, now=now) if found.is_retired else found


def _switch(content: Content, action: str, *, by: Actor, now: datetime) -> Content:
    content.is_retired = not content.is_retired
    content.save(update_fields=["is_retired"])
    record(by=by, action=action, on=content, region_code=content.region.code, at=now)
    return content


def _make(content: Content, values: VersionValues, *, number: int, maker: User, now: datetime) -> ContentVersion:
    version = ContentVersion.objects.create(
        content=content,
        number=number,
        width=values.width,
        height=values.height,
        duration_ms=values.duration_ms,
        text=values.text,
        thumbnail=values.thumbnail,
        made_from=values.made_from,
        made_by=maker,
        made_at=now,
    )
    MediaFile.objects.bulk_create(
        MediaFile(version=version, page=page, file=one.file, content_type=one.content_type, chunks=list(one.chunks))
        for page, one in enumerate(values.files, 1)
    )
    content.current = version
    content.save(update_fields=["current"])
    return version
