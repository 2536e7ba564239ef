"""A month's rosters against the calls that came: how well they fitted. The figures are those of domain.fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.fit import Cover, Error, Fit, Spread, cover, daily_error, forecast_error, shape_fit, share, spread, utilisation
from ..domain.forecast.errors import Errors
from ..models import Agent, HoursEntry, Queue
from ..permissions import SchedulingPermission
from .adherence import Kept, kept_by
from .slots import (
    ALL_QUEUES,
    PER_DAY,
    SLOT,
    Calls,
    CallsRead,
    Line,
    Worked,
    calls_of,
    forecast_of,
    heads_of,
    needed_of,
    spans_days,
    usual_steps,
    worked_in,
)

SATURDAY = 5
STEP_WEEKS = 8
"""Weeks before the month in which the seasonal naive's error is measured."""
Part = slice | tuple[slice, slice]


class Lack(StrEnum):
    """What an evaluation needs and does not have."""

    ROSTER = "roster"
    CALLS = "calls"
    REQUIREMENT = "requirement"
    FORECAST = "forecast"


@dataclass(frozen=True)
class Figures:
    """Of a day, or of all days together."""

    shape: Fit
    cover: Cover
    answered: float | None
    service_level: float | None
    utilisation: float | None
    error: Error
    offered: float | None


@dataclass(frozen=True)
class DayFigures:
    day: date
    figures: Figures


@dataclass(frozen=True)
class IntervalFigures:
    """A half hour of the day over all days. `minute` counts from midnight; `heads` and `needed` are means, None where unknown."""

    minute: int
    heads: float | None
    needed: float | None
    figures: Figures


@dataclass(frozen=True)
class QueueFigures:
    """`queue` None: all together. `forecast`: calls; `by_interval` is the error of half hours, `by_day` that of the days' sums."""

    queue: Queue | None
    offered: float | None
    forecast: float | None
    answered: float | None
    service_level: float | None
    by_interval: Error
    by_day: Errors


@dataclass(frozen=True)
class TeamFigures:
    """`hours` are paid hours of shifts, `nights` and `weekends` are shifts an agent on average."""

    team: str
    agents: int
    hours: float
    nights: float
    weekends: float
    overtime_hours: float
    pool_hours: float


@dataclass(frozen=True)
class Evaluation:
    """`gap` is heads over (positive) or under what was needed by day and hour, None where unknown. `lacks` say what is missing.

    `queues` are those with calls or a forecast; where they are more than one, the last is all together. `calls_until` is the newest
    day of the month with calls, `batch` the newest import that brought some (0: none). `kept` None: no shift can be judged by attendance.
    """

    month: Month
    total: Figures
    days: tuple[DayFigures, ...]
    intervals: tuple[IntervalFigures, ...]
    queues: tuple[QueueFigures, ...]
    gap: tuple[tuple[float | None, ...], ...]
    teams: tuple[TeamFigures, ...]
    nights: Spread | None
    weekends: Spread | None
    pool_hours: float
    lacks: tuple[Lack, ...]
    kept: Kept | None
    calls_until: date | None
    batch: int

    @property
    def is_empty(self) -> bool:
        """Nothing can be judged without a roster."""
        return Lack.ROSTER in self.lacks


def evaluate(access: Access, *, region: Region, month: Month) -> Evaluation:
    """The month of the hotlines of a region and below, as far as the caller may see them. About a dozen queries."""
    first, last = month.first_day, month.last_day
    worked = worked_in(access, region, first, last)
    heads, needed = heads_of(worked, first, last), needed_of(region, first, last)
    read, forecasts = calls_of(access, region, first, last), forecast_of(access, region, first, last)
    calls, forecast = read.total, forecasts[ALL_QUEUES]
    inside = [one for one in worked if first <= one.day <= last]
    agents = access.scope(SchedulingPermission.VIEW, Agent.objects.filter(pk__in={one.agent for one in inside})).order_by("team", "code")
    people = {agent.pk: agent for agent in agents}
    teams, nights, weekends, pool = _people(people, inside, last)
    days = spans_days(first, last)
    return Evaluation(
        month=month,
        total=_figures(heads, needed, calls, forecast, slice(None)),
        days=tuple(DayFigures(day, _figures(heads, needed, calls, forecast, slice(n, n + 1))) for n, day in enumerate(days)),
        intervals=tuple(_interval(heads, needed, calls, forecast, number) for number in range(PER_DAY)),
        queues=_queues(access, region, first, read, forecasts),
        gap=_gap(heads, needed),
        teams=teams,
        nights=nights,
        weekends=weekends,
        pool_hours=pool,
        lacks=_lacks(inside, needed, calls, forecast),
        kept=kept_by(people, inside, first, last),
        calls_until=read.newest_day,
        batch=read.batch,
    )


