"""Turns the packets of one connection into segments, a group of pictures at a time.

FFmpeg writes a fragment when the next key frame comes, so nothing is lost by handing packets over only together with that; and a
processor that deals with fifty packets in a row is much faster than one that wakes up fifty times.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from video.adapters.muxing import SegmentWriter
from video.domain.codecs import PictureSize, annex_b, avc_size, complete_sets
from video.domain.segments import TIMESCALE, next_cut, ticks_of, utc_of
from video.domain.stream_clock import Stamp, Step, StreamClock

from .meter import Meter

MOST_IN_A_BATCH = 1500
_USUAL_RATE = 25
_HEAD = 4096
Received = tuple[Any, int, int]


@dataclass
class StreamSession:
    """`open_writer(start_us, extra_data, size)` gives the next file, `close_writer` takes a finished one, `missed(from_us, to_us)` hears of
    time that the node's clock leapt over. `run` ends with the stream; it raises StreamError, CannotStore and OSError.
    """

    stream: Any
    shift: int
    open_writer: Callable[[int, bytes, PictureSize | None], SegmentWriter]
    close_writer: Callable[[SegmentWriter], None]
    missed: Callable[[int, int], None]
    meter: Meter
    should_stop: Callable[[], bool] = lambda: False
    wall: Callable[[], int] = time.time_ns
    mono: Callable[[], int] = time.monotonic_ns
    _clock: StreamClock = field(init=False)
    _writer: SegmentWriter | None = None
    _sets: tuple[bytes, ...] = ()
    _extra: bytes = b""
    _size: PictureSize | None = None
    _cut_at: int = 0
    _is_due: bool = False
    _end: int = 0

    def __post_init__(self) -> None:
        context, scale = self.stream.codec_context, self.stream.time_base * TIMESCALE
        self._up, self._down = scale.numerator, scale.denominator
        self._codec = context.name
        self._sets = complete_sets(bytes(context.extradata or b""), codec=self._codec)
        self._clock = StreamClock(usual_step=round(TIMESCALE / (self.stream.average_rate or _USUAL_RATE)))

    def run(self, packets: Iterable[Any]) -> None:
        """Records until the stream ends or `should_stop`; whatever happens, the file at hand is closed with what is whole."""
        batch: list[Received] = []
        try:
            try:
                self._collect(packets, batch)
            finally:
                self._take(batch)
        finally:
            self._close()

    def _collect(self, packets: Iterable[Any], batch: list[Received]) -> None:
        """The first batch runs to the second key frame, so that a whole group tells the time; later ones end with the next key frame."""
        wall, mono, should_stop, meter = self.wall, self.mono, self.should_stop, self.meter
        key_frames = 0
        for packet in packets:
            if not packet.size:
                continue
            now = wall()
            batch.append((packet, now, mono()))
            meter.seen_ns = now
            if packet.is_keyframe:
                key_frames += 1
            if (packet.is_keyframe and key_frames > 1) or len(batch) >= MOST_IN_A_BATCH:
                self._take(batch)
                batch.clear()
            if should_stop():
                return

    def _take(self, batch: Sequence[Received]) -> None:
        if not batch:
            return
        placed = self._clock.place([self._stamp(received) for received in batch])
        self._is_due = self._is_due or self._clock.step is not None
        for (packet, _wall, _mono), at in zip(batch, placed, strict=True):
            if packet.is_keyframe:
                self._turn_over(packet, at.utc)
            if self._writer is not None:
                decode = ticks_of(at.utc)
                self._writer.mux(packet, decode=decode, present=decode + at.delay)
                self.meter.add(packet.size)
                self._end = at.utc

    def _stamp(self, received: Received) -> Stamp:
        packet, wall, mono = received
        decode, present, up, down = packet.dts, packet.pts, self._up, self._down
        return Stamp(
            None if decode is None else decode * up // down, None if present is None else present * up // down, wall // 1000, mono // 1000
        )

    def _turn_over(self, packet: Any, utc: int) -> None:
        """At a key frame: the next file where a cut is due, a clock was set or the stream is described anew."""
        self.meter.begin(utc)
        is_new = self._takes_on(packet)
        if self._writer is not None:
            if not (is_new or self._is_due or utc >= self._cut_at):
                return
            self._close()
            if self._clock.step is Step.NODE and utc > self._end:
                self.missed(self._end, utc)
            self._clock.settle()
        start = utc_of(ticks_of(utc))
        self._cut_at, self._is_due = next_cut(start, shift=self.shift), False
        self._writer = self.open_writer(start, self._extra, self._size)

    def _takes_on(self, packet: Any) -> bool:
        """Whether the key frame carries other parameter sets than the ones before it."""
        sets = complete_sets(bytes(memoryview(packet)[:_HEAD]), codec=self._codec)
        if not sets or sets == self._sets:
            return False
        self._sets, self._extra, self._size = sets, annex_b(sets), _size_in(sets, self._codec)
        return True

    def _close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            self.close_writer(writer)


def _size_in(sets: tuple[bytes, ...], codec: str) -> PictureSize | None:
    if codec != "h264":
        return None
    for unit in sets:
        if unit[0] & 0x1F == 7:
            try:
                return avc_size(unit)
            except ValueError:
                return None
    return None
