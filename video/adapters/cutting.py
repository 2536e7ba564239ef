"""Takes whole groups of pictures out of segments into one ordinary MP4, without touching a pixel."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from ..domain.segments import TIMESCALE, utc_of

_TICK = Fraction(1, TIMESCALE)


class FormatChanges(Exception):
    """The pictures of this file need another decoder set-up than those before it; one MP4 cannot hold both. `key` is the part's."""

    def __init__(self, key: int) -> None:
        super().__init__(key)
        self.key = key


class CannotRead(Exception):
    """The file holds no video that can be copied. `key` is the part's."""

    def __init__(self, key: int) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Part:
    """The bytes of a segment from `offset` up to `end`, behind its first `init_bytes`. `key` names it in exceptions."""

    key: int
    path: Path
    init_bytes: int
    offset: int
    end: int


@dataclass(frozen=True)
class Written:
    """When the first picture is shown and the last one ends (microseconds of UTC), and how many there are."""

    start_us: int
    end_us: int
    pictures: int


def write_export(target: Path, parts: Iterable[Part], *, made_at: datetime) -> Written:
    """Copies the parts one after the other. A second of the file is a second of the clock: over an outage the last picture stands still, so
    that time since the start always tells the time of day. Parts are taken from the iterable one by one, each read before the next.

    Raises FormatChanges, CannotRead and OSError.
    """
    copy = _Copy(target, made_at)
    try:
        for part in parts:
            copy.take(part)
    finally:
        copy.close()
    return copy.written()


class _Copy:
    def __init__(self, target: Path, made_at: datetime) -> None:
        self._output: Any = av.open(str(target), "w", format="mp4", options={"video_track_timescale": str(TIMESCALE)})
        self._output.metadata["creation_time"] = made_at.isoformat()
        self._stream: Any = None
        self._look: tuple[str, bytes] = ("", b"")
        self._zero = 0
        self._last = -1
        self._end = 0
        self._pictures = 0

    def take(self, part: Part) -> None:
        try:
            with _opened(part) as source:
                if not source.streams.video:
                    raise CannotRead(part.key)
                stream = source.streams.video[0]
                self._adopt(stream, part.key)
                for packet in source.demux(stream):
                    if packet.dts is not None and packet.size:
                        self._mux(packet)
        except av.error.FFmpegError as error:
            if isinstance(error, OSError) and not isinstance(error, ValueError):
                raise OSError(error.errno, error.strerror) from None
            raise CannotRead(part.key) from None

    def close(self) -> None:
        if self._stream is not None:
            self._output.close()

    def written(self) -> Written:
        return Written(start_us=utc_of(self._zero), end_us=utc_of(self._end), pictures=self._pictures)

    def _adopt(self, stream: Any, key: int) -> None:
        context = stream.codec_context
        look = (context.name, bytes(context.extradata or b""))
        if self._stream is None:
            self._stream, self._look = self._output.add_stream_from_template(stream), look
        elif look != self._look:
            raise FormatChanges(key)

    def _mux(self, packet: Any) -> None:
        scale = packet.time_base / _TICK
        decode, present = round(packet.dts * scale), round((packet.dts if packet.pts is None else packet.pts) * scale)
        length = round((packet.duration or 0) * scale)
        if self._last < 0:
            self._zero = decode
        self._end = max(self._end, present + length)
        decode = max(decode - self._zero, self._last + 1)
        self._last = decode
        packet.stream, packet.time_base = self._stream, _TICK
        packet.dts, packet.pts, packet.duration = decode, max(present - self._zero, decode), length
        self._output.mux(packet)
        self._pictures += 1


@contextmanager
def _opened(part: Part) -> Iterator[Any]:
    with part.path.open("rb") as file, av.open(_Spliced(file, part), "r", format="mp4") as source:
        yield source


class _Spliced:
    """The head of a segment and some of its fragments, as one file without seeking."""

    def __init__(self, file: Any, part: Part) -> None:
        self._file = file
        self._ranges = [(0, part.init_bytes), (part.offset, part.end)]

    def read(self, size: int = -1) -> bytes:
        while self._ranges:
            at, end = self._ranges[0]
            if at < end:
                self._file.seek(at)
                wanted = end - at if size < 0 else min(size, end - at)
                data: bytes = self._file.read(wanted)
                self._ranges[0] = (at + len(data), end) if data else (end, end)
                if data:
                    return data
            else:
                del self._ranges[0]
        return b""
