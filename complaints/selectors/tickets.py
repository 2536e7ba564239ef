"""Tickets that a caller may see: the list, one with its other half, and the search."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region
from portalkit.vault.services import fingerprint

from ..domain.taxonomy import System
from ..models import Ticket
from ..permissions import ComplaintsPermission
from .ground import ground

SHORTEST_SEARCH = 3


@dataclass(frozen=True)
class TicketPage:
    """One matter: the CRM ticket and the EOMS tickets of its CRM number, in order of dispatch; halves out of reach are left out.

    `ticket` is the one that was asked for, `has_hidden` says that some other half lies outside the caller's regions.
    """

    ticket: Ticket
    crm: Ticket | None
    eoms: tuple[Ticket, ...]
    has_hidden: bool


def tickets(access: Access, *, region: Region | None = None) -> QuerySet[Ticket]:
    """All tickets in reach, newest first, with their region; add `.filter(counted=True)` to get what the figures count.

    Raises RegionOutOfReach.
    """
    rows = access.scope(ComplaintsPermission.VIEW, Ticket.objects.all())
    if region is not None:
        rows = ground(access, region=region).within(rows)  # type: ignore[assignment]
    return rows.select_related("region").order_by("-accepted_at", "-pk")


def ticket_page(access: Access, *, system: str, ticket_id: str) -> TicketPage:
    """Raises Ticket.DoesNotExist where there is no such ticket in reach. Three queries."""
    ticket = tickets(access).select_related("region", "batch__file").get(system=system, ticket_id=ticket_id)
    if not ticket.crm_no:
        return TicketPage(ticket=ticket, crm=None, eoms=(ticket,), has_hidden=False)
    halves = list(tickets(access).filter(crm_no=ticket.crm_no).select_related("region", "batch__file").order_by("accepted_at", "ticket_id"))
    return TicketPage(
        ticket=ticket,
        crm=next((half for half in halves if half.system == System.CRM), None),
        eoms=tuple(half for half in halves if half.system == System.EOMS),
        has_hidden=Ticket.objects.filter(crm_no=ticket.crm_no).count() > len(halves),
    )


def search_tickets(access: Access, text: str, *, limit: int = 20) -> tuple[Ticket, ...]:
    """Tickets whose number, CRM number or full telephone number this is; numbers of tickets also by their beginning. One query."""
    wanted = text.strip()
    if len(wanted) < SHORTEST_SEARCH:
        return ()
    found = Q(ticket_id__startswith=wanted) | Q(crm_no=wanted)
    mark = fingerprint(wanted)
    if mark:
        found |= Q(phone_print=mark) | Q(fault_number_print=mark)
    return tuple(tickets(access).filter(found)[:limit])
