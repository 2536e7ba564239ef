"""Turns the packets of one connection into segments: time, cuts, repair of what the camera left out."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from video.adapters.muxing import SegmentWriter
from video.adapters.streams import StreamLost
from video.domain.causes import Cause
from video.domain.codecs import PictureSize, annex_b, avc_size, complete_sets
from video.domain.segments import TIMESCALE, next_cut, ticks_of, utc_of
from video.domain.stream_clock import Arrival, Step, StreamClock, may_anchor

from .meter import Meter

_USUAL_STEP = TIMESCALE // 25


@dataclass(frozen=True)
class Ticked:
    """A packet with its times on the camera's clock, in ticks."""

    packet: Any
    decode: int
    present: int
    arrival: Arrival


@dataclass
class StreamSession:
    """`open_writer(start_us, extra_data, size)` gives the next file, `closed(writer)` takes a finished one, `stepped(from_us, to_us)`
    hears of a node's clock that was set forward. Ends with the stream; raises StreamLost and OSError.
    """

    stream: Any
    shift: int
    open_writer: Callable[[int, bytes, PictureSize | None], SegmentWriter]
    close_writer: Callable[[SegmentWriter], None]
    stepped: Callable[[int, int], None]
    meter: Meter
    should_stop: Callable[[], bool] = lambda: False
    now: Callable[[], tuple[int, int]] = field(default=lambda: (time.time_ns() // 1000, time.monotonic_ns() // 1000))
    _writer: SegmentWriter | None = None
    _clock: StreamClock | None = None
    _sets: tuple[bytes, ...] = ()
    _extra: bytes = b""
    _size: PictureSize | None = None
    _cut_at: int = 0
    _end: int = 0

    def __post_init__(self) -> None:
        context = self.stream.codec_context
        self._sets = complete_sets(bytes(context.extradata or b""), codec=context.name)

    def run(self, packets: Iterable[Any]) -> None:
        """Records until the stream ends or `should_stop`; whatever happens, the file at hand is closed with what is whole."""
        try:
            self._record(packets)
        finally:
            self._close()

    def _record(self, packets: Iterable[Any]) -> None:
        held: list[Ticked] = []
        for ticked in repaired(packets, stream=self.stream, now=self.now):
            if self.should_stop():
                return
            if self._clock is None:
                held.append(ticked)
                before = held[-2] if len(held) > 1 else None
                if before is None or not may_anchor(held[0].arrival, before.arrival, ticked.arrival, held=len(held)):
                    continue
                self._clock = StreamClock(ticked.arrival)
                waiting, held = held, []
                for each in waiting:
                    self._store(each)
                continue
            self._watch_clocks(self._clock, ticked.arrival)
            self._store(ticked)

    def _watch_clocks(self, clock: StreamClock, arrival: Arrival) -> None:
        step = clock.step(arrival)
        if step is None:
            return
        before, self._clock = clock.utc(arrival.ticks), StreamClock(arrival)
        self._close()
        if step is Step.NODE and arrival.wall > before:
            self.stepped(self._end, arrival.wall)

    def _store(self, ticked: Ticked) -> None:
        packet, clock = ticked.packet, self._clock
        assert clock is not None
        if packet.is_keyframe:
            self._turn_over(packet, clock, ticked)
        if self._writer is None:
            return
        utc = clock.utc(ticked.decode)
        decode = ticks_of(utc)
        self.meter.count(size=packet.size, at_us=utc, is_key=packet.is_keyframe)
        self._writer.mux(packet, decode=decode, present=decode + ticked.present - ticked.decode)
        self._end = utc

    def _turn_over(self, packet: Any, clock: StreamClock, ticked: Ticked) -> None:
        """At a key frame: the next file where a cut is due or the stream is described anew."""
        is_new = self._takes_on(packet)
        if self._writer is not None and not is_new and clock.utc(ticked.decode) < self._cut_at:
            return
        if self._writer is not None:
            self._close()
            clock.settle()
        start = utc_of(ticks_of(clock.utc(ticked.decode)))
        self._cut_at = next_cut(start, shift=self.shift)
        self._writer = self.open_writer(start, self._extra, self._size)

    def _takes_on(self, packet: Any) -> bool:
        """Whether the key frame carries other parameter sets than the ones before it."""
        codec = self.stream.codec_context.name
        sets = complete_sets(bytes(packet), codec=codec)
        if not sets or sets == self._sets:
            return False
        self._sets, self._extra, self._size = sets, annex_b(sets), _size_in(sets, codec)
        return True

    def _close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            self.close_writer(writer)


def repaired(packets: Iterable[Any], *, stream: Any, now: Callable[[], tuple[int, int]]) -> Iterable[Ticked]:
    """The packets with their times. A first one that came without is placed before the second, others after the one before them."""
    early: list[tuple[Any, tuple[int, int]]] = []
    last, scale = None, stream.time_base * TIMESCALE
    step = round(TIMESCALE / stream.average_rate) if stream.average_rate else _USUAL_STEP
    for packet in packets:
        came = now()
        decode = _first_known(packet.dts, packet.pts)
        if decode is None:
            if last is None:
                early.append((packet, came))
                continue
            ticks = last + step
        else:
            ticks = int(decode * scale)
            step = ticks - last if last is not None and 0 < ticks - last < TIMESCALE else step
        for place, (first, arrived) in enumerate(early):
            at = ticks - step * (len(early) - place)
            yield Ticked(first, at, at, Arrival(at, *arrived))
        early.clear()
        present = ticks if packet.pts is None or decode is None else int(packet.pts * scale)
        last = ticks
        yield Ticked(packet, ticks, present, Arrival(ticks, *came))
    if early:
        raise StreamLost(Cause.STREAM_DAMAGED)


def _first_known(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


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
