"""Puts a ticket on hold and takes it off again. Time on hold counts for no watch."""

from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...models import Ticket, TicketPause
from .work import start_supervision


class AlreadyOnHold(Exception):
    """Somebody put the ticket on hold before."""


class NotOnHold(Exception):
    """Nobody put the ticket on hold."""


class PauseNeedsReason(Exception):
    """The reason is empty."""


@transaction.atomic
def pause_ticket(*, ticket: Ticket, reason: str, by: Actor, now: datetime) -> TicketPause:
    """Raises PauseNeedsReason, AlreadyOnHold."""
    if not reason.strip():
        raise PauseNeedsReason
    if TicketPause.objects.select_for_update().filter(ticket=ticket, ended_at=None).exists():
        raise AlreadyOnHold(ticket)
    pause = TicketPause.objects.create(ticket=ticket, started_at=now, reason=reason.strip(), made_by=by.name)
    record(by=by, action="complaints.pause_ticket", on=ticket, region_code=ticket.region.code, at=now)
    start_supervision(by=by, now=now)
    return pause


@transaction.atomic
def resume_ticket(*, ticket: Ticket, by: Actor, now: datetime) -> TicketPause:
    """Raises NotOnHold."""
    pause = TicketPause.objects.select_for_update().filter(ticket=ticket, ended_at=None).first()
    if pause is None:
        raise NotOnHold(ticket)
    pause.ended_at, pause.ended_by = max(now, pause.started_at), by.name
    pause.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="complaints.resume_ticket", on=ticket, region_code=ticket.region.code, at=now)
    start_supervision(by=by, now=now)
    return pause
