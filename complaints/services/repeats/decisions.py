"""What people decide about groups: merge, separate, confirm, and take any of it back. The search keeps to it ever after."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.repeats import find_links, grouped
from ...models import RepeatDecision, RepeatGroup, RepeatMember, Ticket
from ...selectors.repeats.reading import decisions_about, members_for, members_of, rules_in_force, tickets_by_id
from .. import versions
from .detection import placed
from .rollups import refresh_rollups
from .writing import Outcome, write_groups

_LONGEST_NOTE = 200
Verdict = RepeatDecision.Verdict
Kind = RepeatDecision.Kind


class HeldApart(Exception):
    """Somebody separated two of these tickets; that is to be taken back first."""


class NotOfThisGroup(Exception):
    """The ticket is no member of the group, or it is one already."""


class NothingToConfirm(Exception):
    """Every member of the group is confirmed."""


class NothingInForce(Exception):
    """The act was taken back before, or another one took its place."""


@transaction.atomic
def merge_repeats(*, group: RepeatGroup, ticket: Ticket, by: Actor, now: datetime, note: str = "") -> UUID:
    """Puts a ticket, and the whole group that it belongs to, into the group. Returns the act. Raises NotOfThisGroup, HeldApart."""
    own = _tickets_of(group)
    other = RepeatMember.objects.select_related("group").filter(ticket=ticket).first()
    joining = _tickets_of(other.group) if other else [ticket.pk]
    if ticket.pk in own:
        raise NotOfThisGroup(ticket.ticket_id)
    everybody = {*own, *joining}
    for one in decisions_about(everybody):
        if one.verdict == Verdict.APART and {one.earlier_id, one.later_id} <= everybody:
            raise HeldApart(ticket.ticket_id)
    act = _decide([(own[0], joining[0])], Verdict.TOGETHER, Kind.MERGE, by, now, note)
    _tell(group, "complaints.merge_repeats", {"ticket": ticket.ticket_id, "note": note}, by, now)
    regroup(everybody, now=now)
    return act


@transaction.atomic
def separate_repeat(*, group: RepeatGroup, ticket: Ticket, by: Actor, now: datetime, note: str = "") -> UUID:
    """Takes a ticket out of the group, for good. Returns the act. Raises NotOfThisGroup."""
    everybody = _tickets_of(group)
    if ticket.pk not in everybody:
        raise NotOfThisGroup(ticket.ticket_id)
    pairs = [(ticket.pk, one) for one in everybody if one != ticket.pk]
    act = _decide(pairs, Verdict.APART, Kind.SEPARATE, by, now, note)
    _tell(group, "complaints.separate_repeat", {"ticket": ticket.ticket_id, "note": note}, by, now)
    regroup(everybody, now=now)
    return act


@transaction.atomic
def confirm_repeats(*, group: RepeatGroup, by: Actor, now: datetime, note: str = "") -> UUID:
    """Says that the members belong together as they are. Tickets that join later are not confirmed. Raises NothingToConfirm."""
    first, *others = _tickets_of(group)
    decided = set(RepeatMember.objects.filter(group=group, is_decided=True).values_list("ticket_id", flat=True))
    pairs = [(first, one) for one in others if one not in decided]
    if not pairs:
        raise NothingToConfirm(group)
    act = _decide(pairs, Verdict.TOGETHER, Kind.CONFIRM, by, now, note)
    _tell(group, "complaints.confirm_repeats", {"tickets": len(pairs) + 1, "note": note}, by, now)
    regroup([first, *others], now=now)
    return act


@transaction.atomic
def undo_repeats(*, act: UUID, by: Actor, now: datetime) -> None:
    """Takes an act back; what it had replaced holds again. Raises NothingInForce."""
    rows = list(RepeatDecision.objects.select_for_update().filter(act=act, withdrawn_at=None))
    if not rows:
        raise NothingInForce(act)
    RepeatDecision.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now, withdrawn_by=uuid4())
    replaced = RepeatDecision.objects.filter(withdrawn_by=act)
    tickets = {ticket for row in [*rows, *replaced] for ticket in (row.earlier_id, row.later_id)}
    replaced.update(withdrawn_at=None, withdrawn_by=None)
    groups = {member.group_id for member in members_for(tickets)}
    ticket = Ticket.objects.select_related("region").get(pk=rows[0].later_id)
    record(by=by, action="complaints.undo_repeats", on=ticket, region_code=ticket.region.code, detail={"act": str(act)}, at=now)
    regroup(tickets | {member.ticket_id for member in members_of(groups)}, now=now)


def regroup(ticket_ids: Collection[int], *, now: datetime) -> None:
    """Groups these tickets anew among themselves, by rules and decisions, so that a page shows at once what was decided."""
    tickets = tickets_by_id(ticket_ids)
    place_of = {one.dispatch.id: place for place, one in enumerate(tickets)}
    in_force = rules_in_force()
    dispatches = [one.dispatch for one in tickets]
    found = find_links(dispatches, in_force.rules)
    groups = grouped(dispatches, found, placed(decisions_about(place_of), place_of))
    stored = {member.ticket_id: member for member in members_for(place_of)}
    write_groups(Outcome(tickets=tickets, start=0, groups=groups, stored=stored, in_force=in_force), now=now)
    days = [one.day for one in tickets]
    for day in {day.replace(day=1) for day in days}:
        refresh_rollups(first=day, last=day, regions={one.region_id for one in tickets})
    versions.bump()


def _tickets_of(group: RepeatGroup) -> list[int]:
    """The members in order of time."""
    members = RepeatMember.objects.filter(group=group).order_by("ticket__accepted_at", "ticket_id")
    return list(members.values_list("ticket_id", flat=True))


def _decide(pairs: Iterable[tuple[int, int]], verdict: str, kind: str, by: Actor, now: datetime, note: str) -> UUID:
    """Writes the decisions of one act; what was said of a pair before is withdrawn by it."""
    act = uuid4()
    ordered = [(min(pair), max(pair)) for pair in pairs]
    for earlier, later in ordered:
        in_force = RepeatDecision.objects.filter(earlier_id=earlier, later_id=later, withdrawn_at=None)
        in_force.update(withdrawn_at=now, withdrawn_by=act)
    RepeatDecision.objects.bulk_create(
        RepeatDecision(
            earlier_id=earlier, later_id=later, verdict=verdict, act=act, kind=kind, by_name=by.name, at=now, note=note[:_LONGEST_NOTE]
        )
        for earlier, later in ordered
    )
    return act


def _tell(group: RepeatGroup, action: str, detail: dict[str, object], by: Actor, now: datetime) -> None:
    first = Ticket.objects.select_related("region").get(pk=_tickets_of(group)[0])
    record(by=by, action=action, on=first, region_code=first.region.code, detail={**detail, "group": group.pk}, at=now)
