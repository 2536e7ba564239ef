"""What is drawn from, and what lies before an inspector."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Count, Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ...domain.quality.sampling import Candidate
from ...models import Sample, SampleItem, TicketScore
from ...permissions import ComplaintsPermission


class Drawn(Protocol):
    """The part of a plan that says from what is drawn."""

    @property
    def region(self) -> Region: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def department(self) -> str: ...


@dataclass(frozen=True)
class Queue:
    """The caller's open items in the order to work in, and where in it a ticket stands."""

    items: tuple[SampleItem, ...]

    def place_of(self, ticket: int) -> int | None:
        return next((place for place, item in enumerate(self.items) if item.ticket_id == ticket), None)

    def after(self, ticket: int) -> SampleItem | None:
        place = self.place_of(ticket)
        if place is None:
            return self.items[0] if self.items else None
        return self.items[place + 1] if place + 1 < len(self.items) else None

    def before(self, ticket: int) -> SampleItem | None:
        place = self.place_of(ticket)
        return self.items[place - 1] if place else None


def candidates(plan: Drawn) -> Iterator[Candidate]:
    """Inspected tickets of the days, the region's subtree and, when named, the department, that lie in no open sample."""
    taken = SampleItem.objects.filter(done_at=None).values("ticket")
    below = Region.objects.filter(path__startswith=plan.region.path)
    rows = TicketScore.objects.filter(day__gte=plan.first_day, day__lte=plan.last_day, region__in=below).exclude(ticket__in=taken)
    if plan.department:
        rows = rows.filter(department=plan.department)
    for row in rows.order_by("pk").values_list("pk", "department", "score", "severity").iterator(chunk_size=5000):
        yield Candidate(*row)


def samples(access: Access) -> QuerySet[Sample]:
    """Those of the caller's regions, newest first, each with `tickets` and `done` counted over its items."""
    rows = access.scope(ComplaintsPermission.INSPECT, Sample.objects.select_related("region", "drawn_by"))
    return rows.annotate(tickets=Count("items"), done=Count("items", filter=~Q(items__done_at=None))).order_by("-pk")


def queue_of(access: Access) -> Queue:
    """One query."""
    rows = SampleItem.objects.filter(inspector=access.user, done_at=None).select_related("ticket__region", "sample")
    scoped = access.scope(ComplaintsPermission.INSPECT, rows, region="ticket__region")
    return Queue(tuple(scoped.order_by("sample", "position", "pk")))


def departments(access: Access) -> tuple[str, ...]:
    """Departments of tickets in reach that were inspected, by name."""
    rows = access.scope(ComplaintsPermission.VIEW, TicketScore.objects.all())
    return tuple(rows.exclude(department="").order_by("department").values_list("department", flat=True).distinct())
