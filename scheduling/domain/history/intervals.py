"""Holes and doubles in a series of intervals. Moments are naive local time; a queue that closes at night has no holes there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .days import DAY_MINUTES, days_between

WEEK = 7
OPEN_SHARE = 0.5
LAST_JUMP_HOUR = 4


class JumpKind(StrEnum):
    MISSING_HOUR = "missing_hour"
    DOUBLED_HOUR = "doubled_hour"


@dataclass(frozen=True)
class Gap:
    """Open time without data from `start` until `end`; `minutes` counts the open intervals of it only."""

    start: datetime
    end: datetime
    minutes: int

    @property
    def days(self) -> int:
        """Whole days without any data."""
        first = self.start.date() + timedelta(days=self.start.time() > datetime.min.time())
        return max(0, (self.end.date() - first).days)


@dataclass(frozen=True)
class LengthChange:
    """From `start` on intervals take `after` minutes, until then `before`."""

    start: datetime
    before: int
    after: int


@dataclass(frozen=True)
class Jump:
    """A night on which the clock was set: `hour` is the one that lacks or comes twice."""

    day: date
    hour: int
    kind: JumpKind


def duplicates(starts: Sequence[datetime]) -> tuple[tuple[datetime, int], ...]:
    """The starts that come more than once with how often, in order of time."""
    return tuple(sorted((start, count) for start, count in Counter(starts).items() if count > 1))


def length_changes(starts: Sequence[datetime], minutes: Sequence[int]) -> tuple[LengthChange, ...]:
    """Where the length of the intervals changes, in order of time."""
    rows = sorted(zip(starts, minutes, strict=True))
    return tuple(LengthChange(start, before, after) for (_, before), (start, after) in pairwise(rows) if before != after)


def open_slots(starts: Sequence[datetime], minutes: int) -> npt.NDArray[np.bool_]:
    """Array (7, slots a day), True where the queue is open: at least half of those weekdays between first and last have data there."""
    slots = DAY_MINUTES // minutes
    grid, first = _presence(starts, minutes)
    weekdays = (np.arange(len(grid)) + first.weekday()) % WEEK
    shares = [grid[weekdays == weekday].mean(axis=0) if (weekdays == weekday).any() else np.zeros(slots) for weekday in range(WEEK)]
    seen = [bool((grid[weekdays == weekday]).any()) for weekday in range(WEEK)]
    anyday = grid.mean(axis=0)
    return np.array([share if known else anyday for share, known in zip(shares, seen, strict=True)]) >= OPEN_SHARE


def gaps(starts: Sequence[datetime], minutes: Sequence[int]) -> tuple[Gap, ...]:
    """Stretches of open time without data between the first and the last interval, in order of time. Empty without data.

    Intervals of several lengths are compared on the grid of the shortest.
    """
    if not starts:
        return ()
    step = min(minutes)
    spread = _spread(starts, minutes, step)
    grid, first = _presence(spread, step)
    opened = open_slots(spread, step)
    weekdays = (np.arange(len(grid)) + first.weekday()) % WEEK
    missing = (opened[weekdays] & ~grid).ravel()
    known = grid.ravel()
    begin = datetime.combine(first, datetime.min.time())
    last = int(np.flatnonzero(known)[-1])
    early = int(np.flatnonzero(known)[0])
    return tuple(_gaps_of(missing, known, begin, step, early, last))


def clock_jumps(starts: Sequence[datetime], minutes: Sequence[int]) -> tuple[Jump, ...]:
    """Nights that look as if the clock had been set: exactly one full hour before 05:00 lacks, or all of its intervals come twice."""
    missing = [
        Jump(gap.start.date(), gap.start.hour, JumpKind.MISSING_HOUR)
        for gap in gaps(starts, minutes)
        if gap.minutes == 60 and gap.start.minute == 0 and gap.start.hour <= LAST_JUMP_HOUR and gap.end - gap.start == timedelta(hours=1)
    ]
    return tuple(sorted((*missing, *_doubled(starts, minutes)), key=lambda jump: (jump.day, jump.hour)))


def _doubled(starts: Sequence[datetime], minutes: Sequence[int]) -> list[Jump]:
    if not starts:
        return []
    needed = 60 // min(min(minutes), 60)
    counts = Counter(start.replace(minute=0, second=0, microsecond=0) for start, _ in duplicates(starts))
    return [
        Jump(hour.date(), hour.hour, JumpKind.DOUBLED_HOUR)
        for hour, found in counts.items()
        if found >= needed and hour.hour <= LAST_JUMP_HOUR
    ]


def _spread(starts: Sequence[datetime], minutes: Sequence[int], step: int) -> list[datetime]:
    """Every interval as intervals of `step` minutes."""
    return [start + timedelta(minutes=offset) for start, length in zip(starts, minutes, strict=True) for offset in range(0, length, step)]


def _presence(starts: Sequence[datetime], minutes: int) -> tuple[npt.NDArray[np.bool_], date]:
    """(days, slots) of whether there is data, and the first day."""
    first, last = min(starts).date(), max(starts).date()
    grid = np.zeros((days_between(first, last), DAY_MINUTES // minutes), dtype=bool)
    rows = [(start.date() - first).days for start in starts]
    columns = [(start.hour * 60 + start.minute) // minutes for start in starts]
    grid[rows, columns] = True
    return grid, first


def _gaps_of(missing: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_], begin: datetime, step: int, early: int, last: int) -> list[Gap]:
    """Missing slots run together over closed time, but not over data."""
    found: list[Gap] = []
    at, upto, held = 0, 0, 0
    for slot in np.flatnonzero(missing | known).tolist():
        if not early <= slot <= last:
            continue
        if missing[slot]:
            at = at if held else slot
            upto, held = slot + 1, held + 1
        elif held:
            found.append(_gap(begin, step, at, upto, held))
            held = 0
    return found


def _gap(begin: datetime, step: int, first: int, end: int, count: int) -> Gap:
    return Gap(begin + timedelta(minutes=first * step), begin + timedelta(minutes=end * step), count * step)
