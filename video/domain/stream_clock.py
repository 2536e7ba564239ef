"""Turns the time stamps of a camera into UTC, a group of pictures at a time. Microseconds; ticks are 1/90000 s of the camera's own clock.

docs/algorithms/segment-time-and-crash-repair.md has the reasons and the figures.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

STEP = 1_000_000
STREAM_JUMP = 10_000_000
SLEW = 100_000
SECOND_OF_TICKS = 90_000


class Stamp(NamedTuple):
    """What came with a packet: its decode and presentation stamps in ticks, None where the camera left them out, and when it came:
    `wall` by the node's clock, `mono` by one that is never set."""

    decode: int | None
    present: int | None
    wall: int
    mono: int


class Placed(NamedTuple):
    """A packet's times in UTC: when it is decoded, and by how many ticks later it is shown."""

    utc: int
    delay: int


class Step(StrEnum):
    NODE = "node"
    STREAM = "stream"


class StreamClock:
    """`place` gives packets up to a key frame, and that one, their UTC; `step` then says whether a clock was set since the last batch.

    The spacing of packets is the camera's own, to the tick. The first group ties it to UTC by its least delayed packet: a server may first
    send what it had buffered, and such packets are older than they look. `settle`, at a cut, moves the line by what the least delayed
    packet since the last cut was off, so that neither the network nor the camera's crystal adds up.
    """

    def __init__(self, *, usual_step: int = SECOND_OF_TICKS // 25) -> None:
        self._usual = usual_step
        self._shift = 0
        self._last_raw: int | None = None
        self._last_ticks = 0
        self._last: Stamp | None = None
        self._zero: int | None = None
        self._least_late: int | None = None
        self.step: Step | None = None

    def place(self, group: Sequence[Stamp]) -> Sequence[Placed]:
        """The last packet, at which a file may begin, is the first to have the new time when the node's clock was set."""
        self.step = None
        ticks = self._steady(group)
        lateness = [stamp.wall - at * 100 // 9 for stamp, at in zip(group, ticks, strict=True)]
        before = self._zero
        if self._is_set(group):
            self.step, self._zero, self._least_late = Step.NODE, lateness[-1], None
        elif self._zero is None:
            self._zero = min(lateness)
        else:
            late = min(lateness) - self._zero
            self._least_late = late if self._least_late is None else min(self._least_late, late)
        self._last = group[-1]
        placed = [_placed(stamp, at, self._zero if before is None else before) for stamp, at in zip(group, ticks, strict=True)]
        return [*placed[:-1], _placed(group[-1], ticks[-1], self._zero)]

    def settle(self) -> int:
        """At a cut; by how much the line moved. Small errors are slewed, a second or more is put right at once."""
        late, self._least_late = self._least_late, None
        if late is None or self._zero is None:
            return 0
        moved = late if abs(late) >= STEP else max(-SLEW, min(SLEW, late))
        self._zero += moved
        return moved

    def _steady(self, group: Sequence[Stamp]) -> list[int]:
        """Rising ticks: gaps filled in, jumps of the camera's clock taken out."""
        found: list[int] = []
        unknown = 0
        before = self._last
        for stamp in group:
            raw = stamp.present if stamp.decode is None else stamp.decode
            if raw is None and self._last_raw is None:
                unknown += 1
                continue
            raw = (self._last_raw or 0) + self._usual if raw is None else raw
            self._follow(raw, stamp, before)
            if unknown:
                found = [raw + self._shift - self._usual * place for place in range(unknown, 0, -1)]
                unknown = 0
            found.append(raw + self._shift)
            self._last_raw, self._last_ticks, before = raw, raw + self._shift, stamp
        return found or [self._usual * place for place in range(unknown)]

    def _follow(self, raw: int, stamp: Stamp, before: Stamp | None) -> None:
        if self._last_raw is None:
            return
        step = raw - self._last_raw
        passed = stamp.mono - before.mono if before is not None else 0
        ahead = step * 100 // 9
        if ahead < -STEP or ahead - passed > STREAM_JUMP:
            self.step = Step.STREAM
            self._shift = self._last_ticks + max(self._usual, passed * 9 // 100) - raw
        elif 0 < step < SECOND_OF_TICKS:
            self._usual = step

    def _is_set(self, group: Sequence[Stamp]) -> bool:
        first = self._last or group[0]
        return abs((group[-1].wall - first.wall) - (group[-1].mono - first.mono)) > STEP


def _placed(stamp: Stamp, ticks: int, zero: int) -> Placed:
    delay = 0 if stamp.decode is None or stamp.present is None else stamp.present - stamp.decode
    return Placed(zero + ticks * 100 // 9, delay)
