"""What becomes of something that came in: the files for players, and the notes about what was done to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..domain.kinds import MediaType
from ..domain.media import Note

Progress = Callable[[int, int | None], None]
"""Told how far the work is, and of how much; may raise to stop it."""


@dataclass(frozen=True)
class Piece:
    """A file for players."""

    path: Path
    content_type: str


@dataclass(frozen=True)
class Taken:
    """What was made of a file: a picture, a clip, the pages of a document, the archive of a bundle. `thumbnail` is WebP, if any."""

    media: MediaType
    pieces: Sequence[Piece]
    notes: Sequence[Note]
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: Path | None = None
