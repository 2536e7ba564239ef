"""Tickets on their way, from the fields that matter to their stop-watches.

ticket = a_ticket(at=province.yunzhou, dispatched="2026-11-23 09:00")
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from complaints.models import OpenWatch, Ticket
from complaints.permissions import ComplaintsPermission
from complaints.services import supervision
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from tests.complaints.builders import NOW

EVERYWHERE = system_access(SYSTEM, list(ComplaintsPermission))
STEPS = ("dispatched", "taken", "replied", "resolved", "closed")
_numbers = count(1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def a_ticket(*, at: Region, accepted: str = "2026-11-23 08:00", **fields: Any) -> Ticket:
    """An EOMS ticket; steps and limits as texts in local time, other fields as the model has them."""
    number = next(_numbers)
    accepted_at = moment(accepted)
    for name in STEPS:
        if name in fields:
            fields[f"{name}_at"] = moment(fields.pop(name))
    for name in ("accept_by", "handle_by"):
        if name in fields:
            fields[name] = moment(fields[name])
    values = {"status": "in_progress", "department": "网络部", "service_class": "voice", **fields}
    return Ticket.objects.create(
        system="eoms", ticket_id=f"E{number}", region=at, accepted_at=accepted_at, accepted_on=accepted_at.date(), **values
    )


def refreshed(now: datetime = NOW) -> dict[tuple[int, str], OpenWatch]:
    """The running watches after a refresh, by ticket and watch."""
    supervision.refresh_watches(now=now)
    return {(row.ticket_id, row.watch): row for row in OpenWatch.objects.all()}


def later(**amount: float) -> datetime:
    return NOW + timedelta(**amount)
