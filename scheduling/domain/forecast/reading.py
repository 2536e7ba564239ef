"""Rows of date-time and calls, as any system exports them, made a history; what was wrong with them is told."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

from .errors import HistoryTooShort
from .series import DAY_MINUTES, History, opening_of, weekdays_of

ALLOWED_MINUTES = (5, 10, 15, 20, 30, 60, DAY_MINUTES)
ABSURD = 20.0
ABSURD_LEAST = 100.0
LONGEST_DAYS = 366 * 12
CLOCK_CHANGE_HOURS = range(5)
CLOCK_CHANGE_MONTHS = (3, 4, 9, 10, 11)
SUNDAY = 6


class NothingToForecast(ValueError):
    """No history can be made of the rows; the text says why."""


class Trouble(StrEnum):
    """What was wrong with rows or days."""

    UNREADABLE = "unreadable"
    NEGATIVE = "negative"
    ABSURD = "absurd"
    DUPLICATE = "duplicate"
    CLOCK_CHANGE = "clock_change"
    OFF_GRID = "off_grid"
    HOLE = "hole"
    SILENT = "silent"


@dataclass(frozen=True)
class Finding:
    """`count` rows or days with a trouble; `first` shows the first of them."""

    trouble: Trouble
    count: int
    first: str


@dataclass(frozen=True)
class Reading:
    """A history, and what was found on the way."""

    history: History
    findings: tuple[Finding, ...]


def read_rows(rows: Iterable[tuple[str, str]]) -> Reading:
    """`rows` are texts of date-time and calls, in any order. Raises NothingToForecast.

    Unreadable, negative and absurd rows (above twenty times the interval's ninety-fifth percentile) are unknown, not zero. A repeated
    hour of a Sunday night in spring or autumn is the clock going back and is added up; other repetitions keep the last row.
    """
    notes = _Notes()
    values: dict[datetime, float] = {}
    for when, number in rows:
        _take(values, when, number, notes)
    if not values:
        raise NothingToForecast("no row has a date-time and a number of calls")
    minutes = _minutes(values)
    history = _grid(values, minutes, notes)
    if not float(np.nansum(history.calls)) > 0:
        raise NothingToForecast("every row has zero calls")
    history = _without_absurd(history, notes)
    _note_days(history, notes)
    return Reading(history, notes.findings())


class _Notes:
    def __init__(self) -> None:
        self._counts: Counter[Trouble] = Counter()
        self._first: dict[Trouble, str] = {}

    def add(self, trouble: Trouble, what: str) -> None:
        self._counts[trouble] += 1
        self._first.setdefault(trouble, what)

    def findings(self) -> tuple[Finding, ...]:
        return tuple(Finding(trouble, count, self._first[trouble]) for trouble, count in self._counts.items())


def _take(values: dict[datetime, float], when: str, number: str, notes: _Notes) -> None:
    try:
        moment = datetime.fromisoformat(when.strip().replace("/", "-")).replace(tzinfo=None)
        calls = float(number.replace(",", ""))
    except ValueError:
        notes.add(Trouble.UNREADABLE, f"{when} {number}".strip()[:60])
        return
    if not math.isfinite(calls):
        notes.add(Trouble.UNREADABLE, f"{when} {number}"[:60])
        return
    if calls < 0:
        notes.add(Trouble.NEGATIVE, f"{when} {number}")
        return
    if moment in values:
        changed = moment.weekday() == SUNDAY and moment.hour in CLOCK_CHANGE_HOURS and moment.month in CLOCK_CHANGE_MONTHS
        notes.add(Trouble.CLOCK_CHANGE if changed else Trouble.DUPLICATE, when)
        calls += values[moment] if changed else 0
    values[moment] = calls


def _minutes(values: dict[datetime, float]) -> int:
    """The interval: the most frequent distance of neighbours, not more than a day."""
    if all(one.hour == one.minute == 0 for one in values):
        return DAY_MINUTES
    moments = sorted(values)
    gaps = Counter(int((after - before).total_seconds() // 60) for before, after in pairwise(moments))
    common = gaps.most_common(1)[0][0] if gaps else DAY_MINUTES
    if common not in ALLOWED_MINUTES:
        raise NothingToForecast(f"rows stand {common} minutes apart; 5, 10, 15, 20, 30, 60 minutes or a day can be read")
    return common


def _grid(values: dict[datetime, float], minutes: int, notes: _Notes) -> History:
    first, last = min(values).date(), max(values).date()
    days = (last - first).days + 1
    if days > LONGEST_DAYS:
        raise NothingToForecast(f"rows reach from {first} to {last}; more than twelve years cannot be right")
    calls = np.full((days, DAY_MINUTES // minutes), np.nan)
    for moment, value in values.items():
        minute = moment.hour * 60 + moment.minute
        if minute % minutes or moment.second:
            notes.add(Trouble.OFF_GRID, moment.isoformat(sep=" "))
        at = (moment.date() - first).days, minute // minutes
        calls[at] = value if np.isnan(calls[at]) else calls[at] + value
    return History(first, minutes, calls)


def _without_absurd(history: History, notes: _Notes) -> History:
    seen = history.calls[np.isfinite(history.calls) & (history.calls > 0)]
    limit = max(ABSURD_LEAST, ABSURD * float(np.quantile(seen, 0.95))) if seen.size else np.inf
    absurd = history.calls > limit
    for day, slot in np.argwhere(absurd):
        notes.add(Trouble.ABSURD, f"{_moment(history, int(day), int(slot))} {history.calls[day, slot]:.0f}")
    return History(history.first_day, history.minutes, np.where(absurd, np.nan, history.calls))


def _note_days(history: History, notes: _Notes) -> None:
    """Open days without any row, with missing intervals, or without any call."""
    try:
        opening = opening_of(history)
    except HistoryTooShort as reason:
        raise NothingToForecast(str(reason)) from reason
    weekdays = weekdays_of(history.days)
    missing = np.any(opening.usual[weekdays] & ~np.isfinite(history.calls), axis=1)
    sums = np.nansum(history.calls, axis=1)
    present = np.any(np.isfinite(history.calls), axis=1)
    busy = float(np.median(sums[sums > 0])) >= 10
    for day in np.flatnonzero(opening.weekdays[weekdays]):
        when = str(history.first_day + timedelta(days=int(day)))
        if missing[day] or not present[day]:
            notes.add(Trouble.HOLE, when)
        elif busy and sums[day] == 0:
            notes.add(Trouble.SILENT, when)


def _moment(history: History, day: int, slot: int) -> str:
    midnight = datetime.combine(history.first_day + timedelta(days=day), datetime.min.time())
    return (midnight + timedelta(minutes=slot * history.minutes)).isoformat(sep=" ", timespec="minutes")
