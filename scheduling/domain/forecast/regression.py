"""A candidate that reads the calendar: weekday, place in the month, season of the year and a trend, by ridge regression of logarithms."""

import datetime

import numpy as np

from .errors import HistoryTooShort, Vector
from .past import Past
from .series import Days, weekdays_of

CALENDAR = "calendar_regression"
YEAR = 365.25
LEAST_DAYS = 400
HALF_LIFE = 240.0
MONTH_KNOTS = 8
LEVEL_DAYS = 21.0


def calendar_regression(past: Past) -> Vector:
    """Ridge regression with older days weighing less; the faded mean of the last residuals is carried on. (h,) calls.

    Below 400 days of history there is no season of the year in it. Raises HistoryTooShort below eight weeks.
    """
    span = int(past.days[-1] - past.days[0]) + 1
    if span < 56:
        raise HistoryTooShort("56 days are needed")
    with_year = span >= LEAST_DAYS
    known = past.known
    target = np.log(np.maximum(past.calls, 0.5))
    matrix, penalty = _features(past.days, past, with_year=with_year)
    age = (past.days[-1] - past.days).astype(float)
    weights = np.where(known, 0.5 ** (age / HALF_LIFE), 0.0)
    centre = float((weights * target).sum() / weights.sum())
    left = (matrix * weights[:, None]).T @ matrix + np.diag(penalty)
    solution = np.linalg.solve(left, (matrix * weights[:, None]).T @ (target - centre))
    residual = target - centre - matrix @ solution
    recent = np.where(known, 0.5 ** (age / LEVEL_DAYS), 0.0)
    level = float((recent * residual).sum() / (recent.sum() + 3.0))
    spread = float((weights * residual**2).sum() / weights.sum())
    future, _ = _features(past.ahead, past, with_year=with_year)
    return np.asarray(np.exp(centre + future @ solution + level + spread / 2), dtype=float)


def _features(days: Days, past: Past, *, with_year: bool) -> tuple[Vector, Vector]:
    """(days, features) and the ridge penalty of each."""
    weekdays = np.eye(7)[weekdays_of(days)]
    dates = [datetime.date.fromordinal(int(day)) for day in days]
    place = np.array([(one.day - 1) / _length(one) for one in dates])
    month = _hats(place)
    trend = np.clip((days - past.days[-1]) / YEAR, -3, 0.04)[:, None]
    parts, penalties = [weekdays, month, trend], [np.full(7, 0.5), np.full(MONTH_KNOTS, 4.0), np.full(1, 2.0)]
    if with_year:
        angles = 2 * np.pi * days[:, None] / YEAR * np.arange(1, 4)[None, :]
        parts += [np.sin(angles), np.cos(angles)]
        penalties += [np.array([1.0, 3.0, 9.0])] * 2
    return np.concatenate(parts, axis=1), np.concatenate(penalties)


def _hats(place: Vector) -> Vector:
    """Piecewise linear bumps around knots of the month, the last one joined to the first."""
    distance = np.abs(place[:, None] * MONTH_KNOTS - np.arange(MONTH_KNOTS)[None, :])
    distance = np.minimum(distance, MONTH_KNOTS - distance)
    return np.asarray(np.maximum(1 - distance, 0))


def _length(day: datetime.date) -> int:
    return ((day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)).day
