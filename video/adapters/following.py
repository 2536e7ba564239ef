"""Follows the files of a camera while the recorder writes them, without reading a byte of their pictures."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..domain.boxes import Damaged, MovieFragment, Track, Walker
from ..domain.segments import NotASegment, name_of

_PIECE = 1 << 16
_ANYTHING = bytes(_PIECE)


@dataclass(frozen=True, order=True, slots=True)
class Grown:
    """A file of a camera, by its start. `path` is relative to `root`, the folder of its volume."""

    start_us: int
    epoch: int
    root: Path
    path: str

    @property
    def place(self) -> Path:
        return self.root / self.path


class Follower:
    """`grow` returns the fragments that became whole since the last call. Media data is counted, not read: a look costs what headers cost.

    Raises OSError when opened; a file that is damaged just grows no more.
    """

    def __init__(self, file: Grown) -> None:
        self.file = file
        self._walker = Walker()
        self._at = 0
        self._is_damaged = False
        self._descriptor = os.open(file.place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)

    @property
    def track(self) -> Track | None:
        return self._walker.track

    @property
    def init_bytes(self) -> int:
        return self._walker.init_bytes

    def grow(self) -> Sequence[MovieFragment]:
        if self._descriptor < 0 or self._is_damaged:
            return ()
        size = os.fstat(self._descriptor).st_size
        found: list[MovieFragment] = []
        try:
            while self._at < size:
                data = self._next(size)
                self._at += len(data)
                found += self._walker.feed(data)
        except Damaged:
            self._is_damaged = True
        return found

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _next(self, size: int) -> memoryview | bytes:
        left = size - self._at
        if passed := self._walker.unread:
            return memoryview(_ANYTHING)[: min(passed, left, _PIECE)]
        # A box's header tells where its content ends; 2 KiB hold the moof of most groups of pictures.
        return os.pread(self._descriptor, min(left, 2048), self._at)


def files_after(roots: Iterable[Path], gb_id: str, *, start_us: int, day: datetime) -> list[Grown]:
    """The camera's files that began after a moment, in order, among those of `day` and its two neighbours (UTC)."""
    found = [file for root in roots for folder in _folders(gb_id, day) for file in _files_in(root, folder) if file.start_us > start_us]
    return sorted(found)


def _folders(gb_id: str, day: datetime) -> Iterator[str]:
    for shift in (-1, 0, 1):
        yield f"{gb_id}/{(day.astimezone(UTC) + timedelta(days=shift)):%Y/%m/%d}"


def _files_in(root: Path, folder: str) -> Iterator[Grown]:
    try:
        names = os.listdir(root / folder)  # noqa: PTH208
    except OSError:
        return
    for name in names:
        path = f"{folder}/{name}"
        try:
            parsed = name_of(path)
        except NotASegment:
            continue
        yield Grown(parsed.start_us, parsed.epoch, root, path)