def _figures(heads: Line, needed: Line, calls: Calls, forecast: Line, part: Part) -> Figures:
    there, wanted, came = heads[part], needed[part], calls.offered[part]
    return Figures(
        shape=shape_fit(there, came),
        cover=cover(there, wanted, minutes=SLOT),
        answered=share(calls.answered[part], came),
        service_level=share(calls.in_target[part], came),
        utilisation=utilisation(np.ones_like(came), calls.seconds[part], there, minutes=SLOT),
        error=forecast_error(came, forecast[part]),
        offered=_sum(came),
    )


def _interval(heads: Line, needed: Line, calls: Calls, forecast: Line, number: int) -> IntervalFigures:
    part = (slice(None), slice(number, number + 1))
    figures = _figures(heads, needed, calls, forecast, part)
    return IntervalFigures(number * SLOT, _mean(heads[part]), _mean(needed[part]), figures)


def _queues(access: Access, region: Region, first_day: date, read: CallsRead, forecasts: Mapping[int, Line]) -> tuple[QueueFigures, ...]:
    there = {*read.by_queue, *forecasts} - {ALL_QUEUES}
    queues = list(access.scope(SchedulingPermission.VIEW, Queue.objects.filter(pk__in=there).order_by("name", "pk")))
    steps = usual_steps(access, region, first_day, weeks=STEP_WEEKS)
    nothing = np.full_like(read.total.offered, np.nan)
    unknown = Calls(nothing, nothing, nothing, nothing)
    found = [_queue(one, read.by_queue.get(one.pk, unknown), forecasts.get(one.pk, nothing), steps.get(one.pk)) for one in queues]
    if len(found) > 1:
        found.append(_queue(None, read.total, forecasts[ALL_QUEUES], steps.get(ALL_QUEUES)))
    return tuple(found)


def _queue(queue: Queue | None, calls: Calls, forecast: Line, step: float | None) -> QueueFigures:
    return QueueFigures(
        queue=queue,
        offered=_sum(calls.offered),
        forecast=_sum(forecast),
        answered=share(calls.answered, calls.offered),
        service_level=share(calls.in_target, calls.offered),
        by_interval=forecast_error(calls.offered, forecast),
        by_day=daily_error(calls.offered, forecast, scale=step),
    )


def _mean(line: Line) -> float | None:
    return None if np.isnan(line).all() else float(np.nanmean(line))


def _sum(line: Line) -> float | None:
    return None if np.isnan(line).all() else float(np.nansum(line))


def _gap(heads: Line, needed: Line) -> tuple[tuple[float | None, ...], ...]:
    hourly = (heads - needed).reshape(heads.shape[0], PER_DAY // 2, 2).mean(axis=2)
    return tuple(tuple(None if np.isnan(value) else round(float(value), 1) for value in line) for line in hourly)


def _lacks(worked: Sequence[Worked], needed: Line, calls: Calls, forecast: Line) -> tuple[Lack, ...]:
    missing = {
        Lack.ROSTER: not worked,
        Lack.CALLS: bool(np.isnan(calls.offered).all()),
        Lack.REQUIREMENT: bool(np.isnan(needed).all()),
        Lack.FORECAST: bool(np.isnan(forecast).all()),
    }
    return tuple(lack for lack, is_missing in missing.items() if is_missing)


def _people(
    agents: Mapping[int, Agent], worked: Sequence[Worked], last_day: date
) -> tuple[tuple[TeamFigures, ...], Spread | None, Spread | None, float]:
    team_of = {pk: agent.team for pk, agent in agents.items()}
    sums = {pk: [0.0, 0.0, 0.0, 0.0] for pk in team_of}
    for one in worked:
        if one.agent in sums:
            got = sums[one.agent]
            got[0] += one.shift.minutes / 60
            got[1] += one.is_night
            got[2] += one.day.weekday() >= SATURDAY
            got[3] += one.overtime_minutes / 60
    bank = dict.fromkeys(team_of, 0.0)
    for pk, minutes in HoursEntry.objects.filter(agent__in=list(team_of), day__lte=last_day).values_list("agent_id", "minutes"):
        bank[pk] += minutes / 60
    teams = tuple(
        _team(name, [sums[pk] + [bank[pk]] for pk, team in team_of.items() if team == name]) for name in sorted({*team_of.values()})
    )
    got_of = list(sums.values())
    return teams, spread([one[1] for one in got_of]), spread([one[2] for one in got_of]), sum(bank.values())


def _team(name: str, rows: Sequence[Sequence[float]]) -> TeamFigures:
    count = len(rows)
    hours, nights, weekends, overtime, pool = (sum(column) for column in zip(*rows, strict=True))
    return TeamFigures(name, count, hours, nights / count, weekends / count, overtime, pool)
