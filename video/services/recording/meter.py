"""What a camera sends: bit rate, frame rate, key-frame interval, the last picture. Written by its thread, read by the node's."""

from dataclasses import dataclass

_WINDOW = 10


@dataclass(frozen=True)
class Reading:
    """Over the last complete groups of pictures; None before the first. `last_us` is when the last packet came, 0 before it."""

    last_us: int
    bit_rate: int | None
    frame_rate: float | None
    gop_seconds: float | None


class Meter:
    """One thread writes, one reads: every field is replaced as a whole."""

    def __init__(self) -> None:
        self.seen_ns = 0
        self.forget()

    def forget(self) -> None:
        """The connection ended: the next group begins anew."""
        self._groups: tuple[tuple[int, int, int], ...] = ()
        self._since = self._bytes = self._pictures = 0

    def begin(self, at_us: int) -> None:
        """A key frame of this time: the group before it is complete."""
        if self._pictures and at_us > self._since:
            self._groups = (*self._groups[1 - _WINDOW :], (at_us - self._since, self._bytes, self._pictures))
        self._since, self._bytes, self._pictures = at_us, 0, 0

    def add(self, size: int) -> None:
        self._bytes += size
        self._pictures += 1

    def read(self) -> Reading:
        groups, last = self._groups, self.seen_ns // 1000
        lasting = sum(length for length, _size, _pictures in groups)
        if not lasting:
            return Reading(last, None, None, None)
        return Reading(
            last_us=last,
            bit_rate=sum(size for _length, size, _pictures in groups) * 8_000_000 // lasting,
            frame_rate=sum(pictures for _length, _size, pictures in groups) * 1_000_000 / lasting,
            gop_seconds=lasting / len(groups) / 1_000_000,
        )
