"""Arithmetic with working time: how much lies between two moments, and when so much will have passed.

Every moment has a position: the working seconds since the calendar's first day. The time between two moments is the difference of
their positions, so it is additive and never falls; adding is looking a position up. Days are summed once, so both cost a look-up.
"""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from .hours import DAY, Hours

FIRST_DAY = date(1992, 1, 1)
LAST_DAY = date(2199, 12, 31)
_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ORIGIN = ((FIRST_DAY - date(1970, 1, 1)).days * DAY) - 8 * 3600  # midnight in China, UTC+8
Seconds = npt.NDArray[np.int64]


class OutOfCalendar(ValueError):
    """The moment lies before 1992 or after 2199, or the duration leads there."""


class WorkingTime:
    """The working time of one calendar. `special` maps a day to whether it is worked, as in `Workdays`.

    Moments are aware datetimes, of any zone; the vector forms take seconds since 1970 (UTC) as int64. All raise OutOfCalendar.
    """

    def __init__(self, hours: Hours, special: Mapping[date, bool]) -> None:
        self.hours = hours
        self._length = hours.seconds_a_day
        self._is_worked = _worked_days(hours, special)
        self._sums: Seconds = np.concatenate(([0], np.cumsum(self._is_worked.astype(np.int64) * self._length)))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Negative where `end` lies before `start`."""
        return timedelta(seconds=self._position(seconds_of(end)) - self._position(seconds_of(start)))

    def add_working_time(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest moment at which `duration` has been worked since `start`; `start` itself, without its fraction, for none.

        Raises ValueError for a negative duration.
        """
        wanted = duration // timedelta(seconds=1)
        begun = seconds_of(start)
        if wanted < 0:
            raise ValueError("no working time is added backwards")
        return moment_of(self._moment(self._position(begun) + wanted) if wanted else begun)

    def is_working(self, moment: datetime) -> bool:
        day, second = divmod(seconds_of(moment) - _ORIGIN, DAY)
        _inside(day)
        return bool(self._is_worked[day]) and any(span.start <= second < span.end for span in self.hours.spans)

    def between_many(self, starts: Seconds, ends: Seconds) -> Seconds:
        """Seconds, row by row."""
        return self._positions(ends) - self._positions(starts)

    def add_many(self, starts: Seconds, durations: Seconds) -> Seconds:
        """Moments, row by row; durations in seconds, none negative."""
        if durations.size and int(durations.min()) < 0:
            raise ValueError("no working time is added backwards")
        wanted = self._positions(starts) + durations
        if wanted.size and int(wanted.max()) > int(self._sums[-1]):
            raise OutOfCalendar
        days = np.searchsorted(self._sums, wanted, side="left") - 1
        rest = wanted - self._sums[days]
        seconds = np.zeros_like(rest)
        is_open = np.ones(rest.shape, dtype=bool)
        for span in self.hours.spans:
            ends_here = is_open & (rest <= span.seconds)
            seconds[ends_here] = span.start + rest[ends_here]
            is_open &= ~ends_here
            rest = rest - np.where(is_open, span.seconds, 0)
        return np.where(durations == 0, starts, days * DAY + seconds + _ORIGIN)

    @cached_property
    def _sums_list(self) -> list[int]:
        found: list[int] = self._sums.tolist()
        return found

    def _position(self, moment: int) -> int:
        day, second = divmod(moment - _ORIGIN, DAY)
        _inside(day)
        before = self._sums_list[day]
        if self._sums_list[day + 1] == before:
            return before
        return before + sum(min(max(second - span.start, 0), span.seconds) for span in self.hours.spans)

    def _positions(self, moments: Seconds) -> Seconds:
        days, seconds = np.divmod(moments - _ORIGIN, DAY)
        if days.size and (int(days.min()) < 0 or int(days.max()) >= _DAYS):
            raise OutOfCalendar
        within = np.zeros_like(seconds)
        for span in self.hours.spans:
            within += np.clip(seconds - span.start, 0, span.seconds)
        found: Seconds = self._sums[days] + within * self._is_worked[days]
        return found

    def _moment(self, position: int) -> int:
        if position > self._sums_list[-1]:
            raise OutOfCalendar
        day = bisect_left(self._sums_list, position) - 1
        rest = position - self._sums_list[day]
        for span in self.hours.spans:
            if rest <= span.seconds:
                return day * DAY + span.start + rest + _ORIGIN
            rest -= span.seconds
        raise OutOfCalendar


def seconds_of(moment: datetime) -> int:
    """Whole seconds since 1970, the fraction dropped."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def moment_of(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=int(seconds))


def seconds_array(moments: Any) -> Seconds:
    """Aware datetimes as the vector forms take them."""
    return np.fromiter((seconds_of(moment) for moment in moments), dtype=np.int64)


def _worked_days(hours: Hours, special: Mapping[date, bool]) -> npt.NDArray[np.bool_]:
    if not hours.only_workdays:
        return np.ones(_DAYS, dtype=bool)
    worked = (np.arange(_DAYS) + FIRST_DAY.weekday()) % 7 < 5
    for day, is_worked in special.items():
        if FIRST_DAY <= day <= LAST_DAY:
            worked[(day - FIRST_DAY).days] = is_worked
    return worked


def _inside(day: int) -> None:
    if not 0 <= day < _DAYS:
        raise OutOfCalendar
