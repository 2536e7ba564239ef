"""What a roster's `figures` hold: violations, coverage by day, hours, wishes. Written with every save, so that pages read them only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ...domain.rules import Balance, Violation
from ...domain.rules.hours import contract_minutes
from ...domain.shifts import Shift
from ...models import Agent
from ...selectors.rosters.checking import Finding
from ...selectors.rosters.ground import Ground


def figures_of(found: Finding, *, now: datetime) -> dict[str, Any]:
    """`violations` are lists (rule, day, who, by, limit); `days` map a day to (missing hours, spare hours, most heads missing), None
    where no requirement is known; hours are of the whole roster."""
    ground = found.ground
    days = day_figures(found.balance, ground.stretch.days())
    return {
        "violations": [packed(one) for one in found.violations],
        "days": days,
        "checked_at": now.isoformat(),
        **_coverage(found, days),
        **hours_of(found.plan, ground),
        **wishes_of(found.plan, ground),
    }


def packed(one: Violation) -> list[Any]:
    return [one.rule.value, one.day.isoformat(), one.who, round(one.by, 2), one.limit]


def day_figures(balance: Balance | None, days: Sequence[date]) -> dict[str, list[float] | None]:
    if balance is None:
        return {day.isoformat(): None for day in days}
    return {
        day.isoformat(): [
            round(balance.hours_missing(number), 2),
            round(balance.hours_spare(number), 2),
            round(float(balance.missing[number].max()), 2),
        ]
        if balance.is_known[number].any()
        else None
        for number, day in enumerate(days)
    }


def totals_of(days: Mapping[str, Sequence[float] | None], needed: float | None) -> dict[str, float | None]:
    """Missing and spare hours of all days, and the misfit: both together over the hours needed."""
    known = [one for one in days.values() if one is not None]
    missing, spare = sum(one[0] for one in known), sum(one[1] for one in known)
    if not known or not needed:
        return {"missing_hours": None, "spare_hours": None, "misfit": None}
    return {"missing_hours": round(missing, 2), "spare_hours": round(spare, 2), "misfit": round((missing + spare) / needed, 4)}


def hours_of(plan: Mapping[str, Mapping[date, Shift]], ground: Ground) -> dict[str, float]:
    """Planned and contract hours, what lies above and below the contract agent by agent, and hours of night shifts."""
    planned = contract = above = below = nights = 0
    for person in ground.people:
        worked = [shift for day, shift in plan.get(person.key, {}).items() if day in ground.stretch]
        minutes = sum(shift.minutes for shift in worked)
        due = contract_minutes(person, ground.stretch.first_day, ground.stretch.last_day, ground.calendar.is_workday)
        planned, contract = planned + minutes, contract + due
        above, below = above + max(0, minutes - due), below + max(0, due - minutes)
        nights += sum(shift.minutes for shift in worked if shift.is_night)
    return {
        "planned_hours": planned / 60,
        "contract_hours": contract / 60,
        "above_hours": above / 60,
        "below_hours": below / 60,
        "night_hours": nights / 60,
    }


def wishes_of(plan: Mapping[str, Mapping[date, Shift]], ground: Ground) -> dict[str, int]:
    """Wished days off (weekdays, without leave) and how many are free; worked days of agents who prefer shifts, and in how many of
    them the shift is one they prefer."""
    asked = granted = worked_days = preferred = 0
    for agent, person in zip(ground.agents, ground.people, strict=True):
        days = plan.get(person.key, {})
        wished = [
            day for day in ground.stretch.days() if is_wished_off(agent, day) and day not in person.absent and person.is_employed(day)
        ]
        asked, granted = asked + len(wished), granted + sum(day not in days for day in wished)
        if likes := set(agent.prefers_shifts.split()):
            inside = [shift.code for day, shift in days.items() if day in ground.stretch]
            worked_days, preferred = worked_days + len(inside), preferred + sum(code in likes for code in inside)
    return {"wishes_asked": asked, "wishes_granted": granted, "preferring_days": worked_days, "preferred_days": preferred}


def is_wished_off(agent: Agent, day: date) -> bool:
    return str(day.isoweekday()) in agent.prefers_off.split()


def merged_violations(figures: Mapping[str, Any], agents: Iterable[str], found: Iterable[Violation]) -> list[list[Any]]:
    """The stored violations with those of some agents found anew, hard ones first."""
    anew = set(agents)
    kept = [one for one in figures.get("violations", []) if one[2] not in anew]
    rows = kept + [packed(one) for one in found]
    return sorted(rows, key=lambda one: (one[0] == "coverage", one[1], one[2], one[0]))


def _coverage(found: Finding, days: Mapping[str, Sequence[float] | None]) -> dict[str, float | None]:
    need = found.ground.need
    if need is None or found.balance is None:
        return {"needed_hours": None, **totals_of(days, None)}
    heads = sum(float(line.clip(min=0)[found.balance.is_known].sum()) for line in need.heads.values())
    needed = heads * need.slot_minutes / 60
    return {"needed_hours": needed, **totals_of(days, needed)}
