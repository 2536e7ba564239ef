"""What a usual week and a usual day look like."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ..history.days import DaySeries

WEEK = 7
Grid = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WeekdayShare:
    """A weekday (0 Monday): mean and median calls of its days and their index against the mean of all seven; None without such a day."""

    weekday: int
    days: int
    mean: float | None
    median: float | None
    index: float | None


def weekdays(series: DaySeries) -> tuple[WeekdayShare, ...]:
    """All seven weekdays from Monday."""
    groups: list[list[float]] = [[] for _ in range(WEEK)]
    for day, calls in zip(series.days, series.calls, strict=True):
        if calls is not None:
            groups[day.weekday()].append(calls)
    means = [float(np.mean(values)) if values else None for values in groups]
    known = [mean for mean in means if mean is not None]
    level = sum(known) / len(known) if known else 0.0
    return tuple(
        WeekdayShare(
            weekday=weekday,
            days=len(values),
            mean=mean,
            median=float(np.median(values)) if values else None,
            index=mean / level if mean is not None and level else None,
        )
        for weekday, (values, mean) in enumerate(zip(groups, means, strict=True))
    )


def week_grid(days: Sequence[date], grid: Grid) -> Grid:
    """(7, slots): mean of each weekday and slot out of `grid` (days, slots), NaN where nothing is known.

    `grid` has NaN where an interval is unknown; days are its rows.
    """
    week = np.array([day.weekday() for day in days], dtype=int)
    return np.array([_mean(grid[week == weekday]) for weekday in range(WEEK)])


def day_profile(grid: Grid) -> Grid:
    """(slots,): the share of a day's calls in each slot, summing to 1, from the mean of each slot; NaN throughout without calls."""
    means = _mean(grid)
    total = float(np.nansum(means))
    return np.nan_to_num(means) / total if total > 0 else np.full(grid.shape[1], np.nan)


def weighted_aht(calls: Grid, aht: Grid) -> Grid:
    """(slots,): handling time of each slot in seconds, weighted by its calls; NaN where no interval of the slot knows both."""
    known = ~np.isnan(calls) & ~np.isnan(aht) & (calls > 0)
    weights = np.where(known, calls, 0.0)
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (weights * np.where(known, aht, 0.0)).sum(axis=0) / total, np.nan)


def profile_difference(one: Grid, other: Grid) -> float | None:
    """The share of a day's calls that lies elsewhere in the other profile, 0 to 1; None when either is unknown."""
    if np.isnan(one).any() or np.isnan(other).any():
        return None
    return float(np.abs(one - other).sum() / 2)


def _mean(rows: Grid) -> Grid:
    if not len(rows):
        return np.full(rows.shape[1], np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a slot that is never known has no mean
        return np.asarray(np.nanmean(rows, axis=0))
