"""Opens footage wherever it is kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from video.adapters import archive
from video.adapters.volumes import is_marked
from video.models import Segment

from .places import place_of


class FootageGone(Exception):
    """Neither this machine nor the archive has the file of `segment`."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.path)
        self.segment = segment


class FootageDamaged(Exception):
    """The file of `segment` is not what was recorded."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(segment.path)
        self.segment = segment


@contextmanager
def open_segment(segment: Segment) -> Iterator[Path]:
    """A file with the segment's bytes: the one on the volume, else a copy out of the archive that is there while the block runs.

    Raises FootageGone, FootageDamaged, ArchiveAway and OSError. Never write there.
    """
    local = _local(segment)
    if local is not None:
        yield local
        return
    if not segment.archive_key or not archive.has_archive():
        raise FootageGone(segment)
    with work_folder() as folder:
        target = folder / "segment.mp4"
        try:
            copy = archive.fetch(segment.archive_key, target)
        except archive.NotInArchive:
            raise FootageGone(segment) from None
        if segment.sha256 and copy.sha256 != segment.sha256:
            raise FootageDamaged(segment)
        yield target


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for the moment, on the disk of the data folder: a segment or an export may be larger than memory."""
    root = Path(settings.DATA_DIR) / "work"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


def _local(segment: Segment) -> Path | None:
    place = place_of(segment.volume)
    path = place.path / segment.path
    return path if segment.is_local and is_marked(place) and path.is_file() else None
