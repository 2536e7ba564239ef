"""Uploads: begun with what the content shall be, filled piece by piece, finished when the last byte is there."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region

from ...adapters import drafts
from ...adapters.drafts import WrongOffset
from ...models import Content, Upload

MOST_OPEN = 20
LARGEST_PIECE = 4 * 1024 * 1024
INGEST = "signage.ingest"
_KEPT = timedelta(days=3)
_SETTLED = timedelta(days=30)


class TooLarge(Exception):
    """The file is larger than this installation takes; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooManyOpen(Exception):
    """The person has so many uploads under way that no more are begun."""


class Finished(Exception):
    """The upload is complete; nothing more comes."""


@dataclass(frozen=True)
class ContentValues:
    """What the form says of content. Tags are words; validity in ISO or None."""

    title: str
    kind: str
    advertiser: str = ""
    licence_note: str = ""
    tags: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None


@transaction.atomic
def begin_upload(
    *, name: str, size: int, region: Region, values: ContentValues | None, content: Content | None, user: User, now: datetime
) -> Upload:
    """An upload of a new thing (`values`) or of the next version of one (`content`). Raises TooLarge, TooManyOpen."""
    if not 0 < size <= settings.NOC_SIGNAGE_LARGEST_UPLOAD:
        raise TooLarge(settings.NOC_SIGNAGE_LARGEST_UPLOAD)
    if Upload.objects.filter(owner=user, finished_at=None).count() >= MOST_OPEN:
        raise TooManyOpen
    told: dict[str, Any] = asdict(values) if values else {}
    return Upload.objects.create(owner=user, region=region, name=name[:200], size=size, values=told, content=content, created_at=now)


@transaction.atomic
def take_piece(*, key: UUID, owner: User, offset: int, piece: bytes, by: Actor, now: datetime) -> Upload:
    """Adds a piece at exactly the end of what there is; the last one puts the check in line. Raises WrongOffset, Finished."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("region", "content").get(pk=key, owner=owner)
    if upload.finished_at is not None:
        raise Finished
    if offset != upload.received or offset + len(piece) > upload.size:
        raise WrongOffset(upload.received)
    upload.received = drafts.append(str(upload.key), piece, at=offset)
    if upload.received == upload.size:
        upload.finished_at = now
        title = upload.content.title if upload.content else upload.values.get("title", upload.name)
        enqueue(
            kind=INGEST,
            key=str(upload.key),
            title=title,
            params={"upload": str(upload.key)},
            by=by,
            region=upload.region,
            now=now,
            result_url=f"/signage/uploads/{upload.key}/",
        )
    upload.save(update_fields=["received", "finished_at"])
    return upload


@transaction.atomic
def give_up(*, upload: Upload, by: Actor, now: datetime) -> None:
    """Forgets an upload that is not complete."""
    record(by=by, action="signage.give_up_upload", on=upload, region_code=upload.region.code, at=now)
    key = str(upload.key)
    upload.delete()
    transaction.on_commit(lambda: drafts.remove(key))


def tidy_uploads(*, now: datetime) -> int:
    """Removes uploads that nobody went on with for days, settled ones after a month, and drafts without a row."""
    stale = Upload.objects.filter(finished_at=None, created_at__lt=now - _KEPT)
    old = Upload.objects.filter(finished_at__lt=now - _SETTLED)
    removed = stale.delete()[0] + old.delete()[0]
    known = {str(key) for key in Upload.objects.filter(made=None, refusal="").values_list("key", flat=True)}
    for key in drafts.lying():
        if key not in known:
            drafts.remove(key)
    return removed
