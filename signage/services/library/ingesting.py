"""Looks into a file that came in whole, makes of it what screens play, and puts it into the library."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.models import StoredFile
from portalkit.files.services import store

from ...adapters import pieces
from ...adapters.bundles import check_bundle, is_presentation
from ...adapters.clips import take_clip
from ...adapters.documents import take_document
from ...adapters.pictures import take_picture
from ...adapters.presentations import converter, pdf_of_presentation
from ...adapters.scratch import working_folder
from ...adapters.taken import Piece, Progress, Taken
from ...domain.chunks import chunk_digests
from ...domain.kinds import MediaType
from ...domain.media import Note
from ...domain.refusals import MediaRefused, Reason
from ...domain.sniffing import CLIPS, HEAD_BYTES, PICTURES, Format, sniffed
from ...models import ContentVersion, Upload
from .facts import facts_of_json
from .versions import FileOfVersion, VersionValues, add_content, add_version

ZIP = "application/zip"
_REFUSED = {Format.SVG: Reason.SVG, Format.HTML: Reason.HTML, Format.OFFICE: Reason.OFFICE, Format.ARCHIVE: Reason.ARCHIVE}
Clock = Callable[[], datetime]
Check = Callable[[MediaType], None]


class UploadIncomplete(Exception):
    """The bytes of the upload are gone, or not all there."""


def _anything(_media: MediaType) -> None:
    """Takes every medium."""


def _silently(_done: int, _total: int | None) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Ingested:
    """A file that passed, stored durably; `keep_ingested` puts it into the library."""

    upload: Upload
    media: MediaType
    values: VersionValues


def ingest(*, upload: Upload, progress: Progress, now: Clock) -> Ingested:
    """What becomes of the upload's bytes. Writes files, no rows but theirs.

    Raises MediaRefused, UploadIncomplete, and what `progress` raises.
    """
    path = pieces.path_of(upload.pk)
    if not path.is_file() or path.stat().st_size != upload.size:
        raise UploadIncomplete

    def check(media: MediaType) -> None:
        _check_medium(upload, media)

    digest = _digest_of(path)
    _check_replacement(upload, digest)
    media, values = version_of_file(path, name=upload.name, digest=digest, check=check, progress=progress, now=now)
    return Ingested(upload, media, values)


def version_of_file(
    path: Path, *, name: str, digest: str = "", check: Check = _anything, progress: Progress = _silently, now: Clock
) -> tuple[MediaType, VersionValues]:
    """What a file becomes, its parts stored durably. `check` may refuse the medium. Raises as `take` does."""
    with working_folder() as folder:
        taken = take(path, into=folder, progress=progress)
        check(taken.media)
        files = [_stored(piece, now()) for piece in taken.pieces]
        thumbnail = _stored_file(taken.thumbnail, now()) if taken.thumbnail else None
    notes = [note.value for note in taken.notes]
    made_from = {"name": name, "size": path.stat().st_size, "sha256": digest or _digest_of(path), "notes": notes}
    return taken.media, VersionValues(files, thumbnail, taken.width, taken.height, taken.duration_ms, made_from=made_from)


def take(path: Path, *, into: Path, progress: Progress) -> Taken:
    """What a file is made into, by what is in it and never by its name. Raises MediaRefused, and what `progress` raises."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = sniffed(head)
    if kind is None or kind in _REFUSED:
        raise MediaRefused(_REFUSED[kind] if kind else Reason.UNKNOWN if head else Reason.EMPTY)
    if kind in PICTURES:
        return take_picture(path, kind, into=into, progress=progress)
    if kind in CLIPS:
        return take_clip(path, kind, into=into, progress=progress)
    if kind is Format.PDF:
        return take_document(path, into=into, progress=progress)
    return _take_archive(path, into=into, progress=progress)


@transaction.atomic
def keep_ingested(*, ingested: Ingested, by: Actor, now: datetime) -> ContentVersion:
    """New content, or the next version of what the upload replaces. Doing it again for the same upload changes nothing."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("owner", "region", "content", "made").get(pk=ingested.upload.pk)
    if upload.made is not None:
        return upload.made
    if upload.content is not None:
        version = add_version(content=upload.content, values=ingested.values, maker=upload.owner, by=by, now=now)
    else:
        facts = facts_of_json(upload.values)
        version = add_content(
            facts=facts, media=ingested.media, region=upload.region, values=ingested.values, owner=upload.owner, by=by, now=now
        )
    upload.made, upload.refusal = version, ""
    upload.save(update_fields=["made", "refusal"])
    transaction.on_commit(lambda: pieces.remove(upload.pk))
    return version


@transaction.atomic
def refuse_upload(*, upload: Upload, refused: MediaRefused, by: Actor, now: datetime) -> None:
    """Notes why a file was turned down; its bytes go."""
    reason = {"reason": refused.reason.value, "figures": list(refused.figures)}
    upload.refusal = json.dumps(reason, ensure_ascii=False)[:500]
    upload.save(update_fields=["refusal"])
    record(by=by, action="signage.refuse_upload", on=upload, region_code=upload.region.code, detail=reason, at=now)
    transaction.on_commit(lambda: pieces.remove(upload.pk))


def _take_archive(path: Path, *, into: Path, progress: Progress) -> Taken:
    if not is_presentation(path):
        names = check_bundle(path)
        progress(len(names), len(names))
        return Taken(media=MediaType.BUNDLE, pieces=[Piece(path, ZIP)], notes=[Note.CHECKED])
    pdf = pdf_of_presentation(path, into=into, program=converter())
    made = take_document(pdf, into=into, progress=progress)
    return Taken(made.media, made.pieces, [Note.CONVERTED, *made.notes], made.width, made.height, thumbnail=made.thumbnail)


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _check_replacement(upload: Upload, digest: str) -> None:
    current = upload.content.current if upload.content else None
    if current is not None and current.made_from.get("sha256") == digest:
        raise MediaRefused(Reason.SAME_AS_CURRENT)


def _check_medium(upload: Upload, media: MediaType) -> None:
    if upload.content is not None and upload.content.media != media:
        raise MediaRefused(Reason.OTHER_MEDIUM, upload.content.media, media.value)


def _stored(piece: Piece, now: datetime) -> FileOfVersion:
    with piece.path.open("rb") as stream:
        chunks = chunk_digests(stream)
    return FileOfVersion(_stored_file(piece.path, now), piece.content_type, chunks)


def _stored_file(path: Path, now: datetime) -> StoredFile:
    with path.open("rb") as stream:
        return store(stream=stream, now=now)
