"""What a roster is built and judged on: people, shifts, rules, workdays, history and requirement."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from portalkit.calendars.domain.days import Workdays
from portalkit.calendars.selectors import workdays
from portalkit.regions.models import Region

from ...domain.rules import Need, Person, RuleBook, RuleCode, Stretch
from ...domain.rules.hours import cycle_of
from ...domain.shifts import NotAShift, Shift, Span, read_pauses
from ...models import Absence, Agent, AgentSkill, Assignment, Roster, ShiftTemplate
from ..labour import rule_book, shifts_of, templates_of
from .lists import in_force
from .requirement import need_of

HISTORY = timedelta(days=14)


@dataclass(frozen=True)
class Ground:
    """`people` and `agents` are in the same order; `history` are published days before the stretch, from `known_from` on."""

    region: Region
    stretch: Stretch
    agents: tuple[Agent, ...]
    people: tuple[Person, ...]
    templates: Mapping[int, ShiftTemplate]
    shifts: Mapping[int, Shift]
    book: RuleBook
    calendar: Workdays
    known_from: date
    history: Mapping[str, Mapping[date, Shift]]
    leave: Mapping[str, Mapping[date, str]] = field(default_factory=dict)
    need: Need | None = None

    @property
    def template_of(self) -> Mapping[str, ShiftTemplate]:
        """By code; of two regions' shifts with the same code that of the smaller region."""
        return {one.code: one for one in sorted(self.templates.values(), key=lambda one: one.region_id != self.region.pk, reverse=True)}


def ground_of(
    region: Region, stretch: Stretch, *, but: Roster | None = None, only: Collection[int] | None = None, with_need: bool = True
) -> Ground:
    """The ground of a stretch of days. `but`: a roster whose own published days are no history. `only`: some agents by primary key.

    Nine queries at most, whatever the number of agents.
    """
    book = rule_book(region)
    templates = {one.pk: one for one in templates_of(region)}
    shifts = shifts_of(templates.values())
    agents = tuple(_agents(region, stretch, only))
    leave = _leave(agents, stretch)
    skills = skills_of([agent.pk for agent in agents])
    known_from = _known_from(book, stretch)
    history = _history(region, stretch, known_from, shifts, agents, but)
    return Ground(
        region=region,
        stretch=stretch,
        agents=agents,
        people=tuple(_person(agent, skills.get(agent.pk, frozenset()), leave.get(agent.code, {})) for agent in agents),
        templates=templates,
        shifts=shifts,
        book=book,
        calendar=workdays(),
        known_from=min((day for days in history.values() for day in days), default=stretch.first_day),
        history=history,
        leave=leave,
        need=need_of(region, stretch.first_day, stretch.last_day) if with_need else None,
    )


def plan_of(
    rows: Iterable[Assignment], ground: Ground, codes: Mapping[int, str]
) -> tuple[dict[str, dict[date, Shift]], dict[tuple[str, date], tuple[Span, ...]]]:
    """The plan of a roster's assignments with the history before it, and its placed breaks. `codes`: agent's primary key → code."""
    plan = {key: dict(days) for key, days in ground.history.items()}
    pauses: dict[tuple[str, date], tuple[Span, ...]] = {}
    for row in rows:
        shift = ground.shifts.get(row.shift_id or 0)
        code = codes.get(row.agent_id)
        if shift is None or code is None:
            continue
        plan.setdefault(code, {})[row.day] = shift
        if row.breaks:
            pauses[code, row.day] = pauses_of(row.breaks, shift)
    return plan, pauses


def pauses_of(text: str, shift: Shift) -> tuple[Span, ...]:
    """Placed breaks; none where the text does not fit the shift."""
    try:
        return read_pauses(text, shift)
    except NotAShift:
        return ()


def skills_of(agents: Collection[int]) -> dict[int, frozenset[str]]:
    """Agent → codes of the queues whose skill the agent has. One query."""
    found: dict[int, set[str]] = {}
    for agent, code in AgentSkill.objects.filter(agent__in=agents).values_list("agent_id", "queue__code"):
        found.setdefault(agent, set()).add(code)
    return {agent: frozenset(codes) for agent, codes in found.items()}


def _agents(region: Region, stretch: Stretch, only: Collection[int] | None) -> Iterable[Agent]:
    rows = Agent.objects.filter(region__path__startswith=region.path, first_day__lte=stretch.last_day)
    rows = rows.filter(Q(last_day=None) | Q(last_day__gte=stretch.first_day))
    return rows if only is None else rows.filter(pk__in=only)


def _leave(agents: Iterable[Agent], stretch: Stretch) -> dict[str, dict[date, str]]:
    codes = {agent.pk: agent.code for agent in agents}
    first = stretch.first_day - timedelta(days=100)
    rows = Absence.objects.filter(agent__in=codes, first_day__lte=stretch.last_day, last_day__gte=first).values_list(
        "agent_id", "first_day", "last_day", "kind"
    )
    found: dict[str, dict[date, str]] = {}
    for agent, begins, ends, kind in rows:
        day = max(begins, first)
        while day <= min(ends, stretch.last_day):
            found.setdefault(codes[agent], {})[day] = kind
            day += timedelta(days=1)
    return found


def _person(agent: Agent, skills: frozenset[str], leave: Mapping[date, str]) -> Person:
    has_limit = agent.no_nights_from is not None or agent.no_nights_until is not None
    return Person(
        key=agent.code,
        week_minutes=round(float(agent.week_hours) * 60),
        skills=skills,
        group=agent.team,
        first_day=agent.first_day,
        last_day=agent.last_day,
        absent=frozenset(leave),
        no_nights=(agent.no_nights_from, agent.no_nights_until) if has_limit else None,
    )


def _known_from(book: RuleBook, stretch: Stretch) -> date:
    """How far back history is read: two weeks, or to the beginning of the cycle."""
    back = stretch.first_day - HISTORY
    cycle = book.rule(RuleCode.HOURS_CYCLE, stretch.first_day)
    return back if cycle is None or cycle.value is None else min(back, cycle_of(stretch.first_day, cycle.value))


def _history(
    region: Region, stretch: Stretch, first: date, shifts: Mapping[int, Shift], agents: Iterable[Agent], but: Roster | None
) -> dict[str, dict[date, Shift]]:
    codes = {agent.pk: agent.code for agent in agents}
    wanted = Q(pk__in=[])
    for roster, begins, ends in in_force(region, first, stretch.first_day - timedelta(days=1), but=but):
        wanted |= Q(roster=roster, day__gte=begins, day__lte=ends)
    if not wanted or not codes:
        return {}
    rows = Assignment.objects.filter(wanted, shift__isnull=False)
    if len(codes) < 50:
        rows = rows.filter(agent__in=codes)
    found: dict[str, dict[date, Shift]] = {}
    for agent, day, shift in rows.values_list("agent_id", "day", "shift_id"):
        if agent in codes and shift in shifts:
            found.setdefault(codes[agent], {})[day] = shifts[shift]
    return found
