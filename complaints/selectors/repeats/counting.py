"""Counts dispatched tickets and the needless ones among them, straight from the tickets of some days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ...domain.taxonomy import System
from ...models import InvalidTicket, RepeatMember, Ticket

_TICKET, _OF_TICKET = "", "ticket__"


@dataclass
class Needless:
    """Of `tickets` dispatched so many are repeated dispatches, repeated complaints, further ones of a mass complaint, invalid."""

    tickets: int = 0
    dispatches: int = 0
    complaints: int = 0
    faults: int = 0
    invalid: int = 0

    def add(self, other: "Needless") -> None:
        self.tickets += other.tickets
        self.dispatches += other.dispatches
        self.complaints += other.complaints
        self.faults += other.faults
        self.invalid += other.invalid

    @property
    def dispatch_share(self) -> float | None:
        return self.dispatches / self.tickets if self.tickets else None

    @property
    def invalid_share(self) -> float | None:
        return self.invalid / self.tickets if self.tickets else None


def counted(*, first: date, last: date, regions: Collection[int] | None = None) -> Mapping[tuple[int, str], Needless]:
    """By region and department, both days included. A ticket that a person called valid is not invalid. Three queries."""
    tickets = Ticket.objects.filter(_within(_TICKET, first, last, regions)).order_by().values_list("region_id", "department")
    found = {(region, department): Needless(tickets=number) for region, department, number in tickets.annotate(number=Count("pk"))}
    members = RepeatMember.objects.filter(_within(_OF_TICKET, first, last, regions)).exclude(role=RepeatMember.Role.FIRST).order_by()
    by_role = members.values_list("ticket__region_id", "ticket__department", "role").annotate(number=Count("pk"))
    for region, department, role, number in by_role:
        setattr(found.setdefault((region, department), Needless()), _COLUMN_OF_ROLE[role], number)
    invalid = InvalidTicket.objects.filter(_within(_OF_TICKET, first, last, regions)).exclude(verdict=InvalidTicket.Verdict.VALID)
    for region, department, number in (
        invalid.order_by().values_list("ticket__region_id", "ticket__department").annotate(number=Count("pk"))
    ):
        found.setdefault((region, department), Needless()).invalid = number
    return found


_COLUMN_OF_ROLE = {
    RepeatMember.Role.DISPATCH.value: "dispatches",
    RepeatMember.Role.COMPLAINT.value: "complaints",
    RepeatMember.Role.FAULT.value: "faults",
}


def _within(ticket: str, first: date, last: date, regions: Collection[int] | None) -> Q:
    dispatched = Q(**{f"{ticket}system": System.EOMS}) | Q(**{f"{ticket}counted": True})
    days = Q(**{f"{ticket}accepted_on__gte": first, f"{ticket}accepted_on__lte": last})
    place = Q() if regions is None else Q(**{f"{ticket}region__in": regions})
    return dispatched & days & place
