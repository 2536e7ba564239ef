"""A roster against the rules and the requirement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ...domain.rules import Balance, Person, Stretch, Violation, audit, balance, present_heads
from ...domain.shifts import Shift, Span
from ...models import Agent, Assignment, Roster
from ..labour import shifts_of, templates_of
from .ground import Ground, ground_of, pauses_of, plan_of, skills_of
from .lists import in_force
from .requirement import need_of

ONE_DAY = timedelta(days=1)
Days = dict[str, dict[date, Shift]]
DayChanges = Mapping[tuple[int, date], tuple[Shift | None, tuple[Span, ...]]]
"""Agent's primary key and day → the shift with its placed breaks, None for a day off."""


@dataclass(frozen=True)
class Finding:
    """What the audit says of a roster, with the balance of heads (None without a requirement) and the plan it judged."""

    ground: Ground
    plan: Mapping[str, Mapping[date, Shift]]
    pauses: Mapping[tuple[str, date], tuple[Span, ...]]
    violations: tuple[Violation, ...]
    balance: Balance | None

    @property
    def hard(self) -> tuple[Violation, ...]:
        return tuple(one for one in self.violations if one.is_hard)


def checked(roster: Roster, *, rows: Sequence[Assignment] | None = None, ground: Ground | None = None) -> Finding:
    """The whole roster as it stands, or as it would stand with `rows`."""
    found = ground or ground_of(roster.region, Stretch(roster.first_day, roster.last_day), but=roster)
    codes = _codes(found.agents)
    plan, pauses = plan_of(Assignment.objects.filter(roster=roster) if rows is None else rows, found, codes)
    return judged(found, plan, pauses)


def judged(
    ground: Ground, plan: Mapping[str, Mapping[date, Shift]], pauses: Mapping[tuple[str, date], tuple[Span, ...]] | None = None
) -> Finding:
    """A plan on its ground."""
    placed = pauses or {}
    violations = audit(
        plan,
        people=ground.people,
        book=ground.book,
        stretch=ground.stretch,
        is_workday=ground.calendar.is_workday,
        known_from=ground.known_from,
        need=ground.need,
        pauses=placed,
    )
    heads = balance(present_heads(plan, ground.people, ground.need, placed), ground.need) if ground.need is not None else None
    return Finding(ground, plan, placed, violations, heads)


def effect_of(roster: Roster, changes: Mapping[tuple[Agent, date], Shift | None]) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """What changes of a roster would break and what they would mend, hard rules only: (new violations, ended ones).

    For hand edits, swaps and offers alike; nothing is written.
    """
    ground, before, after = before_and_after(roster, changes)
    old, new = set(judged(ground, before).hard), set(judged(ground, after).hard)
    return _ordered(new - old), _ordered(old - new)


def before_and_after(roster: Roster, changes: Mapping[tuple[Agent, date], Shift | None]) -> tuple[Ground, Days, Days]:
    """The ground of the agents whose days change, and their plans without and with the changes."""
    agents = {agent.pk for agent, _ in changes}
    ground = ground_of(roster.region, Stretch(roster.first_day, roster.last_day), but=roster, only=agents, with_need=False)
    before, _pauses = plan_of(Assignment.objects.filter(roster=roster, agent__in=agents), ground, _codes(ground.agents))
    after = {key: dict(days) for key, days in before.items()}
    for (agent, day), shift in changes.items():
        days = after.setdefault(agent.code, {})
        if shift is None:
            days.pop(day, None)
        else:
            days[day] = shift
    return ground, before, after


def _codes(agents: Iterable[Agent]) -> dict[int, str]:
    return {agent.pk: agent.code for agent in agents}


def _ordered(found: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(found, key=lambda one: (one.day, one.who, one.rule)))


def coverage_between(roster: Roster, first_day: date, last_day: date, *, changes: DayChanges | None = None) -> Balance | None:
    """Heads present against heads needed on some days of a roster, as it stands or with `changes`. None without a requirement.

    Six queries at most.
    """
    need = need_of(roster.region, first_day, last_day)
    if need is None:
        return None
    shifts = shifts_of(templates_of(roster.region))
    wanted = Q(roster=roster, day__gte=max(first_day - ONE_DAY, roster.first_day), day__lte=last_day)
    if first_day == roster.first_day:
        for other, begins, ends in in_force(roster.region, first_day - ONE_DAY, first_day - ONE_DAY, but=roster):
            wanted |= Q(roster=other, day__gte=begins, day__lte=ends)
    plan: dict[str, dict[date, Shift]] = {}
    pauses: dict[tuple[str, date], tuple[Span, ...]] = {}
    rows = Assignment.objects.filter(wanted, shift__in=shifts).values_list("agent_id", "day", "shift_id", "breaks")
    for agent, day, shift, breaks in rows:
        plan.setdefault(str(agent), {})[day] = shifts[shift]
        if breaks and day >= roster.first_day:
            pauses[str(agent), day] = pauses_of(breaks, shifts[shift])
    for (changed, day), (wanted_shift, placed) in (changes or {}).items():
        plan.setdefault(str(changed), {}).pop(day, None)
        pauses.pop((str(changed), day), None)
        if wanted_shift is not None:
            plan[str(changed)][day], pauses[str(changed), day] = wanted_shift, placed
    skills = skills_of([int(agent) for agent in plan])
    people = [Person(agent, skills=skills.get(int(agent), frozenset())) for agent in plan]
    return balance(present_heads(plan, people, need, pauses), need)
