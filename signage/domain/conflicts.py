"""How two schedules of the same zone get on over a stretch of time."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

Interval = tuple[int, int]
HOUR = 3_600_000


class Clash(StrEnum):
    """Seen from the schedule at hand: it is OUTRANKED by the other, takes turns with it (IN_TURN), or OUTRANKS it."""

    OUTRANKED = "outranked"
    IN_TURN = "in_turn"
    OUTRANKS = "outranks"


def clash(mine: int, theirs: int) -> Clash:
    """By the priorities of the two."""
    return Clash.IN_TURN if mine == theirs else Clash.OUTRANKED if theirs > mine else Clash.OUTRANKS


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
