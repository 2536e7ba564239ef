"""Folders to work in. One that a killed process left behind goes with the next sweep."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings


@contextmanager
def working_folder() -> Iterator[Path]:
    """A new one, gone afterwards."""
    _above().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=_above()) as folder:
        yield Path(folder)


def remove_left_behind(*, before: datetime) -> int:
    """How many folders were removed that nobody wrote in since."""
    removed = 0
    for folder in _above().glob("*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < before.timestamp():
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed


def _above() -> Path:
    return Path(settings.DATA_DIR) / "scratch"
