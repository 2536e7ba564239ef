"""What a camera sends: bit rate, frame rate, key-frame interval, the last picture. Written by its thread, read by the node's."""

from dataclasses import dataclass
from threading import Lock

_WINDOW = 10


@dataclass(frozen=True)
class Reading:
    """Over the last complete groups of pictures; None before the first. `last_us` is the time of the last picture, 0 before it."""

    last_us: int
    bit_rate: int | None
    frame_rate: float | None
    gop_seconds: float | None


class Meter:
    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """The connection ended: the next key frame begins anew."""
        with self._lock:
            self._groups: list[tuple[int, int, int]] = []
            self._bytes = self._pictures = self._since = self._last = 0

    def count(self, *, size: int, at_us: int, is_key: bool) -> None:
        with self._lock:
            if is_key:
                if self._since and at_us > self._since:
                    self._groups = [*self._groups[1 - _WINDOW :], (at_us - self._since, self._bytes, self._pictures)]
                self._since, self._bytes, self._pictures = at_us, 0, 0
            self._bytes += size
            self._pictures += 1
            self._last = at_us

    def read(self) -> Reading:
        with self._lock:
            groups, last = list(self._groups), self._last
        lasting = sum(length for length, _size, _pictures in groups)
        if not lasting:
            return Reading(last, None, None, None)
        return Reading(
            last_us=last,
            bit_rate=sum(size for _length, size, _pictures in groups) * 8_000_000 // lasting,
            frame_rate=sum(pictures for _length, _size, pictures in groups) * 1_000_000 / lasting,
            gop_seconds=lasting / len(groups) / 1_000_000,
        )
