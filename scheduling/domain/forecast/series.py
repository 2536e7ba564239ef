"""Call history as a grid of days and slots, and its days as a series a method can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from .errors import HistoryTooShort, Vector

DAY_MINUTES = 1440
WEEK = 7
OPEN_FROM = 0.5
USUAL_FROM = 0.75
MOST_MISSING = 0.25

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class History:
    """`calls`: (days, slots) of `minutes` each from `first_day` on; NaN where no row stands."""

    first_day: date
    minutes: int
    calls: Vector

    @property
    def days(self) -> Days:
        """Proleptic ordinals, (days,)."""
        return np.arange(self.calls.shape[0], dtype=np.int64) + self.first_day.toordinal()

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.calls.shape[0] - 1)


@dataclass(frozen=True)
class Opening:
    """`weekdays`: (7,), Monday first. `slots`: (7, slots), when calls can be expected. `usual`: (7, slots), when they cannot be missing."""

    weekdays: Flags
    slots: Flags
    usual: Flags


@dataclass(frozen=True)
class DailySeries:
    """Totals of the days on which the line is open, in order.

    `days` (n,) ordinals, `calls` (n,) with NaN where unknown, `specials` names holidays and make-up workdays by ordinal, past and ahead.
    """

    days: Days
    calls: Vector
    weekdays: Flags
    specials: Mapping[int, str] = field(default_factory=dict)

    @property
    def season(self) -> int:
        """Open days a week."""
        return int(self.weekdays.sum())

    def until(self, count: int) -> "DailySeries":
        """The first `count` days."""
        return DailySeries(self.days[:count], self.calls[:count], self.weekdays, self.specials)

    def ahead(self, horizon: int) -> Days:
        """Ordinals of the open days among the `horizon` calendar days that follow."""
        following = np.arange(1, horizon + 1, dtype=np.int64) + int(self.days[-1])
        return following[self.weekdays[weekdays_of(following)]]


def weekdays_of(days: Days) -> npt.NDArray[np.intp]:
    """0 Monday … 6 Sunday."""
    return ((days - 1) % WEEK).astype(np.intp)


def opening_of(history: History) -> Opening:
    """A weekday is open when on half of its days or more some row stands; a slot likewise on the open ones. Raises HistoryTooShort."""
    present = np.isfinite(history.calls)
    weekdays = weekdays_of(history.days)
    busy = np.nansum(np.where(present, history.calls, 0), axis=1)
    typical = float(np.median(busy[busy > 0])) if (busy > 0).any() else 0.0
    counted = present.any(axis=1) & (busy >= typical * 0.05)
    opened = np.zeros(WEEK, dtype=bool)
    slots = np.zeros((WEEK, history.calls.shape[1]), dtype=bool)
    usual = slots.copy()
    for weekday in range(WEEK):
        mine = weekdays == weekday
        opened[weekday] = bool(mine.any()) and counted[mine].mean() >= OPEN_FROM
        if opened[weekday]:
            share = present[mine & counted].mean(axis=0)
            slots[weekday], usual[weekday] = share >= OPEN_FROM, share >= USUAL_FROM
    if not opened.any():
        raise HistoryTooShort("no weekday has calls on half of its days")
    return Opening(opened, slots, usual)


def day_totals(history: History, opening: Opening) -> Vector:
    """Calls of each day, (days,). Up to a quarter missing is made up from the weekday's profile; more makes the day unknown."""
    weekdays = weekdays_of(history.days)
    shares = _shares(history, opening, weekdays)
    missing = ~np.isfinite(history.calls) & opening.usual[weekdays]
    gone = (shares[weekdays] * missing).sum(axis=1)
    sums = np.nansum(history.calls, axis=1)
    whole = np.isfinite(history.calls).any(axis=1) & (gone <= MOST_MISSING)
    return np.where(whole, sums / np.maximum(1 - gone, 1 - MOST_MISSING), np.nan)


def daily_series(
    history: History, opening: Opening, *, specials: Mapping[int, str] | None = None, left_out: frozenset[int] = frozenset()
) -> DailySeries:
    """The open days of a history. Days of `left_out` (ordinals), and days that are silent where calls are usual, are unknown."""
    calls = day_totals(history, opening)
    days = history.days
    keep = opening.weekdays[weekdays_of(days)]
    calls = np.where(np.isin(days, list(left_out)), np.nan, calls)[keep]
    known = calls[np.isfinite(calls)]
    if known.size and float(np.median(known)) >= 10:
        calls = np.where(calls == 0, np.nan, calls)
    return DailySeries(days[keep], calls, opening.weekdays, specials or {})


def _shares(history: History, opening: Opening, weekdays: npt.NDArray[np.intp]) -> Vector:
    """(7, slots): the part of a day's calls each slot has, by means over the days that have it."""
    shares = np.zeros((WEEK, history.calls.shape[1]))
    for weekday in np.flatnonzero(opening.weekdays):
        mine = history.calls[weekdays == weekday]
        rows = np.isfinite(mine).sum(axis=0)
        means = np.divide(np.nansum(mine, axis=0), rows, out=np.zeros(rows.size), where=rows > 0) * opening.slots[weekday]
        if means.sum() > 0:
            shares[weekday] = means / means.sum()
    return shares
