"""Takes files in piece by piece. What was acknowledged is on the disk, so that an upload goes on where it was cut off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.domain.names import download_name
from portalkit.jobs.models import Job
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region

from ...adapters import pieces
from ...models import Content, Upload
from .facts import ContentFacts

INGEST = "signage.ingest"
PIECE_BYTES = 4 * 1024 * 1024
MOST_OPEN = 20
RESERVE_BYTES = 512 * 1024 * 1024
_LONGEST_NAME = 200


class UploadEmpty(Exception):
    """The file has no bytes."""


class UploadTooLarge(Exception):
    """The file is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class TooManyUploads(Exception):
    """The person has MOST_OPEN unfinished uploads."""


class NoSpace(Exception):
    """The disk has no room for the file."""


class PieceTooLarge(Exception):
    """More than PIECE_BYTES at once, or more than the file was said to hold."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended: at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class UploadBusy(Exception):
    """Another piece of the same file is being received."""


@dataclass(frozen=True)
class Received:
    """How many bytes are durable, and the job that looks at the file once all are."""

    offset: int
    job: Job | None


@dataclass(frozen=True)
class FileToCome:
    """What the browser says of a file; `modified` (ms) tells two files of one name and size apart."""

    name: str
    size: int
    modified: int = 0


@transaction.atomic
def begin_upload(
    *, file: FileToCome, facts: ContentFacts, region: Region, owner: User, content: Content | None, by: Actor, now: datetime
) -> Upload:
    """Makes room for a file; `content` is what it replaces. Raises UploadEmpty, UploadTooLarge, TooManyUploads, NoSpace."""
    if file.size <= 0:
        raise UploadEmpty
    if file.size > settings.NOC_SIGNAGE_LARGEST_UPLOAD:
        raise UploadTooLarge(settings.NOC_SIGNAGE_LARGEST_UPLOAD)
    User.objects.select_for_update().get(pk=owner.pk)
    if Upload.objects.filter(owner=owner, finished_at=None).count() >= MOST_OPEN:
        raise TooManyUploads
    if file.size + RESERVE_BYTES > pieces.free_bytes():
        raise NoSpace
    made = Upload.objects.create(
        owner=owner,
        region=region,
        name=download_name(file.name)[:_LONGEST_NAME],
        size=file.size,
        values={**facts.to_json(), "modified": file.modified},
        content=content,
        created_at=now,
    )
    detail: dict[str, Any] = {"size": made.size, "content": content.pk if content else None}
    record(by=by, action="signage.begin_upload", on=made, region_code=region.code, detail=detail, at=now)
    return made


def append_piece(*, upload: Upload, offset: int, data: bytes, by: Actor, now: datetime) -> Received:
    """Keeps the piece durably; the last one puts the checking of the file in line. A piece sent twice is told the right offset.

    Raises PieceTooLarge, WrongOffset, UploadBusy, NoSpace.
    """
    if len(data) > PIECE_BYTES or offset + len(data) > upload.size:
        raise PieceTooLarge
    try:
        with pieces.held(upload.pk) as draft:
            received = Upload.objects.values_list("received", flat=True).get(pk=upload.pk)
            if offset != received or not data:
                raise WrongOffset(received)
            pieces.write_at(draft, offset, data)
            return _noted(upload, offset, offset + len(data), by=by, now=now)
    except pieces.Elsewhere:
        raise UploadBusy from None
    except OSError:
        raise NoSpace from None


@transaction.atomic
def _noted(upload: Upload, before: int, after: int, *, by: Actor, now: datetime) -> Received:
    is_last = after == upload.size
    rows = Upload.objects.filter(pk=upload.pk, received=before, finished_at=None)
    if not rows.update(received=after, finished_at=now if is_last else None):
        raise WrongOffset(Upload.objects.values_list("received", flat=True).get(pk=upload.pk))
    if not is_last:
        return Received(after, None)
    return Received(after, _in_line(upload, by=by, now=now))


@transaction.atomic
def check_again(*, upload: Upload, by: Actor, now: datetime) -> Job | None:
    """Puts the checking of a complete file in line once more, after it was cancelled or failed. None where there is nothing to check."""
    found = Upload.objects.select_for_update(of=("self",)).select_related("region").get(pk=upload.pk)
    is_waiting = found.finished_at is not None and found.made_id is None and not found.refusal
    return _in_line(found, by=by, now=now) if is_waiting else None


def _in_line(upload: Upload, *, by: Actor, now: datetime) -> Job:
    return enqueue(
        kind=INGEST,
        key=str(upload.pk),
        title=upload.values["title"] or upload.name,
        params={"upload": str(upload.pk)},
        by=by,
        region=upload.region,
        now=now,
        result_url=reverse("signage:upload_done", args=[upload.pk]),
    )


@transaction.atomic
def abandon_upload(*, upload: Upload, by: Actor, now: datetime) -> None:
    """Forgets an unfinished upload and what came of it; one that is complete stays."""
    if Upload.objects.select_for_update().filter(pk=upload.pk, finished_at=None).first() is None:
        return
    record(by=by, action="signage.abandon_upload", on=upload, region_code=upload.region.code, detail={"received": upload.received}, at=now)
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: pieces.remove(upload.pk))
