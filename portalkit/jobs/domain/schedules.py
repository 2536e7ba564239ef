"""When recurring work is due. A schedule is code; its slots are computed, never stored ahead.

    register(Schedule(code="audit.seal", kind="audit.seal", every=timedelta(minutes=1)))
    register(Schedule(code="reports.weekly", kind="reports.weekly", at=time(6, 30), weekday=0))      # Mondays
    register(Schedule(code="reports.monthly", kind="reports.monthly", at=time(5), monthday=31))      # the last day of shorter months

Times are those of Asia/Shanghai.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from portalkit.periods.domain.calendar import SHANGHAI

_ORIGIN = datetime(2001, 1, 1, tzinfo=SHANGHAI)
_DAY = timedelta(days=1)


class BadSchedule(ValueError):
    """The declaration does not say when, or says it twice."""


@dataclass(frozen=True)
class Schedule:
    """Either `every` (counted from a Monday midnight, so that an hour starts on the hour) or `at` a local time: each day, on a
    `weekday` (0 is Monday) or on a `monthday`."""

    code: str
    kind: str
    every: timedelta | None = None
    at: time | None = None
    weekday: int | None = None
    monthday: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise BadSchedule(f"{self.code}: say either `every` or `at`")
        if self.every is not None and (self.every < timedelta(seconds=1) or self.weekday is not None or self.monthday is not None):
            raise BadSchedule(f"{self.code}: `every` takes a second or more, and no day")
        if self.weekday is not None and (self.monthday is not None or not 0 <= self.weekday <= 6):
            raise BadSchedule(f"{self.code}: one day, weekdays from 0 (Monday) to 6")
        if self.monthday is not None and not 1 <= self.monthday <= 31:
            raise BadSchedule(f"{self.code}: days of the month from 1 to 31")


def latest_slot(schedule: Schedule, now: datetime) -> datetime:
    """The last planned time that is not after `now`."""
    if schedule.every is not None:
        return _ORIGIN + (now - _ORIGIN) // schedule.every * schedule.every
    day = now.astimezone(SHANGHAI).date()
    while (slot := _slot_on(schedule, day)) is None or slot > now:
        day -= _DAY
    return slot


def next_slot(schedule: Schedule, now: datetime) -> datetime:
    """The first planned time after `now`."""
    if schedule.every is not None:
        return latest_slot(schedule, now) + schedule.every
    day = now.astimezone(SHANGHAI).date()
    while (slot := _slot_on(schedule, day)) is None or slot <= now:
        day += _DAY
    return slot


_SCHEDULES: dict[str, Schedule] = {}


def register(*schedules: Schedule) -> None:
    """Declares schedules. Declaring the same code again replaces it."""
    _SCHEDULES.update({schedule.code: schedule for schedule in schedules})


def all_schedules() -> tuple[Schedule, ...]:
    return tuple(_SCHEDULES.values())


def _slot_on(schedule: Schedule, day: date) -> datetime | None:
    if schedule.at is None or (schedule.weekday is not None and day.weekday() != schedule.weekday):
        return None
    if schedule.monthday is not None and day.day != min(schedule.monthday, monthrange(day.year, day.month)[1]):
        return None
    return datetime.combine(day, schedule.at, tzinfo=SHANGHAI)
