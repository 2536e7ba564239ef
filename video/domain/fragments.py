"""The fragment table of a segment: where each group of pictures lies in the file and when it begins."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROW = struct.Struct("<III")


@dataclass(frozen=True, slots=True)
class Fragment:
    """`offset` and `size` in bytes of the file (one moof with its mdat); `at_ms` milliseconds since the segment's start."""

    offset: int
    size: int
    at_ms: int

    @property
    def end(self) -> int:
        return self.offset + self.size


class TableDamaged(ValueError):
    """The bytes are no whole number of rows."""


def spaced(fragments: Sequence[Fragment], *, apart_ms: int) -> Sequence[Fragment]:
    """The first one, and then always the next that begins so much later or more."""
    chosen: list[Fragment] = []
    for fragment in fragments:
        if not chosen or fragment.at_ms - chosen[-1].at_ms >= apart_ms:
            chosen.append(fragment)
    return chosen


def pack(fragments: Iterable[Fragment]) -> bytes:
    """Twelve bytes a fragment, little-endian: offset, size, at_ms. Offsets above 4 GiB do not occur: a segment is 300 s."""
    return b"".join(_ROW.pack(fragment.offset, fragment.size, fragment.at_ms) for fragment in fragments)


def unpack(table: bytes | memoryview) -> Sequence[Fragment]:
    """The fragments in file order. Raises TableDamaged."""
    if len(table) % _ROW.size:
        raise TableDamaged(f"{len(table)} bytes")
    return [Fragment(*row) for row in _ROW.iter_unpack(table)]
