"""Absences entered by hand: added, changed, ended and removed, with what they run into named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..models import Absence, Agent, Assignment, ShiftRequest
from ..selectors.agents import shifts_during
from .requests.deciding import write_changes
from .rosters.steps import refresh_figures


class Overlaps(Exception):
    """The agent is absent on some of these days already; `others` are those absences."""

    def __init__(self, others: Sequence[Absence]) -> None:
        super().__init__(f"{len(others)} absences")
        self.others = tuple(others)


class OnTheRoster(Exception):
    """The agent has `shifts` on published rosters on these days."""

    def __init__(self, shifts: Sequence[Assignment]) -> None:
        super().__init__(f"{len(shifts)} shifts")
        self.shifts = tuple(shifts)


class NotUnderWay(Exception):
    """An absence ends on one of its days, before its last."""


@dataclass(frozen=True)
class AbsenceValues:
    """Days (both included), kind and note. `clears`: published shifts of these days are taken off the roster."""

    first_day: date
    last_day: date
    kind: str
    note: str = ""
    clears: bool = False


@transaction.atomic
def add_absence(*, agent: Agent, values: AbsenceValues, by: Actor, now: datetime) -> Absence:
    """Raises Overlaps, and OnTheRoster unless `values.clears`."""
    locked = Agent.objects.select_for_update(of=("self",)).select_related("region").get(pk=agent.pk)
    _check(locked, values)
    made = Absence.objects.create(agent=locked, **_columns(values))
    _clear(made, values, now=now)
    _record("scheduling.add_absence", made, by=by, now=now)
    return made


@transaction.atomic
def change_absence(*, absence: Absence, values: AbsenceValues, by: Actor, now: datetime) -> Absence:
    """A later import of the same first day changes it again. Raises Overlaps, and OnTheRoster unless `values.clears`."""
    found = _locked(absence)
    _check(found.agent, values, but=found)
    for name, value in _columns(values).items():
        setattr(found, name, value)
    found.row_hash = ""
    found.save()
    _clear(found, values, now=now)
    _record("scheduling.change_absence", found, by=by, now=now)
    return found


@transaction.atomic
def end_absence(*, absence: Absence, last_day: date, by: Actor, now: datetime) -> Absence:
    """The agent is back on the day after `last_day`. Shifts taken off the roster before do not come back. Raises NotUnderWay."""
    found = _locked(absence)
    if not found.first_day <= last_day < found.last_day:
        raise NotUnderWay
    found.last_day, found.row_hash = last_day, ""
    found.save(update_fields=["last_day", "row_hash"])
    _record("scheduling.end_absence", found, by=by, now=now)
    return found


@transaction.atomic
def remove_absence(*, absence: Absence, by: Actor, now: datetime) -> None:
    """One that was entered by mistake."""
    found = _locked(absence)
    _record("scheduling.remove_absence", found, by=by, now=now)
    found.delete()


def _locked(absence: Absence) -> Absence:
    return Absence.objects.select_for_update(of=("self",)).select_related("agent__region").get(pk=absence.pk)


def _check(agent: Agent, values: AbsenceValues, *, but: Absence | None = None) -> None:
    rows = Absence.objects.filter(agent=agent, first_day__lte=values.last_day, last_day__gte=values.first_day)
    others = list(rows.exclude(pk=but.pk) if but else rows)
    if others:
        raise Overlaps(others)
    shifts = shifts_during(agent, values.first_day, values.last_day)
    if shifts and not values.clears:
        raise OnTheRoster(shifts)


def _columns(values: AbsenceValues) -> dict[str, object]:
    return {"first_day": values.first_day, "last_day": values.last_day, "kind": values.kind, "note": values.note.strip()[:200]}


def _clear(absence: Absence, values: AbsenceValues, *, now: datetime) -> None:
    """Takes the shifts off as granted leave does."""
    if not values.clears:
        return
    leave = ShiftRequest(
        agent=absence.agent, kind=ShiftRequest.Kind.LEAVE, first_day=absence.first_day, last_day=absence.last_day, asked_at=now
    )
    for roster in write_changes(leave):
        refresh_figures(roster, now=now)


def _record(action: str, absence: Absence, *, by: Actor, now: datetime) -> None:
    detail = {
        "name": absence.agent.code,
        "from": absence.first_day.isoformat(),
        "to": absence.last_day.isoformat(),
        "kind": absence.kind,
    }
    record(by=by, action=action, on=absence, region_code=absence.agent.region.code, detail=detail, at=now)
