"""How two schedules of the same screen get on over a stretch of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .downloads import united
from .kinds import ScheduleKind

Interval = tuple[int, int]
HOUR = 3_600_000


class Clash(StrEnum):
    """Seen from the schedule at hand: it is OUTRANKED by the other, IN_TURN with it, OUTRANKS it, or lies over it (COVERS)."""

    OUTRANKED = "outranked"
    IN_TURN = "in_turn"
    OUTRANKS = "outranks"
    COVERS = "covers"


@dataclass(frozen=True)
class Standing:
    """What decides between two schedules. Of equal tickers the one with the smaller `place` (order, created, id) is shown."""

    kind: ScheduleKind
    zone: str
    priority: int
    severity: int
    place: tuple[int, int, int]


def clash(mine: Standing, theirs: Standing) -> Clash | None:
    """How they stand where both are on; None: neither is in the other's way. See docs/algorithms/playlist-resolution.md."""
    kinds = mine.kind, theirs.kind
    if mine.kind is ScheduleKind.EMERGENCY:
        return _by_rank(mine.severity, theirs.severity) if theirs.kind is mine.kind else Clash.COVERS
    if kinds == (ScheduleKind.OVERLAY, ScheduleKind.OVERLAY):
        is_first = (-mine.priority, mine.place) < (-theirs.priority, theirs.place)
        return Clash.OUTRANKS if is_first else Clash.OUTRANKED
    if mine.zone != theirs.zone:
        return None
    if kinds == (ScheduleKind.LOOP, ScheduleKind.LOOP):
        return _by_rank(mine.priority, theirs.priority)
    if kinds == (ScheduleKind.ADVERT, ScheduleKind.ADVERT):
        return Clash.IN_TURN
    if kinds == (ScheduleKind.ADVERT, ScheduleKind.LOOP):
        return Clash.OUTRANKED if theirs.priority > mine.priority else None
    if kinds == (ScheduleKind.LOOP, ScheduleKind.ADVERT):
        return Clash.OUTRANKS if mine.priority > theirs.priority else None
    return None


def left_ms(mine: Sequence[Interval], before: Iterable[Interval]) -> int:
    """How long of my time nothing of `before` is on. Mine sorted and disjoint."""
    return sum(end - start for start, end in mine) - common_ms(mine, united(before))


def common_ms(one: Sequence[Interval], other: Sequence[Interval]) -> int:
    """How long both are on. Both sorted and disjoint."""
    total, place = 0, 0
    for start, end in one:
        while place < len(other) and other[place][1] <= start:
            place += 1
        look = place
        while look < len(other) and other[look][0] < end:
            total += max(0, min(end, other[look][1]) - max(start, other[look][0]))
            look += 1
    return total


def oversold_hours(adverts: Iterable[tuple[Sequence[Interval], int]]) -> int:
    """In how many clock hours the adverts ask for more than the hour: each its occurrences, and milliseconds of play an hour."""
    asked: dict[int, float] = {}
    for intervals, play_ms in adverts:
        for start, end in intervals:
            for hour in range(start // HOUR, -(-end // HOUR)):
                share = (min(end, (hour + 1) * HOUR) - max(start, hour * HOUR)) / HOUR
                asked[hour] = asked.get(hour, 0.0) + play_ms * share
    return sum(1 for wanted in asked.values() if wanted > HOUR)


def _by_rank(mine: int, theirs: int) -> Clash:
    return Clash.IN_TURN if mine == theirs else Clash.OUTRANKED if theirs > mine else Clash.OUTRANKS
