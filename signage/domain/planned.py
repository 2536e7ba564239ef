"""What was planned of an advert, to be held against its proof of play.

In each clock hour in which its schedule is active a screen is to play it `plays_an_hour` times, each time all its items; see
docs/algorithms/proof-of-play.md. Times are epoch milliseconds, intervals half-open.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .adverts import HOUR
from .downloads import united


@dataclass(frozen=True)
class Plan:
    """Of one advertiser in one schedule on all its screens: plays of items, and how long they take together."""

    plays: float
    milliseconds: float

    def __add__(self, other: "Plan") -> "Plan":
        return Plan(self.plays + other.plays, self.milliseconds + other.milliseconds)


NOTHING = Plan(0, 0)


def plays_an_hour(*, plays: int | None, share_seconds: int | None, length_ms: int) -> int:
    """As often as it says, or as often as its share of voice takes: ceil(share ÷ length). Nought without length."""
    if plays is not None:
        return plays
    return -(-(share_seconds or 0) * 1000 // length_ms) if length_ms else 0


def active_hours(intervals: Iterable[tuple[int, int]], *, since: int, until: int) -> float:
    """Hours of [since, until) in any of the intervals."""
    parts = united((max(start, since), min(end, until)) for start, end in intervals)
    return sum(end - start for start, end in parts) / HOUR


def plan_of(*, an_hour: int, hours: float, screens: int, durations_ms: Iterable[int]) -> Plan:
    """`durations_ms` are those of an advertiser's items in the schedule: every play plays each of them once."""
    own = list(durations_ms)
    rounds = an_hour * hours * screens
    return Plan(plays=rounds * len(own), milliseconds=rounds * sum(own))
