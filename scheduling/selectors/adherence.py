"""Attendance against the published rosters, by agent, team and day. The figures are those of domain.adherence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portalkit.periods.domain.calendar import SHANGHAI

from ..domain.adherence import Adherence, DayAdherence, PlannedDay, day_adherence, matched, planned_day, summed
from ..domain.shifts import DAY, Span
from ..models import Absence, Agent, AttendanceSpan
from .rosters.ground import pauses_of
from .slots import Worked, midnight

WORST = 20
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """How far the roster was kept: in all, by day, by team and by agent. Judged are shifts of days with attendance that had ended when
    the last known stretch did (`until`), and that were no leave."""

    total: Adherence
    days: tuple[tuple[date, Adherence], ...]
    teams: tuple[tuple[str, Adherence], ...]
    agents: tuple[tuple[Agent, Adherence], ...]
    until: datetime

    @property
    def worst(self) -> tuple[tuple[Agent, Adherence], ...]:
        """The agents with the lowest adherence."""
        return tuple(sorted(self.agents, key=lambda one: (one[1].adherence or 0.0, one[0].code))[:WORST])


def kept_by(agents: Mapping[int, Agent], worked: Sequence[Worked], first_day: date, last_day: date) -> Kept | None:
    """The shifts of some agents from `first_day` to `last_day`; None where none of them can be judged. Two queries."""
    present = _present(agents, first_day, last_day)
    stretches = [one for rows in present.values() for one in rows]
    if not stretches:
        return None
    known, until = {day for day, _span in stretches}, max(span.end for _day, span in stretches)
    leave = _leave(agents, first_day, last_day)
    planned: dict[int, list[PlannedDay]] = {}
    for one in worked:
        at = _at(one.day)
        if one.agent in agents and one.day in known and at + one.shift.end <= until and (one.agent, one.day) not in leave:
            pauses = pauses_of(one.breaks, one.shift) if one.breaks else ()
            planned.setdefault(one.agent, []).append(planned_day(one.day, one.shift, pauses, at=at))
    judged = {pk: _judged(days, present.get(pk, [])) for pk, days in planned.items()}
    if not judged:
        return None
    return Kept(
        total=summed(day for days in judged.values() for day in days),
        days=_by_day(judged.values()),
        teams=_by_team(agents, judged),
        agents=tuple((agents[pk], summed(judged[pk])) for pk in agents if pk in judged),
        until=midnight(date.fromordinal(until // DAY)) + timedelta(minutes=until % DAY),
    )


def _judged(planned: Sequence[PlannedDay], present: Sequence[tuple[date, Span]]) -> list[DayAdherence]:
    stretches = matched(planned, present)
    return [day_adherence(one, stretches.get(one.day, [])) for one in planned]


def _by_day(judged: Iterable[Sequence[DayAdherence]]) -> tuple[tuple[date, Adherence], ...]:
    found: dict[date, list[DayAdherence]] = {}
    for days in judged:
        for one in days:
            found.setdefault(one.day, []).append(one)
    return tuple((day, summed(found[day])) for day in sorted(found))


def _by_team(agents: Mapping[int, Agent], judged: Mapping[int, Sequence[DayAdherence]]) -> tuple[tuple[str, Adherence], ...]:
    found: dict[str, list[DayAdherence]] = {}
    for pk, days in judged.items():
        found.setdefault(agents[pk].team, []).extend(days)
    return tuple((team, summed(found[team])) for team in sorted(found))


def _present(agents: Mapping[int, Agent], first_day: date, last_day: date) -> dict[int, list[tuple[date, Span]]]:
    """Stretches of the agents with the day they were filed under, minutes absolute; also those that reach into the day after."""
    rows = AttendanceSpan.objects.filter(
        agent__in=agents, starts_at__gte=midnight(first_day) - ONE_DAY / 4, starts_at__lt=midnight(last_day + 2 * ONE_DAY)
    )
    found: dict[int, list[tuple[date, Span]]] = {}
    for agent, day, starts_at, ends_at in rows.values_list("agent_id", "day", "starts_at", "ends_at"):
        found.setdefault(agent, []).append((day, Span(_minute(starts_at), _minute(ends_at))))
    return found


def _leave(agents: Mapping[int, Agent], first_day: date, last_day: date) -> set[tuple[int, date]]:
    rows = Absence.objects.filter(agent__in=agents, first_day__lte=last_day, last_day__gte=first_day)
    return {
        (agent, max(begins, first_day) + timedelta(days=number))
        for agent, begins, ends in rows.values_list("agent_id", "first_day", "last_day")
        for number in range((min(ends, last_day) - max(begins, first_day)).days + 1)
    }


def _at(day: date) -> int:
    return day.toordinal() * DAY


def _minute(moment: datetime) -> int:
    local = moment.astimezone(SHANGHAI)
    return _at(local.date()) + local.hour * 60 + local.minute
