"""Calls by day, week and month, with how much of each is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..history.days import DaySeries


@dataclass(frozen=True)
class Total:
    """`calls` of the `known` days out of `days`; `first_day` names the period. Unknown is None."""

    first_day: date
    calls: float | None
    known: int
    days: int

    @property
    def a_day(self) -> float | None:
        """Mean of the known days: comparable whatever the length of the period and its holes."""
        return None if self.calls is None else self.calls / self.known

    @property
    def is_whole(self) -> bool:
        return self.known == self.days


def by_week(series: DaySeries) -> tuple[Total, ...]:
    """Weeks from Monday; the first and last count the days of the series only."""
    return _totals(series, lambda day: day - timedelta(days=day.weekday()))


def by_month(series: DaySeries) -> tuple[Total, ...]:
    return _totals(series, lambda day: day.replace(day=1))


def _totals(series: DaySeries, period: Callable[[date], date]) -> tuple[Total, ...]:
    groups: dict[date, list[float | None]] = {}
    for day, calls in zip(series.days, series.calls, strict=True):
        groups.setdefault(period(day), []).append(calls)
    return tuple(_total(first, values) for first, values in groups.items())


def _total(first: date, values: Sequence[float | None]) -> Total:
    known = [value for value in values if value is not None]
    return Total(first, sum(known) if known else None, len(known), len(values))
