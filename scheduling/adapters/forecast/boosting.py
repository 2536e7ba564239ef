"""Gradient boosting by LightGBM on lags of at least the horizon and on the calendar."""

import datetime
import warnings
from typing import Any

import numpy as np

from scheduling.domain.forecast.errors import HistoryTooShort, Vector
from scheduling.domain.forecast.past import Past
from scheduling.domain.forecast.series import Days, weekdays_of

BOOSTING = "boosting"
ROUNDS = 120
LEVEL_DAYS = 28
LEAST_ROWS = 90
# One thread: a second one gains nothing on some hundred rows, and waits in a spin where processors are shared.
SETTINGS = {
    "objective": "regression",
    "learning_rate": 0.05,
    "num_leaves": 12,
    "min_data_in_leaf": 12,
    "lambda_l2": 2.0,
    "feature_fraction": 0.8,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


class LibraryMissing(ImportError):
    """LightGBM cannot be loaded, most often because the system has no libgomp; the text says what was missing."""


def boosting(past: Past) -> Vector:
    """(h,) calls ÷ level is learned, the level being the mean of the 28 days that end a horizon before.

    Raises HistoryTooShort, LibraryMissing.
    """
    gap = max(7, -(-int(past.ahead[-1] - past.days[-1]) // 7) * 7)
    level = _levels(past)
    rows = np.flatnonzero((past.days - past.days[0] >= gap + LEVEL_DAYS) & past.known)
    if rows.size < LEAST_ROWS:
        raise HistoryTooShort(f"{gap + LEVEL_DAYS} days and {LEAST_ROWS} open ones are needed")
    lightgbm = _library()
    inputs, base = _features(past, past.days[rows], gap, level)
    target = np.log(np.maximum(past.calls[rows], 0.5) / base)
    age = (past.days[-1] - past.days[rows]) / 365.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = lightgbm.Dataset(inputs, label=target, weight=0.5**age)
        model = lightgbm.train(SETTINGS, data, num_boost_round=ROUNDS)
        ahead, base_ahead = _features(past, past.ahead, gap, level)
        guess = np.asarray(model.predict(ahead, num_threads=1))
        spread = float(np.std(target - np.asarray(model.predict(inputs, num_threads=1))))
    return np.asarray(base_ahead * np.exp(guess + spread**2 / 2), dtype=float)


def _library() -> Any:
    try:
        import lightgbm
    except (ImportError, OSError) as error:
        raise LibraryMissing(str(error)) from error
    return lightgbm


def _levels(past: Past) -> Vector:
    """(n,) mean of the open days among the 28 that end with each day."""
    sums = np.concatenate(([0.0], np.cumsum(past.calls)))
    first = np.searchsorted(past.days, past.days - LEVEL_DAYS + 1)
    last = np.arange(past.days.size) + 1
    return np.asarray(np.maximum((sums[last] - sums[first]) / (last - first), 0.5))


def _features(past: Past, days: Days, gap: int, level: Vector) -> tuple[Vector, Vector]:
    """(days, features) and the level each is measured by, (days,)."""
    at = np.clip(np.searchsorted(past.days, days - gap, side="right") - 1, 0, past.days.size - 1)
    base = level[at]
    lags = [_lag(past, days - shift) / base for shift in (gap, gap + 7, gap + 14, gap + 21, 364)]
    earlier = np.clip(np.searchsorted(past.days, days - gap - LEVEL_DAYS, side="right") - 1, 0, past.days.size - 1)
    dates = [datetime.date.fromordinal(int(day)) for day in days]
    calendar = [
        weekdays_of(days).astype(float),
        np.array([one.day for one in dates], dtype=float),
        np.array([one.timetuple().tm_yday for one in dates], dtype=float),
        np.log(base / level[earlier]),
    ]
    return np.column_stack([*lags, *calendar]), base


def _lag(past: Past, days: Days) -> Vector:
    at = np.minimum(np.searchsorted(past.days, days), past.days.size - 1)
    return np.asarray(np.where(past.days[at] == days, past.calls[at], np.nan))
