"""Candidates that need nothing but the weekday: each is (h,) calls of the days ahead, on the scale of ordinary days."""

from collections.abc import Callable

import numpy as np

from .errors import HistoryTooShort, Vector
from .past import Past
from .series import weekdays_of

Method = Callable[[Past], Vector]

SEASONAL_NAIVE = "seasonal_naive"
WEEKDAY_AVERAGE = "weekday_average"
LAST_YEAR = "last_year"
MEAN = "mean"
YEAR_DAYS = 364
WEEKS = 10
FADE = 0.75
RECENT_DAYS = 42


def seasonal_naive(past: Past) -> Vector:
    """The last known same weekday, repeated."""
    return _by_weekday(past, lambda values: float(values[-1]))


def weekday_average(past: Past) -> Vector:
    """The same weekday of the last ten weeks, each week weighing a quarter less than the next."""
    return _by_weekday(past, _faded)


def last_year(past: Past) -> Vector:
    """The same weekday 52 weeks before (the mean of three weeks around) × recent level ÷ the level a year before the recent days.

    Raises HistoryTooShort below 52 + 7 weeks of history.
    """
    need = YEAR_DAYS + RECENT_DAYS + 7
    if int(past.days[-1] - past.days[0]) < need:
        raise HistoryTooShort(f"{need} days are needed")
    recent = past.days > past.days[-1] - RECENT_DAYS
    before = _around(past, past.days[recent] - YEAR_DAYS)
    both = np.isfinite(before)
    total = float(before[both].sum())
    if total <= 0:
        raise HistoryTooShort("calls a year ago are needed")
    ratio = float(past.calls[recent][both].sum()) / total
    shape = _around(past, past.ahead - YEAR_DAYS)
    return np.where(np.isfinite(shape), shape, weekday_average(past) / max(ratio, 1e-9)) * ratio


def mean_of(forecasts: dict[str, Vector]) -> Vector:
    """The candidates' mean."""
    return np.asarray(np.mean(list(forecasts.values()), axis=0), dtype=float)


SIMPLE: dict[str, Method] = {SEASONAL_NAIVE: seasonal_naive, WEEKDAY_AVERAGE: weekday_average, LAST_YEAR: last_year}


def _by_weekday(past: Past, value: Callable[[Vector], float]) -> Vector:
    weekdays = weekdays_of(past.days)
    table = np.full(7, float(np.mean(past.calls)))
    for weekday in np.unique(weekdays):
        mine = weekdays == weekday
        seen = past.calls[mine & past.known]
        table[weekday] = value(seen if seen.size else past.calls[mine])
    return np.asarray(table[weekdays_of(past.ahead)])


def _faded(values: Vector) -> float:
    last = values[-WEEKS:]
    weights = FADE ** np.arange(last.size - 1, -1, -1)
    return float((last * weights).sum() / weights.sum())


def _around(past: Past, days: np.ndarray) -> Vector:
    """Mean of the day itself (twice) and the same weekday a week to either side; NaN where none lies in the history."""
    total, weights = np.zeros(days.size), np.zeros(days.size)
    for shift, weight in ((-7, 1.0), (0, 2.0), (7, 1.0)):
        at = np.minimum(np.searchsorted(past.days, days + shift), past.days.size - 1)
        found = past.days[at] == days + shift
        total += np.where(found, past.calls[at] * weight, 0)
        weights += found * weight
    return np.asarray(np.divide(total, weights, out=np.full(days.size, np.nan), where=weights > 0))
