"""Takes an upload into the library, in a job."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.files.models import StoredFile

from ...adapters import drafts
from ...domain.refusals import ContentRefused
from ...models import Content, ContentVersion, MediaFile, Upload
from ..texts import refusal_text
from .content import Facts, StoredPart, add_content, add_version, stored_parts
from .making import Made, Tell, made_of


class UploadGone(Exception):
    """The upload, or its file, is not there any more."""


@dataclass(frozen=True)
class Ready:
    """Everything that is durable and waits for its rows."""

    upload: Upload
    made: Made
    parts: list[StoredPart]
    thumbnail: StoredFile | None
    twin: Content | None


def prepare(*, key: UUID, tell: Tell, now: datetime) -> Ready:
    """Checks and stores the upload's file. Raises ContentRefused, UploadGone, and whatever `tell` raises."""
    upload = Upload.objects.select_related("region", "owner", "content__region").filter(pk=key, made=None).first()
    path = drafts.place(str(key))
    if upload is None or not path.is_file():
        raise UploadGone
    with made_of(path, tell=tell) as made:
        parts, thumbnail = stored_parts(made, now=now)
    return Ready(upload, made, parts, thumbnail, _twin(parts, but=upload.content_id))


def keep(*, ready: Ready, by: Actor, now: datetime) -> ContentVersion:
    """Writes the rows, in the caller's transaction. Raises OtherMedium of `content`."""
    upload, made = ready.upload, ready.made
    content = upload.content or add_content(facts=_facts(upload), media=made.media, by=by, user=upload.owner, now=now)
    told = {"name": upload.name, "size": upload.size, "notes": made.notes, **({"twin": ready.twin.title} if ready.twin else {})}
    version = add_version(
        content=content, made=made, parts=ready.parts, thumbnail=ready.thumbnail, text={}, made_from=told, by=by, user=upload.owner, now=now
    )
    Upload.objects.filter(pk=upload.pk).update(made=version)
    transaction.on_commit(lambda: drafts.remove(str(upload.key)))
    return version


def refuse(*, key: UUID, error: ContentRefused) -> str:
    """Notes on the upload why it was turned down, and lets its file go. Returns the words."""
    text = refusal_text(error)
    Upload.objects.filter(pk=key).update(refusal=text[:500])
    transaction.on_commit(lambda: drafts.remove(str(key)))
    return text


def _facts(upload: Upload) -> Facts:
    values = upload.values
    start, end = (datetime.fromisoformat(values[name]) if values.get(name) else None for name in ("valid_from", "valid_to"))
    return Facts(
        title=values["title"], kind=values["kind"], region=upload.region, advertiser=values.get("advertiser", ""),
        licence_note=values.get("licence_note", ""), tags=values.get("tags", ()), valid_from=start, valid_to=end,
    )  # fmt: skip


def _twin(parts: list[StoredPart], *, but: int | None) -> Content | None:
    """Other content with the very same file."""
    if len(parts) != 1:
        return None
    same = MediaFile.objects.filter(file=parts[0].file).exclude(version__content=but).select_related("version__content")
    found = same.first()
    return found.version.content if found else None
