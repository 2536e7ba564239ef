"""What supervisors do with requests: granting changes the published roster."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...models import Absence, Assignment, Roster, ShiftRequest
from ...selectors.requests import Changes, changes_of
from ..rosters.steps import refresh_figures
from .asking import NotNow, check_swap, locked, tell


class OwnWork(Exception):
    """Nobody decides on a request of their own, or on a swap with themselves."""


class NoReason(Exception):
    """Whoever refuses says why."""


@transaction.atomic
def grant_request(*, request: ShiftRequest, user: User, note: str = "", by: Actor, now: datetime) -> ShiftRequest:
    """Leave becomes an absence and clears its shifts; a swap exchanges them. The roster's figures follow.

    The rules are asked once more, for the roster may have changed. Raises NotNow, OwnWork, BreaksRules, NotPossible.
    """
    found = _waiting(request, user)
    if found.kind == ShiftRequest.Kind.SWAP:
        check_swap(found)
    touched = write_changes(found)
    if found.kind == ShiftRequest.Kind.LEAVE:
        _be_absent(found)
    for roster in touched:
        refresh_figures(roster, now=now)
    return _decided(found, ShiftRequest.State.GRANTED, note, by=by, now=now)


@transaction.atomic
def refuse_request(*, request: ShiftRequest, user: User, note: str, by: Actor, now: datetime) -> ShiftRequest:
    """Raises NotNow, OwnWork, NoReason."""
    found = _waiting(request, user)
    if not note.strip():
        raise NoReason
    return _decided(found, ShiftRequest.State.REFUSED, note, by=by, now=now)


def write_changes(request: ShiftRequest) -> list[Roster]:
    """Writes what granting changes into the published rosters and returns them; their figures are still the old ones."""
    touched = []
    for roster, changes in changes_of(request).values():
        touched.append(Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=roster.pk))
        _write(touched[-1], changes)
    return touched


def _waiting(request: ShiftRequest, user: User) -> ShiftRequest:
    found = locked(request)
    if found.state != ShiftRequest.State.OPEN:
        raise NotNow
    if user.pk in {found.agent.user_id, found.colleague.user_id if found.colleague else None}:
        raise OwnWork
    return found


def _write(roster: Roster, changes: Changes) -> None:
    fresh = {key: (cell.shift, cell.breaks, cell.overtime_minutes) if cell else (None, "", 0) for key, cell in changes.items()}
    for (agent, day), (shift, breaks, overtime) in fresh.items():
        values = {"shift": shift, "breaks": breaks, "overtime_minutes": overtime}
        Assignment.objects.update_or_create(roster=roster, agent=agent, day=day, defaults=values)


def _be_absent(request: ShiftRequest) -> None:
    """Days that an absence already tells of stay as they are told."""
    rows = Absence.objects.filter(agent=request.agent, first_day__lte=request.last_day, last_day__gte=request.first_day)
    told = {
        number for first, last in rows.values_list("first_day", "last_day") for number in range(first.toordinal(), last.toordinal() + 1)
    }
    runs: list[list[int]] = []
    for number in range(request.first_day.toordinal(), request.last_day.toordinal() + 1):
        if number in told:
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    for first, last in runs:
        Absence.objects.create(
            agent=request.agent, first_day=date.fromordinal(first), last_day=date.fromordinal(last),
            kind=request.absence_kind or Absence.Kind.ANNUAL, note=request.reason,
        )  # fmt: skip


def _decided(request: ShiftRequest, state: ShiftRequest.State, note: str, *, by: Actor, now: datetime) -> ShiftRequest:
    request.state, request.decision_note, request.decided_at, request.decided_by = state, note.strip()[:300], now, by.name
    request.save(update_fields=["state", "decision_note", "decided_at", "decided_by"])
    action = "scheduling.grant_request" if state == ShiftRequest.State.GRANTED else "scheduling.refuse_request"
    record(
        by=by, action=action, on=request, region_code=request.agent.region.code, at=now,
        detail={"name": f"{request.agent.code} {request.first_day}", "reason": request.decision_note},
    )  # fmt: skip
    subject = _("Your request is granted") if state == ShiftRequest.State.GRANTED else _("Your request is refused")
    for agent in filter(None, (request.agent, request.colleague)):
        tell(agent, subject, request, now=now)
    return request
