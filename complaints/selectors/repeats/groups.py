"""Groups, single tickets of them, and invalid tickets, as a caller may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access

from ...models import InvalidTicket, RepeatDecision, RepeatGroup, RepeatMember, RepeatPass, Ticket, ValidityDecision
from ...permissions import ComplaintsPermission

_NEARBY = 5
_NEARBY_DAYS = 7


@dataclass(frozen=True)
class Act:
    """One decision of a person, which may be about several pairs; it can be taken back as a whole."""

    act: UUID
    kind: str
    label: str
    by_name: str
    at: object
    note: str


@dataclass(frozen=True)
class GroupPage:
    """`members` in order of time, of the caller's regions; `hidden` more lie outside of them. `nearby` may be of the same matter."""

    group: RepeatGroup
    members: tuple[RepeatMember, ...]
    hidden: int
    acts: tuple[Act, ...]
    nearby: tuple[RepeatGroup, ...]
    can_sort: bool

    @property
    def first(self) -> Ticket | None:
        return self.members[0].ticket if self.members else None


@dataclass(frozen=True)
class Belonging:
    """What the ticket page tells: the group of the ticket with its other members in reach, and whether the ticket is valid.

    `may_open`: the group's page lies within the caller's reach. `verdict` is the one in force, if a person gave one.
    """

    member: RepeatMember | None
    others: tuple[RepeatMember, ...]
    may_open: bool
    invalid: InvalidTicket | None
    verdict: ValidityDecision | None
    acts: tuple[Act, ...]


def repeat_groups(access: Access) -> QuerySet[RepeatGroup]:
    """Groups whose first ticket lies in reach, newest first."""
    rows = access.scope(ComplaintsPermission.VIEW, RepeatGroup.objects.all())
    return rows.select_related("region__parent").order_by("-last_on", "-pk")


def invalid_tickets(access: Access) -> QuerySet[InvalidTicket]:
    """Tickets that a rule or a person calls invalid, and those that a person has called valid since; newest first."""
    rows = access.scope(ComplaintsPermission.VIEW, InvalidTicket.objects.all())
    return rows.select_related("ticket", "region__parent").order_by("-day", "-pk")


def group_page(access: Access, *, number: int) -> GroupPage:
    """Raises RepeatGroup.DoesNotExist where there is no such group in reach."""
    group = repeat_groups(access).get(pk=number)
    members = _members(access, group)
    shown = {member.ticket_id for member in members}
    hidden = group.members.count() - len(members)
    can_sort = hidden == 0 and all(
        access.covers(ComplaintsPermission.SORT_REPEATS, region) for region in {member.ticket.region for member in members}
    )
    return GroupPage(
        group=group,
        members=members,
        hidden=hidden,
        acts=_acts(shown),
        nearby=tuple(_nearby(access, group)) if can_sort else (),
        can_sort=can_sort,
    )


def belonging(access: Access, ticket: Ticket) -> Belonging:
    """Six queries at most."""
    member = RepeatMember.objects.select_related("group__region").filter(ticket=ticket).first()
    members = _members(access, member.group) if member else ()
    return Belonging(
        member=member,
        others=tuple(one for one in members if one.ticket_id != ticket.pk),
        may_open=member is not None and access.covers(ComplaintsPermission.VIEW, member.group.region),
        invalid=InvalidTicket.objects.filter(ticket=ticket).first(),
        verdict=ValidityDecision.objects.filter(ticket=ticket, withdrawn_at=None).first(),
        acts=_acts({ticket.pk}),
    )


def act_in_reach(access: Access, act: UUID) -> Ticket:
    """A ticket of the act, where the caller may sort every ticket of it. Raises RepeatDecision.DoesNotExist."""
    rows = RepeatDecision.objects.filter(act=act).select_related("earlier", "later")
    reach = access.scope(ComplaintsPermission.SORT_REPEATS, rows, region="earlier__region")
    reach = access.scope(ComplaintsPermission.SORT_REPEATS, reach, region="later__region")
    found = list(reach)
    if not found or len(found) != rows.count():
        raise RepeatDecision.DoesNotExist
    return found[0].earlier


def group_number(ticket: Ticket) -> int | None:
    """The group that the ticket is in now."""
    return RepeatMember.objects.filter(ticket=ticket).values_list("group_id", flat=True).first()


def latest_pass() -> RepeatPass | None:
    """The newest run of the search."""
    return RepeatPass.objects.order_by("-at", "-pk").first()


def _members(access: Access, group: RepeatGroup) -> tuple[RepeatMember, ...]:
    rows = access.scope(ComplaintsPermission.VIEW, RepeatMember.objects.filter(group=group), region="ticket__region")
    return tuple(rows.select_related("ticket__region__parent").order_by("ticket__accepted_at", "ticket_id"))


def _acts(tickets: Collection[int]) -> tuple[Act, ...]:
    """Acts in force that one of the tickets takes part in, newest first."""
    rows = RepeatDecision.objects.filter(Q(earlier__in=tickets) | Q(later__in=tickets), withdrawn_at=None)
    found: dict[UUID, Act] = {}
    for row in rows.order_by("-at", "-pk"):
        found.setdefault(row.act, Act(row.act, row.kind, row.get_kind_display(), row.by_name, row.at, row.note))
    return tuple(found.values())


def _nearby(access: Access, group: RepeatGroup) -> QuerySet[RepeatGroup]:
    """Other groups of the same place and class at the same time."""
    around = timedelta(days=_NEARBY_DAYS)
    rows = repeat_groups(access).filter(
        region=group.region_id,
        service_class=group.service_class,
        first_on__lte=group.last_on + around,
        last_on__gte=group.first_on - around,
    )
    return rows.exclude(pk=group.pk)[:_NEARBY]
