"""Days that stand out from the same weekdays around them.

On the log scale, against median and MAD (Hampel's identifier; Rousseeuw & Croux 1993 for the factor), never below what Poisson alone
scatters: a queue of 20 calls a day is not odd at 27.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from .days import Calendar, DaySeries

WEEKS_AROUND = 6
FEWEST_NEIGHBOURS = 3
MAD_TO_SIGMA = 1.4826
USUAL_LIMIT = 4.0
NO_CALENDAR = Calendar()


@dataclass(frozen=True)
class Expected:
    """What each day of a series would usually have: None where too few of its weekdays are known around it. `sigma` is on the log scale."""

    values: tuple[float | None, ...]
    sigma: float | None


@dataclass(frozen=True)
class Outlier:
    """`ratio` is calls ÷ expected, `score` how many standard deviations that is on the log scale; negative below."""

    day: date
    calls: float
    expected: float
    ratio: float
    score: float


def usual(series: DaySeries, *, calendar: Calendar = NO_CALENDAR, left_out: Collection[date] = ()) -> Expected:
    """For each day the median of its weekday among the ordinary days of six weeks either side, without the day itself.

    Days `left_out` and those that are not ordinary by the calendar are nobody's neighbours. A make-up workday is compared with the
    Mondays to Fridays around it, a holiday with its weekday.
    """
    by_day = {
        day: calls
        for day, calls in zip(series.days, series.calls, strict=True)
        if calls is not None and calendar.is_ordinary(day) and day not in left_out
    }
    values = tuple(_median(_neighbours(day, by_day, calendar)) for day in series.days)
    ratios = [
        residual(calls, value)
        for day, calls, value in zip(series.days, series.calls, values, strict=True)
        if calls is not None and value is not None and day in by_day
    ]
    sigma = None if len(ratios) < FEWEST_NEIGHBOURS else MAD_TO_SIGMA * float(np.median(np.abs(np.array(ratios) - np.median(ratios))))
    return Expected(values, sigma)


def residual(calls: float, expected: float) -> float:
    """log(calls ÷ expected), half a call added to both so that a day without calls has one."""
    return log((calls + 0.5) / (expected + 0.5))


def outlier_days(
    series: DaySeries, *, calendar: Calendar = NO_CALENDAR, limit: float = USUAL_LIMIT, ordinary: Collection[date] = ()
) -> tuple[Outlier, ...]:
    """Ordinary days further than `limit` standard deviations from usual, by day. Holidays, make-up workdays and campaign days have their
    reason and are not named, nor are the days that somebody called `ordinary`."""
    expected = usual(series, calendar=calendar)
    if expected.sigma is None:
        return ()
    found = []
    for day, calls, value in zip(series.days, series.calls, expected.values, strict=True):
        if calls is None or value is None or not calendar.is_ordinary(day) or day in ordinary:
            continue
        score = residual(calls, value) / scatter(expected.sigma, value)
        if abs(score) > limit:
            found.append(Outlier(day, calls, value, calls / value if value else float("inf"), score))
    return tuple(found)


def scatter(sigma: float, expected: float) -> float:
    """Standard deviation of log calls about `expected`: the usual one, at least Poisson's 1/√expected."""
    return max(sigma, 1 / sqrt(max(expected, 0.5)))


def poisson_floor(calls: Sequence[float | None]) -> float | None:
    """The smallest mean absolute error ÷ mean that any forecast of these counts can reach: √(2/π) Σ√λ ÷ Σλ (normal approximation).

    None without calls.
    """
    known: npt.NDArray[np.float64] = np.array([value for value in calls if value is not None], dtype=float)
    total = float(known.sum())
    return float(sqrt(2 / np.pi) * np.sqrt(known).sum() / total) if total > 0 else None


def _neighbours(day: date, by_day: dict[date, float], calendar: Calendar) -> list[float]:
    number = day.toordinal()
    if day in calendar.makeup:
        near = [date.fromordinal(number + offset) for offset in range(-14, 15)]
        return [by_day[other] for other in near if other in by_day and other.weekday() < 5]
    offsets = [7 * week for week in range(-WEEKS_AROUND, WEEKS_AROUND + 1) if week]
    return [by_day[other] for offset in offsets if (other := date.fromordinal(number + offset)) in by_day]


def _median(values: list[float]) -> float | None:
    return float(np.median(values)) if len(values) >= FEWEST_NEIGHBOURS else None
