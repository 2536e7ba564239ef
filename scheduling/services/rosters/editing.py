"""Changes by hand: a few cells at a time, each answered with what the rules say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals import services as approvals
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.rules import Violation
from ...domain.shifts import Shift, place_breaks, spans_text
from ...models import Agent, Assignment, Roster, ShiftTemplate
from ...selectors.labour import shifts_of, templates_of
from ...selectors.rosters.checking import Days, before_and_after, coverage_between, judged
from ...selectors.rosters.ground import Ground
from .figures import day_figures, hours_of, merged_violations, totals_of, wishes_of

MOST_CELLS = 400
MOST_APPROVER_CELLS = 20
LONGEST_COMMENT = 200


class NotEditable(Exception):
    """The roster is published, or waits for approval."""


class UnknownShift(Exception):
    """No shift of this code, no agent of this number, or a day outside the roster."""


class BeyondLimits(Exception):
    """An approver changes a few cells at most, and breaks no rule with them."""


@dataclass(frozen=True)
class CellChange:
    """`code` is a shift's code, empty for a day off."""

    agent: int
    day: date
    code: str


@dataclass(frozen=True)
class Edited:
    """The roster after the change: `violations` of the agents that were touched, `before` the codes that stood in the changed cells."""

    roster: Roster
    violations: tuple[Violation, ...]
    before: Mapping[tuple[int, date], str]
    agents: tuple[Agent, ...]


@transaction.atomic
def set_cells(*, roster: Roster, changes: Sequence[CellChange], user: User, by: Actor, now: datetime, as_approver: bool = False) -> Edited:
    """Writes cells and judges them. Whoever changes a draft is its author. An approver may change a few cells of what was submitted
    as long as no rule breaks by it. Raises NotEditable, UnknownShift, BeyondLimits."""
    found = Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=roster.pk)
    _check_editable(found, as_approver=as_approver)
    templates = {one.code: one for one in templates_of(found.region) if one.is_active}
    wanted = _wanted(found, changes, templates)
    ground, before, after = before_and_after(found, wanted)
    old, new = judged(ground, before), judged(ground, after)
    if as_approver and (set(new.hard) - set(old.hard) or found.figures.get("approver_cells", 0) + len(wanted) > MOST_APPROVER_CELLS):
        raise BeyondLimits
    codes_before = _write(found, wanted, templates)
    found.figures = _figures(found, ground, before, after, new.hard, wanted)
    if as_approver:
        found.figures["approver_cells"] = found.figures.get("approver_cells", 0) + len(wanted)
    found = _keep(found, user=user, by=by, now=now, as_approver=as_approver)
    record(
        by=by, action="scheduling.edit_roster", on=found, region_code=found.region.code, at=now,
        detail={"changes": {f"{agent.code} {day}": [codes_before[agent.pk, day], shift.code if shift else ""]
                            for (agent, day), shift in wanted.items()}},
    )  # fmt: skip
    return Edited(found, new.hard, codes_before, tuple({agent.pk: agent for agent, _ in wanted}.values()))


@transaction.atomic
def comment_cell(*, roster: Roster, agent: Agent, day: date, text: str, by: Actor, now: datetime) -> Assignment | None:
    """Writes a word on a cell, for the author; an empty one takes it away. Raises UnknownShift for a day outside the roster."""
    if not roster.first_day <= day <= roster.last_day:
        raise UnknownShift
    comment = text.strip()[:LONGEST_COMMENT]
    row, _is_new = Assignment.objects.get_or_create(roster=roster, agent=agent, day=day)
    row.comment = comment
    row.save(update_fields=["comment"])
    if not comment and row.shift_id is None:
        row.delete()
    record(
        by=by, action="scheduling.comment_roster", on=roster, region_code=roster.region.code, at=now,
        detail={"name": f"{agent.code} {day}", "reason": comment},
    )  # fmt: skip
    return row if row.pk else None


def _check_editable(roster: Roster, *, as_approver: bool) -> None:
    if roster.published_at is not None:
        raise NotEditable
    if as_approver != (roster.state == ApprovalState.SUBMITTED):
        raise NotEditable


def _wanted(
    roster: Roster, changes: Sequence[CellChange], templates: Mapping[str, ShiftTemplate]
) -> dict[tuple[Agent, date], Shift | None]:
    if not 0 < len(changes) <= MOST_CELLS:
        raise UnknownShift
    agents = Agent.objects.filter(region__path__startswith=roster.region.path).in_bulk({one.agent for one in changes})
    shifts = shifts_of(templates.values())
    found: dict[tuple[Agent, date], Shift | None] = {}
    for one in changes:
        template = templates.get(one.code)
        is_known = one.agent in agents and roster.first_day <= one.day <= roster.last_day
        if not is_known or (one.code and (template is None or template.pk not in shifts)):
            raise UnknownShift
        found[agents[one.agent], one.day] = shifts[template.pk] if template is not None else None
    return found


def _write(
    roster: Roster, wanted: Mapping[tuple[Agent, date], Shift | None], templates: Mapping[str, ShiftTemplate]
) -> dict[tuple[int, date], str]:
    agents, days = {agent.pk for agent, _ in wanted}, {day for _, day in wanted}
    rows = {(row.agent_id, row.day): row for row in roster.assignments.filter(agent__in=agents, day__in=days).select_related("shift")}
    before: dict[tuple[int, date], str] = {}
    for (agent, day), shift in wanted.items():
        row = rows.get((agent.pk, day))
        before[agent.pk, day] = row.shift.code if row and row.shift else ""
        if shift is None and row is not None and not row.comment:
            row.delete()
            continue
        if row is None and shift is None:
            continue
        values = {
            "shift": templates[shift.code] if shift else None,
            "breaks": spans_text(place_breaks(shift, turn=agent.pk + day.toordinal()))[:80] if shift else "",
            "overtime_minutes": 0,
        }
        Assignment.objects.update_or_create(roster=roster, agent=agent, day=day, defaults=values)
    return before


def _figures(
    roster: Roster,
    ground: Ground,
    before: Days,
    after: Days,
    violations: Sequence[Violation],
    wanted: Mapping[tuple[Agent, date], Shift | None],
) -> dict[str, Any]:
    """The stored figures with what the change moved; only the days and agents concerned are worked out anew."""
    figures = dict(roster.figures)
    for old, new in ((hours_of(before, ground), hours_of(after, ground)), (wishes_of(before, ground), wishes_of(after, ground))):
        figures |= {name: figures.get(name, 0) + value - old[name] for name, value in new.items()}
    days = dict(figures.get("days", {}))
    for first, last in _stretches(roster, sorted({day for _, day in wanted})):
        span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        days |= day_figures(coverage_between(roster, first, last), span)
    figures["days"] = days
    figures |= totals_of(days, figures.get("needed_hours"))
    figures["violations"] = merged_violations(figures, [person.key for person in ground.people], violations)
    return figures


def _stretches(roster: Roster, days: Sequence[date]) -> list[tuple[date, date]]:
    """The days and the mornings after them, as few stretches as possible."""
    found: list[tuple[date, date]] = []
    for day in days:
        last = min(day + timedelta(days=1), roster.last_day)
        if found and (day - found[-1][1]).days <= 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((day, last))
    return found


def _keep(roster: Roster, *, user: User, by: Actor, now: datetime, as_approver: bool) -> Roster:
    if as_approver or (roster.state == ApprovalState.DRAFT and roster.author_id == user.pk):
        roster.save(update_fields=["figures"])
        return roster
    return approvals.revise(roster, by=by, user=user, now=now, region_code=roster.region.code, figures=roster.figures)
