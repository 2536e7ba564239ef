"""From intervals to days: totals that say when they are not whole, and a grid of days and slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from .days import DAY_MINUTES, DaySeries, days_between
from .intervals import open_slots

WHOLE_SHARE = 0.95
Grid = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Slots:
    """Sums by day and slot: `values` is (days, slots) with NaN where nothing is known, a slot lasts `minutes`."""

    days: tuple[date, ...]
    minutes: int
    values: Grid


def slots_of(starts: Sequence[datetime], minutes: Sequence[int], values: Sequence[float | None]) -> Slots:
    """All days from the first to the last. Slots are as long as the longest interval; shorter ones are added up. Empty without data."""
    if not starts:
        return Slots((), DAY_MINUTES, np.empty((0, 1)))
    length = max(minutes)
    first, last = min(starts).date(), max(starts).date()
    count = DAY_MINUTES // length
    places = [(start.date() - first).days * count + (start.hour * 60 + start.minute) // length for start in starts]
    given = np.array([np.nan if value is None else value for value in values], dtype=float)
    known = ~np.isnan(given)
    size = days_between(first, last) * count
    at = np.array(places)
    sums = np.bincount(at[known], weights=given[known], minlength=size)
    counts = np.bincount(at[known], minlength=size)
    days = tuple(first + timedelta(days=number) for number in range(days_between(first, last)))
    return Slots(days, length, np.where(counts > 0, sums, np.nan).reshape(len(days), count))


def day_series(starts: Sequence[datetime], minutes: Sequence[int], calls: Sequence[int]) -> DaySeries:
    """Totals of all days from the first to the last: None where less than 95 % of the day's open time is known."""
    if not starts:
        return DaySeries((), ())
    slots = slots_of(starts, minutes, calls)
    step = max(minutes)
    opened = open_slots([start.replace(minute=start.minute // step * step) for start in starts], step)
    known = ~np.isnan(slots.values)
    weekdays = np.array([day.weekday() for day in slots.days])
    needed = opened[weekdays]
    share = (known & needed).sum(axis=1) / np.maximum(needed.sum(axis=1), 1)
    is_whole = known.any(axis=1) & ((share >= WHOLE_SHARE) | ~needed.any(axis=1))
    totals = np.nansum(slots.values, axis=1)
    return DaySeries(slots.days, tuple(float(total) if whole else None for total, whole in zip(totals, is_whole, strict=True)))
