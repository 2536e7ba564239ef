"""Shows one sealed value of one ticket to one person for a reason, and writes that down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.vault.services import open_sealed

from ..models import Ticket

SHORTEST_REASON = 4


class SealedField(StrEnum):
    CUSTOMER_NAME = "customer_name"
    PHONE = "phone"
    FAULT_NUMBER = "fault_number"
    SECOND_FAULT_NUMBER = "second_fault_number"


class ReasonMissing(Exception):
    """Nobody sees a number without saying why."""


class NothingSealed(Exception):
    """The ticket has no such value."""


@dataclass(frozen=True)
class Revealed:
    """The value in clear. Show it once; keep it nowhere."""

    ticket: Ticket
    field: SealedField
    value: str


@transaction.atomic
def reveal_number(*, ticket: Ticket, field: str, reason: str, by: Actor, now: datetime) -> Revealed:
    """One value of one ticket, audited with the reason. Raises ReasonMissing, NothingSealed, ValueError for an unknown field."""
    name = SealedField(field)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    sealed = getattr(ticket, f"{name}_sealed")
    if not sealed:
        raise NothingSealed(name)
    record(
        by=by,
        action="complaints.reveal_number",
        on=ticket,
        region_code=ticket.region.code,
        detail={"field": str(name), "reason": reason.strip()[:200], "system": ticket.system},
        at=now,
    )
    return Revealed(ticket=ticket, field=name, value=open_sealed(sealed))
