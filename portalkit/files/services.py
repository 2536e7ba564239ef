"""Stores files durably, finds them again, and clears away what nobody needs."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from .adapters import disk
from .domain.references import referenced_ids
from .models import StoredFile
from .selectors import unreferenced

GRACE = timedelta(days=1)
_MOST_AT_ONCE = 500


class FileTooLarge(Exception):
    """The stream holds more than `limit` bytes; nothing was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class StorageBusy(Exception):
    """Files are being stored at this moment; collect later."""


@dataclass(frozen=True)
class Collected:
    """`files` rows with their bytes, `strays` bytes that had no row (left by a killed process or a transaction taken back)."""

    files: int
    freed_bytes: int
    strays: int


def store(*, stream: disk.Readable, now: datetime, limit: int | None = None) -> StoredFile:
    """Keeps the rest of the stream durably and returns its row; the same content returns the row there is. Raises FileTooLarge."""
    root = _root()
    try:
        draft = disk.write_draft(stream, root=root, limit=limit)
    except disk.TooLarge:
        raise FileTooLarge(limit or 0) from None
    try:
        with disk.storing(root):
            return _renewed(draft, now) or _added(draft, now)
    finally:
        draft.path.unlink(missing_ok=True)


def path_of(file: StoredFile) -> Path:
    """Where the bytes are. Never write there."""
    return disk.place(_root(), file.sha256)


def open_file(file: StoredFile) -> BinaryIO:
    return path_of(file).open("rb")


def collect_garbage(*, now: datetime) -> Collected:
    """Removes files that nobody referred to for a day. Raises StorageBusy when somebody stores one right now."""
    root, before = _root(), now - GRACE
    with ExitStack() as held:
        with transaction.atomic():
            doomed = _unneeded(before)
            try:
                held.enter_context(disk.collecting(root))
            except disk.Busy:
                raise StorageBusy from None
            StoredFile.objects.filter(pk__in=[file.pk for file in doomed]).delete()
        for file in doomed:
            disk.remove(root, file.sha256)
        strays = _remove_strays(root, before) + disk.remove_old_drafts(root, before=before.timestamp())
    return Collected(files=len(doomed), freed_bytes=sum(file.size for file in doomed), strays=strays)


def _renewed(draft: disk.Draft, now: datetime) -> StoredFile | None:
    """The row of content known already. Touching it keeps the collection away until the caller's transaction ends."""
    if not StoredFile.objects.filter(sha256=draft.sha256).update(stored_at=now):
        return None
    if not disk.is_whole(_root(), draft.sha256, draft.size):
        disk.keep(draft, root=_root())
    return StoredFile.objects.get(sha256=draft.sha256)


def _added(draft: disk.Draft, now: datetime) -> StoredFile:
    disk.keep(draft, root=_root())
    return StoredFile.objects.get_or_create(sha256=draft.sha256, defaults={"size": draft.size, "stored_at": now})[0]


def _unneeded(before: datetime) -> list[StoredFile]:
    needed = referenced_ids()
    rows = unreferenced(stored_before=before).select_for_update(skip_locked=True, of=("self",))
    return [file for file in rows[:_MOST_AT_ONCE] if file.pk not in needed]


def _remove_strays(root: Path, before: datetime) -> int:
    removed, old = 0, disk.old_files(root, before=before.timestamp())
    while digests := list(islice(old, _MOST_AT_ONCE)):
        for digest in _without_row(digests):
            disk.remove(root, digest)
            removed += 1
    return removed


def _without_row(digests: Iterable[str]) -> set[str]:
    wanted = set(digests)
    return wanted - set(StoredFile.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))


def _root() -> Path:
    return Path(settings.DATA_DIR) / "files"
