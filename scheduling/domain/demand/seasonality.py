"""How much of the movement of a daily series its week and its year explain.

Strength as in Wang, Smith & Hyndman (2006), "Characteristic-based clustering for time series data": 1 − var(rest) ÷ var(season + rest),
on the log scale, trend and season by moving averages and medians.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..history.days import DaySeries

WEEK = 7
YEAR_MONTHS = 12
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Strength:
    """0: nothing, 1: everything. None when the series is too short: two weeks for the week, two years for the year."""

    week: float | None
    year: float | None


def strength(series: DaySeries) -> Strength:
    """Unknown days are passed over; zero counts as half a call."""
    logs = np.array([np.nan if value is None else np.log(value + 0.5) for value in series.calls], dtype=float)
    week = np.array([day.weekday() for day in series.days], dtype=int)
    months = np.array([day.month - 1 for day in series.days], dtype=int)
    years = len({day.year * YEAR_MONTHS + day.month for day in series.days}) >= 2 * YEAR_MONTHS
    if np.isfinite(logs).sum() < 2 * WEEK:
        return Strength(None, None)
    trend = moving_mean(logs, WEEK * 3)
    return Strength(
        week=_strength(logs - trend, week, WEEK), year=_strength(_detrended(logs, week), months, YEAR_MONTHS) if years else None
    )


def moving_mean(values: Values, width: int) -> Values:
    """Centred mean of the known values within `width` (odd) of each; shorter at the ends, NaN where none is known."""
    known = np.isfinite(values)
    sums = np.convolve(np.where(known, values, 0.0), np.ones(width), mode="full")
    counts = np.convolve(known.astype(float), np.ones(width), mode="full")
    middle = slice(width // 2, width // 2 + len(values))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counts[middle] > 0.5, sums[middle] / counts[middle], np.nan)


def seasonal_means(values: Values, phase: npt.NDArray[np.int_], phases: int) -> Values:
    """(phases,): median of the known values of each phase, 0 where none is known; their mean is 0."""
    known = np.isfinite(values)
    found = np.array([np.median(values[known & (phase == one)]) if (known & (phase == one)).any() else 0.0 for one in range(phases)])
    return np.asarray(found - found.mean())


def _detrended(logs: Values, week: npt.NDArray[np.int_]) -> Values:
    """Without weekday and straight trend: what is left is the year and noise, smoothed over a week."""
    without_week = logs - seasonal_means(logs - moving_mean(logs, WEEK * 3), week, WEEK)[week]
    smooth = moving_mean(without_week, WEEK)
    at = np.arange(len(smooth), dtype=float)
    known = np.isfinite(smooth)
    slope, level = np.polyfit(at[known], smooth[known], 1)
    return np.asarray(smooth - (slope * at + level))


def _strength(values: Values, phase: Sequence[int] | npt.NDArray[np.int_], phases: int) -> float | None:
    phase = np.asarray(phase)
    season = seasonal_means(values, phase, phases)[phase]
    known = np.isfinite(values)
    whole = float(np.var(values[known]))
    if whole == 0:
        return 0.0
    return max(0.0, 1 - float(np.var((values - season)[known])) / whole)
