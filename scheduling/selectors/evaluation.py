"""A month's rosters against the calls that came: how well they fitted. The figures are those of domain.fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.fit import Cover, Error, Fit, Spread, cover, forecast_error, shape_fit, share, spread, utilisation
from ..models import Agent, HoursEntry
from ..permissions import SchedulingPermission
from .adherence import Kept, kept_by
from .slots import PER_DAY, SLOT, Calls, Line, Worked, calls_of, forecast_of, heads_of, needed_of, spans_days, worked_in

SATURDAY = 5


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
    """`gap` is heads over (positive) or under what was needed by day and hour, None where unknown. `lacks` say what is missing;
    `kept` None: no shift can be judged by attendance."""

    month: Month
    total: Figures
    days: tuple[DayFigures, ...]
    gap: tuple[tuple[float | None, ...], ...]
    teams: tuple[TeamFigures, ...]
    nights: Spread | None
    weekends: Spread | None
    pool_hours: float
    lacks: tuple[Lack, ...]
    kept: Kept | None

    @property
    def is_empty(self) -> bool:
        """Nothing can be judged without a roster."""
        return Lack.ROSTER in self.lacks


def evaluate(access: Access, *, region: Region, month: Month) -> Evaluation:
    """The month of the hotlines of a region and below, as far as the caller may see them. About a dozen queries."""
    first, last = month.first_day, month.last_day
    worked = worked_in(access, region, first, last)
    heads, needed = heads_of(worked, first, last), needed_of(region, first, last)
    calls, forecast = calls_of(access, region, first, last), forecast_of(access, region, first, last)
    inside = [one for one in worked if first <= one.day <= last]
    agents = access.scope(SchedulingPermission.VIEW, Agent.objects.filter(pk__in={one.agent for one in inside})).order_by("team", "code")
    people = {agent.pk: agent for agent in agents}
    teams, nights, weekends, pool = _people(people, inside, last)
    days = spans_days(first, last)
    return Evaluation(
        month=month,
        total=_figures(heads, needed, calls, forecast, slice(None)),
        days=tuple(DayFigures(day, _figures(heads, needed, calls, forecast, slice(n, n + 1))) for n, day in enumerate(days)),
        gap=_gap(heads, needed),
        teams=teams,
        nights=nights,
        weekends=weekends,
        pool_hours=pool,
        lacks=_lacks(inside, needed, calls, forecast),
        kept=kept_by(people, inside, first, last),
    )


def _figures(heads: Line, needed: Line, calls: Calls, forecast: Line, days: slice) -> Figures:
    there, wanted, came = heads[days], needed[days], calls.offered[days]
    return Figures(
        shape=shape_fit(there, came),
        cover=cover(there, wanted, minutes=SLOT),
        answered=share(calls.answered[days], came),
        service_level=share(calls.in_target[days], came),
        utilisation=utilisation(np.ones_like(came), calls.seconds[days], there, minutes=SLOT),
        error=forecast_error(came, forecast[days]),
        offered=None if np.isnan(came).all() else float(np.nansum(came)),
    )


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
