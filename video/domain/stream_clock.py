"""Turns the time stamps of a camera into UTC. Microseconds everywhere; ticks are 1/90000 s of the camera's own clock.

docs/algorithms/segment-time-and-crash-repair.md has the reasons and the figures.
"""

from dataclasses import dataclass
from enum import StrEnum

WAITED = 10_000
HELD_AT_MOST = 128
HELD_TICKS = 3 * 90_000
STEP = 1_000_000
STREAM_JUMP = 10_000_000
SLEW = 100_000


class Step(StrEnum):
    NODE = "node"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A packet's stamp and when it came: `wall` by the node's clock, `mono` by one that is never set."""

    ticks: int
    wall: int
    mono: int


def may_anchor(first: Arrival, before: Arrival, now: Arrival, *, held: int) -> bool:
    """Whether `now` came in real time, so that its arrival tells its time.

    A server may send what it had buffered in one burst; FFmpeg itself hands over at once what it read to find out about the stream. Such
    packets are older than they look. The first one that had to be waited for is not.
    """
    return now.mono - before.mono >= WAITED or held >= HELD_AT_MOST or now.ticks - first.ticks >= HELD_TICKS


class StreamClock:
    """`utc` of a packet follows the camera's own spacing from one anchor; `settle` keeps it near the node's clock.

    Between cuts the spacing of packets is the camera's to the tick. At a cut the line is moved by what the least delayed packet since the
    last cut was off, so neither network delay nor the camera's crystal adds up.
    """

    def __init__(self, anchor: Arrival) -> None:
        self._ticks = anchor.ticks
        self._utc = anchor.wall
        self._last = anchor
        self._least_late: int | None = None

    def utc(self, ticks: int) -> int:
        return self._utc + (ticks - self._ticks) * 100 // 9

    def step(self, now: Arrival) -> Step | None:
        """Whether a clock was set since the last packet; takes note of how late this one is."""
        last, self._last = self._last, now
        passed = now.mono - last.mono
        if abs((now.wall - last.wall) - passed) > STEP:
            return Step.NODE
        ahead = (now.ticks - last.ticks) * 100 // 9
        if ahead < -STEP or ahead - passed > STREAM_JUMP:
            return Step.STREAM
        late = now.wall - self.utc(now.ticks)
        self._least_late = late if self._least_late is None else min(self._least_late, late)
        return None

    def settle(self) -> int:
        """Moves the line at a cut; by how much. Small errors are slewed, a second or more is put right at once."""
        late, self._least_late = self._least_late, None
        if late is None:
            return 0
        shift = late if abs(late) >= STEP else max(-SLEW, min(SLEW, late))
        self._utc += shift
        return shift
