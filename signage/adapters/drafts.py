"""Uploads on their way in: a file that only grows, synced with every piece."""

import os
from pathlib import Path

from django.conf import settings


class WrongOffset(Exception):
    """The piece does not begin where the file ends; `offset` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def place(key: str) -> Path:
    return Path(settings.DATA_DIR) / "uploads" / key


def append(key: str, piece: bytes, *, at: int) -> int:
    """Adds a piece durably and returns the length now. What a cut-off request left behind `at` is written over. Raises WrongOffset."""
    path = place(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        length = os.fstat(descriptor).st_size
        if length < at:
            raise WrongOffset(length)
        os.ftruncate(descriptor, at)
        rest = memoryview(piece)
        written = 0
        while written < len(rest):
            written += os.pwrite(descriptor, rest[written:], at + written)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return at + len(piece)


def remove(key: str) -> None:
    place(key).unlink(missing_ok=True)


def lying() -> list[str]:
    """Of every draft that lies there."""
    folder = Path(settings.DATA_DIR) / "uploads"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []
