"""Calls, forecasts, requirement and heads of a hotline as lines of half hours, NaN where nothing is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db.models import Sum
from django.db.models.functions import TruncDate
from numpy.typing import NDArray

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import SHANGHAI, local_day
from portalkit.regions.models import Region

from ..domain.forecast.errors import seasonal_scale
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
WEEK = 7
ALL_QUEUES = 0
"""The key of all queues together; no queue has it."""
Line = NDArray[np.float64]


@dataclass(frozen=True)
class Calls:
    """(days, half hours) each: offered, answered, answered in target, and the seconds spent on them."""

    offered: Line
    answered: Line
    in_target: Line
    seconds: Line


@dataclass(frozen=True)
class CallsRead:
    """`newest_day` with calls, None without any; `batch` is the newest import that brought some of them, 0 without one."""

    total: Calls
    by_queue: Mapping[int, Calls]
    newest_day: date | None
    batch: int


@dataclass(frozen=True)
class Worked:
    """A published assignment with its shift."""

    agent: int
    day: date
    shift: Shift
    is_night: bool
    breaks: str
    overtime_minutes: int


def calls_of(access: Access, region: Region, first_day: date, last_day: date) -> CallsRead:
    """What came into the visible queues of a region. One query."""
    rows = list(
        CallVolume.objects.filter(
            queue__in=_queues(access, region), starts_at__gte=midnight(first_day), starts_at__lt=midnight(last_day + timedelta(days=1))
        ).values_list("queue_id", "starts_at", "minutes", "offered", "answered", "in_target", "aht_seconds", "batch_id")
    )
    grid = _Grid([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], first_day, last_day)
    lines = [
        grid.lines([row[3] for row in rows]),
        grid.lines([row[4] for row in rows]),
        grid.lines([row[5] for row in rows]),
        grid.lines([row[4] * row[6] if row[4] and row[6] is not None else (0 if row[4] == 0 else None) for row in rows]),
    ]
    newest = max((starts_at for _queue, starts_at, *_rest in rows), default=None)
    return CallsRead(
        total=Calls(*(one[ALL_QUEUES] for one in lines)),
        by_queue={queue: Calls(*(one[queue] for one in lines)) for queue in grid.queues},
        newest_day=local_day(newest) if newest else None,
        batch=max((row[7] or 0 for row in rows), default=0),
    )


def usual_steps(access: Access, region: Region, first_day: date, *, weeks: int) -> dict[int, float | None]:
    """The error of the seasonal naive by day (calls) in the weeks before a day, by queue and together.

    A day with a hole is left out. One query.
    """
    begins = first_day - timedelta(weeks=weeks)
    rows = (
        CallVolume.objects.filter(queue__in=_queues(access, region), starts_at__gte=midnight(begins), starts_at__lt=midnight(first_day))
        .annotate(day=TruncDate("starts_at", tzinfo=SHANGHAI))
        .order_by("queue_id", "day")
        .values_list("queue_id", "day")
        .annotate(calls=Sum("offered"), covered=Sum("minutes"))
    )
    lines: dict[int, Line] = {}
    whole: dict[int, int] = {}
    table = list(rows)
    for queue, _day, _calls, covered in table:
        whole[queue] = max(covered, whole.get(queue, 0))
    for queue, day, calls, covered in table:
        if covered == whole[queue]:
            lines.setdefault(queue, np.full(weeks * WEEK, np.nan))[(day - begins).days] = calls
    together = {ALL_QUEUES: np.sum(list(lines.values()), axis=0)} if lines else {}
    return {queue: seasonal_scale(line, WEEK) for queue, line in {**lines, **together}.items()}


def forecast_of(access: Access, region: Region, first_day: date, last_day: date) -> Mapping[int, Line]:
    """Forecast calls of the current versions, (days, half hours), by queue; all together under ALL_QUEUES. One query."""
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
    grid = _Grid([key[0] for key in newest], [key[1] for key in newest], [one[0] for one in newest.values()], first_day, last_day)
    return grid.lines([one[1] for one in newest.values()])


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


class _Grid:
    """Hands out amounts of intervals of 5 to 60 minutes by half hours; an amount of an hour is halved. Half hours with a hole are NaN."""

    def __init__(self, queues: Sequence[int], starts: Sequence[datetime], minutes: Sequence[int], first_day: date, last_day: date) -> None:
        self.queues = sorted({*queues})
        self._days = (last_day - first_day).days + 1
        start, place = midnight(first_day).timestamp(), {queue: number for number, queue in enumerate(self.queues)}
        self._parts = np.array(minutes, dtype=np.int64) // STEP
        self._line = np.array([place[queue] for queue in queues], dtype=np.int64)
        self._at = np.array([(moment.timestamp() - start) // 60 // STEP for moment in starts], dtype=np.int64)

    def lines(self, amounts: Sequence[float | None]) -> dict[int, Line]:
        """(days, half hours) by queue, and all together under ALL_QUEUES."""
        values = np.array([np.nan if amount is None else amount for amount in amounts], dtype=float)
        known = ~np.isnan(values)
        parts = self._parts[known]
        within = np.arange(parts.sum()) - np.repeat(parts.cumsum() - parts, parts)
        size = self._days * DAY // STEP
        at = np.repeat(self._at[known], parts) + within
        line, each = np.repeat(self._line[known], parts), np.repeat(values[known] / parts, parts)
        inside = at < size
        sums, seen = np.zeros((len(self.queues) + 1, size)), np.zeros((len(self.queues) + 1, size), dtype=bool)
        for rows in (line[inside], np.full(int(inside.sum()), len(self.queues))):
            np.add.at(sums, (rows, at[inside]), each[inside])
            seen[rows, at[inside]] = True
        halves = np.where(seen, sums, np.nan).reshape(len(sums), self._days, PER_DAY, -1).sum(axis=3)
        return {ALL_QUEUES: halves[-1], **dict(zip(self.queues, halves[:-1], strict=True))}
