"""A roster as a sheet of agents and days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from portalkit.calendars.selectors import workdays

from ...domain.rules import RuleCode, Violation
from ...domain.shifts import Shift
from ...models import Absence, Agent, Assignment, Roster, ShiftTemplate
from ..labour import shifts_of, templates_of

COLOURS = 8
WEEKEND = 5


@dataclass(frozen=True)
class SheetDay:
    """`is_free`: no workday by the calendar; `is_special`: a public holiday or a make-up workday. The figures are hours missing and to
    spare and the most heads missing at a time; None where no requirement is known."""

    day: date
    is_free: bool
    is_special: bool
    figures: tuple[float, float, float] | None


@dataclass(frozen=True)
class SheetCell:
    """`code` empty: off. `colour` is that of the shift, 1 to COLOURS."""

    code: str
    colour: int
    is_night: bool
    leave: str
    comment: str
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class SheetRow:
    """`minutes` are planned in the stretch."""

    agent: Agent
    cells: tuple[SheetCell, ...]
    minutes: int


@dataclass(frozen=True)
class Sheet:
    roster: Roster
    days: tuple[SheetDay, ...]
    rows: tuple[SheetRow, ...]
    shifts: tuple[tuple[ShiftTemplate, int], ...]
    teams: tuple[str, ...]
    violations: tuple[Violation, ...]
    names: Mapping[str, str]

    @property
    def hard(self) -> tuple[Violation, ...]:
        return tuple(one for one in self.violations if one.is_hard)

    @property
    def short(self) -> tuple[Violation, ...]:
        """Days with missing heads."""
        return tuple(one for one in self.violations if not one.is_hard)


def sheet_of(roster: Roster, *, team: str = "", agents: Sequence[int] | None = None) -> Sheet:
    """Every agent of the hotline in these days, of one team or some of them alone. Five queries, whatever their number."""
    templates = templates_of(roster.region)
    shifts = shifts_of(templates)
    people = _agents(roster, agents)
    chosen = [agent for agent in people if not team or agent.team == team]
    violations = stored_violations(roster.figures)
    looks = {one.pk: (one.code, number % COLOURS + 1, one.is_night) for number, one in enumerate(templates)}
    used, rows = _rows(roster, chosen, shifts, looks, violations, narrow=agents is not None)
    return Sheet(
        roster=roster,
        days=_days(roster),
        rows=rows,
        shifts=tuple((one, looks[one.pk][1]) for one in templates if one.is_active or one.pk in used),
        teams=tuple(sorted({agent.team for agent in people if agent.team})),
        violations=violations,
        names={agent.code: agent.name for agent in people},
    )


def stored_violations(figures: Mapping[str, Any]) -> tuple[Violation, ...]:
    """The violations among a roster's figures; codes of another version of the portal are passed over."""
    known = set(RuleCode)
    return tuple(
        Violation(RuleCode(rule), date.fromisoformat(day), who, by, limit)
        for rule, day, who, by, limit in figures.get("violations", [])
        if rule in known
    )


def days_of(roster: Roster) -> list[date]:
    return [roster.first_day + timedelta(days=number) for number in range((roster.last_day - roster.first_day).days + 1)]


def _days(roster: Roster) -> tuple[SheetDay, ...]:
    calendar = workdays()
    figures = roster.figures.get("days", {})
    return tuple(
        SheetDay(
            day=day,
            is_free=not calendar.is_workday(day),
            is_special=day in calendar.special,
            figures=tuple(found) if (found := figures.get(day.isoformat())) else None,
        )
        for day in days_of(roster)
    )


def _agents(roster: Roster, agents: Sequence[int] | None) -> list[Agent]:
    """Those employed in these days, and whoever the roster names although they are not."""
    employed = Q(region__path__startswith=roster.region.path, first_day__lte=roster.last_day) & (
        Q(last_day=None) | Q(last_day__gte=roster.first_day)
    )
    named = Q(pk__in=Assignment.objects.filter(roster=roster).values("agent"))
    rows = Agent.objects.filter(employed | named)
    return list(rows if agents is None else rows.filter(pk__in=agents))


def _rows(
    roster: Roster,
    agents: Sequence[Agent],
    shifts: Mapping[int, Shift],
    looks: Mapping[int, tuple[str, int, bool]],
    violations: Sequence[Violation],
    *,
    narrow: bool,
) -> tuple[set[int], tuple[SheetRow, ...]]:
    rows = Assignment.objects.filter(roster=roster).order_by()
    if narrow:
        rows = rows.filter(agent__in=[agent.pk for agent in agents])
    found = {(agent, day): (shift, comment) for agent, day, shift, comment in rows.values_list("agent_id", "day", "shift_id", "comment")}
    broken: dict[tuple[str, date], list[Violation]] = {}
    for one in violations:
        broken.setdefault((one.who, one.day), []).append(one)
    leave = _leave(roster, agents)
    days = days_of(roster)
    minutes = {pk: shift.minutes for pk, shift in shifts.items()}
    cells: dict[Any, SheetCell] = {}

    def cell(agent: Agent, day: date) -> SheetCell:
        shift, comment = found.get((agent.pk, day), (None, ""))
        away, wrong = leave.get((agent.pk, day), ""), tuple(broken.get((agent.code, day), ()))
        key = (shift, comment, away, wrong)
        if key not in cells:
            code, colour, is_night = looks.get(shift or 0, ("", 0, False))
            cells[key] = SheetCell(code, colour, is_night, away, comment, wrong)
        return cells[key]

    made = tuple(
        SheetRow(
            agent,
            tuple(cell(agent, day) for day in days),
            sum(minutes.get(found.get((agent.pk, day), (None, ""))[0] or 0, 0) for day in days),
        )
        for agent in agents
    )
    return {shift for shift, _ in found.values() if shift}, made


def _leave(roster: Roster, agents: Sequence[Agent]) -> dict[tuple[int, date], str]:
    labels = {kind.value: str(kind.label) for kind in Absence.Kind}
    rows = Absence.objects.filter(first_day__lte=roster.last_day, last_day__gte=roster.first_day, agent__in=[one.pk for one in agents])
    found = {}
    for agent, first, last, kind in rows.values_list("agent_id", "first_day", "last_day", "kind"):
        day = max(first, roster.first_day)
        while day <= min(last, roster.last_day):
            found[agent, day] = labels[kind]
            day += timedelta(days=1)
    return found
