"""What agents do with requests. The rules are asked before anybody else is."""

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.notify.services import notify
from portalkit.periods.domain.calendar import local_day

from ...domain.rules import Violation
from ...models import Absence, Agent, ShiftRequest
from ...selectors.requests import broken_by, changes_of, effect

LONGEST_DAYS = 60
PENDING = (ShiftRequest.State.OPEN, ShiftRequest.State.ASKED)


class Why(StrEnum):
    """Why a request cannot be made."""

    PAST = "past"
    TOO_LONG = "too_long"
    TWICE = "twice"
    NOTHING_TO_SWAP = "nothing_to_swap"
    NOT_A_COLLEAGUE = "not_a_colleague"


class NotPossible(Exception):
    """The request cannot be made; `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


class BreaksRules(Exception):
    """Granting would break rules; `violations` are those."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(f"{len(violations)} violations")
        self.violations = violations


class NotNow(Exception):
    """The request no longer waits for this."""


@transaction.atomic
def ask_leave(
    *,
    agent: Agent,
    first_day: date,
    last_day: date,
    absence_kind: str = Absence.Kind.ANNUAL,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> ShiftRequest:
    """Days off from `first_day` to `last_day`. Raises NotPossible."""
    _check_days(agent, first_day, last_day, now)
    made = ShiftRequest(
        agent=agent, kind=ShiftRequest.Kind.LEAVE, first_day=first_day, last_day=last_day, absence_kind=absence_kind,
        reason=reason.strip()[:200], asked_at=now,
    )  # fmt: skip
    made.effect = effect(made)
    made.save()
    _record("scheduling.ask_leave", made, by=by, now=now)
    return made


@transaction.atomic
def ask_swap(*, agent: Agent, day: date, colleague: Agent, colleague_day: date, reason: str = "", by: Actor, now: datetime) -> ShiftRequest:
    """Both exchange what they work on both days (or on the one day). The colleague is asked first. Raises NotPossible, BreaksRules."""
    _check_days(agent, min(day, colleague_day), max(day, colleague_day), now)
    if colleague.pk == agent.pk or colleague.region_id != agent.region_id:
        raise NotPossible(Why.NOT_A_COLLEAGUE)
    made = ShiftRequest(
        agent=agent, kind=ShiftRequest.Kind.SWAP, state=ShiftRequest.State.ASKED, first_day=day, last_day=day, colleague=colleague,
        colleague_day=colleague_day, reason=reason.strip()[:200], asked_at=now,
    )  # fmt: skip
    check_swap(made)
    made.effect = effect(made)
    made.save()
    _record("scheduling.ask_swap", made, by=by, now=now)
    tell(colleague, _("A colleague asks you for a swap"), made, now=now)
    return made


@transaction.atomic
def answer_swap(*, request: ShiftRequest, colleague: Agent, agrees: bool, by: Actor, now: datetime) -> ShiftRequest:
    """The colleague's word: with it the supervisor is asked, without it the swap is off. Raises NotNow, BreaksRules."""
    found = locked(request)
    if found.state != ShiftRequest.State.ASKED or found.colleague_id != colleague.pk:
        raise NotNow
    if agrees:
        check_swap(found)
        found.state = ShiftRequest.State.OPEN
    else:
        found.state, found.decided_at, found.decided_by = ShiftRequest.State.REFUSED, now, by.name
    found.save(update_fields=["state", "decided_at", "decided_by"])
    _record("scheduling.answer_swap", found, by=by, now=now)
    tell(found.agent, _("Your colleague agrees to the swap") if agrees else _("Your colleague does not agree to the swap"), found, now=now)
    return found


@transaction.atomic
def withdraw_request(*, request: ShiftRequest, agent: Agent, by: Actor, now: datetime) -> ShiftRequest:
    """Takes back what waits. Raises NotNow."""
    found = locked(request)
    if found.agent_id != agent.pk or found.state not in PENDING:
        raise NotNow
    found.state = ShiftRequest.State.WITHDRAWN
    found.save(update_fields=["state"])
    _record("scheduling.withdraw_request", found, by=by, now=now)
    return found


def check_swap(request: ShiftRequest) -> None:
    """Raises NotPossible where the two work the same, BreaksRules where an exchange would break a rule."""
    found = changes_of(request)
    if not found:
        raise NotPossible(Why.NOTHING_TO_SWAP)
    broken = tuple(one for roster, changes in found.values() for one in broken_by(roster, changes))
    if broken:
        raise BreaksRules(broken)


def locked(request: ShiftRequest) -> ShiftRequest:
    rows = ShiftRequest.objects.select_for_update(of=("self",)).select_related("agent__region", "agent__user", "colleague__user")
    return rows.get(pk=request.pk)


def tell(agent: Agent, subject: str, request: ShiftRequest, *, now: datetime) -> None:
    """A notice to the agent, where the agent has a user."""
    if agent.user is not None:
        notify(
            user=agent.user, subject=subject, body=f"{request.agent.name} {request.first_day:%Y-%m-%d}", url=reverse("scheduling:mine"),
            key=f"scheduling.request {request.pk} {request.state} {now.isoformat()}", now=now,
        )  # fmt: skip


def _check_days(agent: Agent, first_day: date, last_day: date, now: datetime) -> None:
    if first_day <= local_day(now):
        raise NotPossible(Why.PAST)
    if (last_day - first_day).days >= LONGEST_DAYS:
        raise NotPossible(Why.TOO_LONG)
    if ShiftRequest.objects.filter(agent=agent, state__in=PENDING, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise NotPossible(Why.TWICE)


def _record(action: str, request: ShiftRequest, *, by: Actor, now: datetime) -> None:
    record(
        by=by, action=action, on=request, region_code=request.agent.region.code, at=now,
        detail={"name": f"{request.agent.code} {request.first_day}", "state": request.state},
    )  # fmt: skip
