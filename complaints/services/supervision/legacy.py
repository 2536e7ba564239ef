"""Proposes, approves and refuses long-planned cases."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.supervision.legacy import LegacyState
from ...models import LegacyCase, Ticket
from ...models.tickets import ENDED
from .telling import tell_decision
from .versions import touch
from .work import start_supervision


class NotForLegacyPool(Exception):
    """The ticket is solved or closed, the time does not lie ahead, the reason is empty, or no person asks."""


class AlreadyProposed(Exception):
    """A proposal for this ticket waits for its decision."""


class AlreadyDecided(Exception):
    """The case is no longer a proposal."""


class OwnProposal(Exception):
    """Whoever proposed a case does not decide on it."""


@transaction.atomic
def propose_legacy(*, ticket: Ticket, expected_at: datetime, reason: str, by: Actor, now: datetime, project: str = "") -> LegacyCase:
    """Raises NotForLegacyPool, AlreadyProposed. A proposal for a case that is agreed already leaves that as it is until decided on."""
    author = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    is_ended = ticket.status in ENDED or ticket.resolved_at is not None or ticket.closed_at is not None
    if author is None or is_ended or expected_at <= now or not reason.strip():
        raise NotForLegacyPool(ticket)
    if LegacyCase.objects.select_for_update(of=("self",)).filter(ticket=ticket, state=LegacyState.PROPOSED).exists():
        raise AlreadyProposed(ticket)
    case = LegacyCase.objects.create(
        ticket=ticket,
        region=ticket.region,
        project=project.strip(),
        reason=reason.strip(),
        expected_at=expected_at,
        proposed_by=author,
        proposed_at=now,
    )
    detail = {"expected": expected_at.isoformat(timespec="minutes"), "project": project}
    record(by=by, action="complaints.propose_legacy", on=case, region_code=ticket.region.code, detail=detail, at=now)
    touch()
    return case


@transaction.atomic
def decide_legacy(*, case: LegacyCase, is_approved: bool, by: Actor, now: datetime, opinion: str = "") -> LegacyCase:
    """Approved, the date stands in place of the limit to solve until it passes, and takes the place of one agreed before.

    Raises AlreadyDecided, OwnProposal, NotForLegacyPool (no person decides, or the date has passed).
    """
    locked = LegacyCase.objects.select_for_update(of=("self",)).select_related("ticket", "region", "proposed_by").get(pk=case.pk)
    decider = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    if locked.state != LegacyState.PROPOSED:
        raise AlreadyDecided(locked)
    if decider is None or (is_approved and locked.expected_at <= now):
        raise NotForLegacyPool(locked.ticket)
    if decider.pk == locked.proposed_by_id:
        raise OwnProposal(locked)
    if is_approved:
        LegacyCase.objects.filter(ticket=locked.ticket, state=LegacyState.APPROVED).update(state=LegacyState.REPLACED)
    locked.state = (LegacyState.APPROVED if is_approved else LegacyState.REFUSED).value
    locked.decided_by, locked.decided_at, locked.opinion = decider, now, opinion.strip()
    locked.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    tell_decision(locked, now=now)
    record(by=by, action="complaints.decide_legacy", on=locked, region_code=locked.region.code, detail={"state": locked.state}, at=now)
    start_supervision(by=by, now=now)
    touch()
    return locked
