"""Files that come in piece by piece: each piece is on the disk before it counts."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class Elsewhere(Exception):
    """Another piece of the same file is being written at this moment."""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def path_of(key: object) -> Path:
    return folder() / str(key)


def free_bytes() -> int:
    folder().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder()).free


@contextmanager
def held(key: object) -> Iterator[int]:
    """The draft's descriptor, alone. Raises Elsewhere instead of waiting."""
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Elsewhere from None
        if is_new:
            _sync_folder(path.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def write_at(descriptor: int, offset: int, data: bytes) -> None:
    """Durably. What lay behind the offset was never acknowledged and goes."""
    os.ftruncate(descriptor, offset)
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[written:], offset + written
    os.fsync(descriptor)


def remove(key: object) -> None:
    path_of(key).unlink(missing_ok=True)


def drafts() -> list[str]:
    """The keys of all drafts on the disk."""
    return [path.name for path in folder().glob("*") if path.is_file()]


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
