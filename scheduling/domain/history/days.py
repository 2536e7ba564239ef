"""Days in a row as numbers, and a day's class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

DAY_MINUTES = 1440


@dataclass(frozen=True)
class DaySeries:
    """A total a day. `calls` is None on days without data or with a hole; days rise without repeats."""

    days: Sequence[date]
    calls: Sequence[float | None]

    def __post_init__(self) -> None:
        if len(self.days) != len(self.calls):
            raise ValueError("a series has as many values as days")
        if any(one >= other for one, other in zip(self.days, self.days[1:], strict=False)):
            raise ValueError("the days of a series rise")


@dataclass(frozen=True)
class Calendar:
    """Days that are not what their weekday says: `holidays` with their names, and weekends worked instead (`makeup`).

    `campaigns` are days on which a campaign made people call. None of them tells what is usual.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup: frozenset[date] = frozenset()
    campaigns: frozenset[date] = frozenset()

    def is_ordinary(self, day: date) -> bool:
        return day not in self.holidays and day not in self.makeup and day not in self.campaigns


def days_between(first: date, last: date) -> int:
    """Number of days, both included."""
    return (last - first).days + 1
