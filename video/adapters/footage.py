"""Reads files of footage back: what is whole in them, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..domain.boxes import Damaged, MovieFragment, Walker
from ..domain.segments import Contents, NotASegment, contents_of, name_of

_PIECE = 1 << 20


@dataclass(frozen=True)
class Found:
    """`contents` is None where nothing whole is in the file; `sha256` is that of the whole part alone."""

    contents: Contents | None
    sha256: str


def read_footage(path: Path) -> Found:
    """Walks a file from its start as far as it is whole. Raises OSError."""
    walker, fragments = Walker(), list[MovieFragment]()
    with path.open("rb") as file:
        try:
            while data := file.read(_PIECE):
                fragments += walker.feed(data)
        except Damaged:
            pass
        contents = contents_of(track=walker.track, init_bytes=walker.init_bytes, fragments=fragments) if walker.track else None
        if contents is None:
            return Found(None, "")
        file.seek(0)
        digest, left = sha256(), contents.size
        while left and (data := file.read(min(left, _PIECE))):
            digest.update(data)
            left -= len(data)
    return Found(contents, digest.hexdigest())


def files_below(root: Path) -> Iterator[str]:
    """Paths, relative to the volume, that are named like segments, in order of camera and time."""
    for camera in sorted(root.glob("[0-9]" * 20)):
        for path in sorted(camera.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/*.mp4")):
            relative = path.relative_to(root).as_posix()
            try:
                name_of(relative)
            except NotASegment:
                continue
            yield relative
