"""Calls, forecasts, requirement and heads of a hotline as lines of half hours, NaN where nothing is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region

from ..domain.shifts import DAY, Shift, presence
from ..models import Assignment, CallVolume, ForecastInterval, Queue, Roster, ShiftTemplate
from ..permissions import SchedulingPermission
from .labour import shifts_of
from .rosters.ground import pauses_of
from .rosters.lists import in_force
from .rosters.requirement import need_of

SLOT = 30
PER_DAY = DAY // SLOT
STEP = 5
Line = NDArray[np.float64]


@dataclass(frozen=True)
class Calls:
    """(days, half hours) each: offered, answered, answered in target, and the seconds spent on them."""

    offered: Line
    answered: Line
    in_target: Line
    seconds: Line


@dataclass(frozen=True)
class Worked:
    """A published assignment with its shift."""

    agent: int
    day: date
    shift: Shift
    is_night: bool
    breaks: str
    overtime_minutes: int


def calls_of(access: Access, region: Region, first_day: date, last_day: date) -> Calls:
    """What came into the visible queues of a region. One query."""
    rows = CallVolume.objects.filter(
        queue__in=_queues(access, region), starts_at__gte=midnight(first_day), starts_at__lt=midnight(last_day + timedelta(days=1))
    ).values_list("starts_at", "minutes", "offered", "answered", "in_target", "aht_seconds")
    offered, answered, in_target, seconds = (_Summer(first_day, last_day) for _ in range(4))
    for starts_at, minutes, came, taken, quick, aht in rows:
        offered.add(starts_at, minutes, came)
        answered.add(starts_at, minutes, taken)
        in_target.add(starts_at, minutes, quick)
        seconds.add(starts_at, minutes, taken * aht if taken and aht is not None else (0 if taken == 0 else None))
    return Calls(offered.sums(), answered.sums(), in_target.sums(), seconds.sums())


def forecast_of(access: Access, region: Region, first_day: date, last_day: date) -> Line:
    """Forecast calls of the current versions, (days, half hours). One query."""
    rows = (
        ForecastInterval.objects.filter(
            forecast__is_current=True,
            forecast__queue__in=_queues(access, region),
            starts_at__gte=midnight(first_day),
            starts_at__lt=midnight(last_day + timedelta(days=1)),
        )
        .order_by("forecast__made_at", "forecast_id")
        .values_list("forecast__queue_id", "starts_at", "forecast__minutes", "calls")
    )
    newest = {(queue, starts_at): (minutes, calls) for queue, starts_at, minutes, calls in rows}
    line = _Summer(first_day, last_day)
    for (_queue, starts_at), (minutes, calls) in newest.items():
        line.add(starts_at, minutes, calls)
    return line.sums()


def needed_of(region: Region, first_day: date, last_day: date) -> Line:
    """Heads to schedule in all queues together, (days, half hours). Two queries."""
    need = need_of(region, first_day, last_day)
    if need is None:
        return np.full(((last_day - first_day).days + 1, PER_DAY), np.nan)
    lines = np.array([np.where(line < 0, np.nan, line) for line in need.heads.values()])
    known = ~np.isnan(lines).all(axis=0)
    total = np.where(known, np.nansum(lines, axis=0), np.nan)
    fine = np.repeat(total, need.slot_minutes // STEP, axis=1)
    return np.asarray(fine.reshape(fine.shape[0], PER_DAY, -1).mean(axis=2))


def worked_in(access: Access, region: Region, first_day: date, last_day: date) -> list[Worked]:
    """Shifts of the rosters in force in a region and below, also those that reach in from the day before. Few queries."""
    before = first_day - timedelta(days=1)
    hotlines = access.scope(SchedulingPermission.VIEW, Roster.objects.filter(region__path__startswith=region.path))
    places = Region.objects.filter(pk__in=hotlines.filter(published_at__isnull=False).values("region"))
    rows = [
        row
        for place in places
        for roster, begins, ends in in_force(place, before, last_day)
        for row in Assignment.objects.filter(roster=roster, day__gte=begins, day__lte=ends, shift__isnull=False).values_list(
            "agent_id", "day", "shift_id", "breaks", "overtime_minutes"
        )
    ]
    templates = {one.pk: one for one in ShiftTemplate.objects.filter(pk__in={row[2] for row in rows})}
    shifts = shifts_of(templates.values())
    return [
        Worked(agent, day, shifts[shift], templates[shift].is_night, breaks, overtime)
        for agent, day, shift, breaks, overtime in rows
        if shift in shifts
    ]


def heads_of(worked: Sequence[Worked], first_day: date, last_day: date) -> Line:
    """Heads present, (days, half hours); NaN on days for which nobody is rostered at all."""
    days = (last_day - first_day).days + 1
    line = np.zeros((days + 2) * PER_DAY)
    cache: dict[tuple[Shift, str], Line] = {}
    for one in worked:
        number = (one.day - first_day).days + 1
        if 0 <= number <= days:
            key = (one.shift, one.breaks)
            if key not in cache:
                cache[key] = presence(one.shift, SLOT, pauses_of(one.breaks, one.shift) if one.breaks else ())
            line[number * PER_DAY : (number + 2) * PER_DAY] += cache[key][: (days + 2 - number) * PER_DAY]
    heads = line[PER_DAY : (days + 1) * PER_DAY].reshape(days, PER_DAY)
    heads[[(first_day + timedelta(days=number)) not in {one.day for one in worked} for number in range(days)]] = np.nan
    return heads


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def spans_days(first_day: date, last_day: date) -> list[date]:
    return [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]


def _queues(access: Access, region: Region) -> Iterable[Queue]:
    return access.scope(SchedulingPermission.VIEW, Queue.objects.filter(region__path__startswith=region.path))


class _Summer:
    """Adds amounts of intervals of 5 to 60 minutes and hands them out by half hours; an amount of an hour is halved."""

    def __init__(self, first_day: date, last_day: date) -> None:
        self._start = midnight(first_day)
        self._days = (last_day - first_day).days + 1
        self._fine = np.full(self._days * DAY // STEP, np.nan)

    def add(self, starts_at: datetime, minutes: int, amount: float | None) -> None:
        if amount is None:
            return
        place = int((starts_at - self._start).total_seconds()) // 60 // STEP
        steps = minutes // STEP
        part = self._fine[place : place + steps]
        part[:] = np.where(np.isnan(part), 0, part) + amount / steps

    def sums(self) -> Line:
        return np.asarray(self._fine.reshape(self._days, PER_DAY, -1).sum(axis=2))
