"""Opens files of footage for reading, inside their volume and nowhere else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_PIECE = 256 * 1024


class FootageGone(Exception):
    """There is no such file on the volume of this machine."""


class OutsideVolume(Exception):
    """The path leaves the volume, by its own dots or by a link."""


class OpenFootage:
    """An open file. `place` is where it really lies. Close it, or iterate `pieces` to the end."""

    def __init__(self, *, folder: str, path: str) -> None:
        """Raises FootageGone and OutsideVolume."""
        try:
            root = Path(folder).resolve(strict=True)
            self.place = (root / path).resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            raise FootageGone(path) from error
        if not self.place.is_relative_to(root):
            raise OutsideVolume(path)
        try:
            self.descriptor = os.open(self.place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise FootageGone(path) from error
        found = os.fstat(self.descriptor)
        self.size = found.st_size
        if not stat.S_ISREG(found.st_mode):
            self.close()
            raise FootageGone(path)

    def part(self, *, first: int, length: int) -> "Pieces":
        """Some of its bytes. From now on they close the file."""
        return Pieces(self, first=first, length=length)

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


class Pieces:
    """The bytes of a part of an open file, a quarter of a MiB at a time. Closing it closes the file."""

    def __init__(self, file: OpenFootage, *, first: int, length: int) -> None:
        self._file, self._at, self._left = file, first, length

    def __iter__(self) -> Iterator[bytes]:
        try:
            while self._left > 0 and (data := os.pread(self._file.descriptor, min(_PIECE, self._left), self._at)):
                self._at += len(data)
                self._left -= len(data)
                yield data
        finally:
            self.close()

    def close(self) -> None:
        self._file.close()
