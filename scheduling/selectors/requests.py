"""Requests of agents: who may see them, what they would change, what that does to rules and coverage."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet

from portalkit.access.selectors import Access

from ..domain.rules import Violation
from ..domain.shifts import Shift
from ..models import Agent, Assignment, Roster, ShiftRequest
from ..permissions import SchedulingPermission
from .labour import shifts_of
from .own import cells_of, rosters_by_day
from .rosters import effect_of
from .slots import SLOT, Line, Worked, heads_of, needed_of

Changes = dict[tuple[Agent, date], Assignment | None]


def requests_to_decide(access: Access) -> QuerySet[ShiftRequest]:
    """Requests of the agents for whom the caller decides, of every state."""
    rows = ShiftRequest.objects.select_related("agent__region", "colleague")
    return access.scope(SchedulingPermission.APPROVE, rows, region="agent__region")


def changes_of(request: ShiftRequest) -> dict[int, tuple[Roster, Changes]]:
    """Roster by roster the cells that granting changes: an agent's day becomes the shift of an assignment, or off."""
    owners = rosters_by_day(request.agent, *_stretch(request))
    if request.kind == ShiftRequest.Kind.LEAVE:
        cells = cells_of([request.agent], owners)
        wanted: Changes = {(request.agent, day): None for (_agent, day) in cells}
    else:
        wanted = _swapped(request, owners)
    found: dict[int, tuple[Roster, Changes]] = {}
    for (agent, day), cell in wanted.items():
        found.setdefault(owners[day].pk, (owners[day], {}))[1][agent, day] = cell
    return found


def broken_by(roster: Roster, changes: Changes) -> tuple[Violation, ...]:
    """Hard rules that the changes would newly break."""
    return effect_of(roster, {key: _shift(cell) for key, cell in changes.items()})[0]


def effect(request: ShiftRequest) -> dict[str, Any]:
    """What the supervisor is told: shifts that fall away, and heads × hours missing before and after (None without a requirement).

    Coverage is that of all queues together; who answers which queue is not told apart.
    """
    found = changes_of(request)
    before, after, known = 0.0, 0.0, False
    for roster, changes in found.values():
        hours = _missing(roster, changes)
        if hours is not None:
            before, after, known = before + hours[0], after + hours[1], True
    cells = [cell for _roster, changes in found.values() for cell in changes.values()]
    return {
        "shifts": sum(cell is None for cell in cells) if request.kind == ShiftRequest.Kind.LEAVE else 0,
        "missing_before": round(before, 1) if known else None,
        "missing_after": round(after, 1) if known else None,
    }


def _missing(roster: Roster, changes: Changes) -> tuple[float, float] | None:
    days = {day for _agent, day in changes}
    first, last = min(days), max(days)
    needed = needed_of(roster.region, first, last)
    if np.isnan(needed).all():
        return None
    rows = {
        (row.agent_id, row.day): row
        for row in roster.assignments.filter(day__gte=first - timedelta(days=1), day__lte=last, shift__isnull=False).select_related("shift")
    }
    changed = dict(rows)
    for (agent, day), cell in changes.items():
        changed.pop((agent.pk, day), None)
        if cell is not None:
            changed[agent.pk, day] = cell
    return _short(rows, needed, first, last), _short(changed, needed, first, last)


def _short(rows: Mapping[tuple[int, date], Assignment], needed: Line, first: date, last: date) -> float:
    worked = [
        Worked(agent, day, shift, is_night=False, breaks=row.breaks, overtime_minutes=0)
        for (agent, day), row in rows.items()
        if (shift := _shift(row)) is not None
    ]
    heads = np.nan_to_num(heads_of(worked, first, last))
    return float(np.nansum(np.maximum(needed - heads, 0))) * SLOT / 60


def _swapped(request: ShiftRequest, owners: Mapping[date, Roster]) -> Changes:
    colleague = request.colleague
    if colleague is None or request.colleague_day is None:
        return {}
    cells = cells_of([request.agent, colleague], owners)
    found: Changes = {}
    for day in {request.first_day, request.colleague_day} & set(owners):
        mine, theirs = cells.get((request.agent_id, day)), cells.get((colleague.pk, day))
        if (mine and mine.shift_id) != (theirs and theirs.shift_id):
            found[request.agent, day], found[colleague, day] = theirs, mine
    return found


def _stretch(request: ShiftRequest) -> tuple[date, date]:
    other = request.colleague_day or request.first_day
    return min(request.first_day, other), max(request.last_day, other)


def _shift(cell: Assignment | None) -> Shift | None:
    if cell is None or cell.shift is None:
        return None
    return shifts_of([cell.shift]).get(cell.shift.pk)
