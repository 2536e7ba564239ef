"""Writes what the search found where it differs from what is stored, and keeps the figures of every group that it touched."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ...domain.repeats import Group, Key, Link, judge_group
from ...models import RepeatGroup, RepeatMember
from ...selectors.repeats.reading import ReadTicket, RulesInForce, StoredMember, members_of, tickets_by_id

_ROWS_AT_ONCE = 400
_SECONDS_OF_DAY = 86_400
_FIGURES = ("kind", "region_id", "department", "service_class", "first_on", "last_on", "tickets", "customers", "undecided")


@dataclass(frozen=True)
class Outcome:
    """What the search says of `tickets[start:]`; members before stand as stored. `stored` holds the members of all these tickets.

    `open_groups` have members later than these tickets, whose turn is yet to come. `overlapping` groups touch the same days: a ticket
    of theirs may have been answered or taken away since.
    """

    tickets: Sequence[ReadTicket]
    start: int
    groups: Sequence[Group]
    stored: Mapping[int, StoredMember]
    in_force: RulesInForce
    open_groups: frozenset[int] = frozenset()
    overlapping: frozenset[int] = frozenset()


@dataclass
class Written:
    """`changed` counts members that came, went or moved; `since` is the first day of a group that was touched."""

    changed: int = 0
    since: date | None = None
    _groups: set[int] = field(default_factory=set)


def write_groups(outcome: Outcome, *, now: datetime) -> Written:
    """Brings the stored groups to the outcome. Runs in the caller's transaction; the same outcome again changes nothing."""
    written = Written()
    claimed: set[int] = set()
    fresh: list[tuple[Group, RepeatGroup]] = []
    wanted: dict[int, RepeatMember] = {}
    for group in outcome.groups:
        number = _number_of(group, outcome, claimed)
        if number is None:
            fresh.append((group, _new_group(group, outcome, now)))
            continue
        claimed.add(number)
        wanted.update(_members(group, number, outcome, now))
    RepeatGroup.objects.bulk_create([row for _, row in fresh], batch_size=_ROWS_AT_ONCE)
    for group, row in fresh:
        wanted.update(_members(group, row.pk, outcome, now))
    _replace(wanted, outcome, written)
    created = {row.pk for _, row in fresh}
    refreshed = refresh_groups((written._groups | outcome.overlapping) - created, outcome.in_force)
    first_days = [outcome.tickets[group.places[0]].day for group, _ in fresh]
    written.since = min([*first_days, *refreshed], default=None)
    return written


def refresh_groups(numbers: Collection[int], in_force: RulesInForce) -> list[date]:
    """Brings roles and figures of stored groups to their tickets; a group of one is none and goes. Returns first days of what changed."""
    by_group: dict[int, list[StoredMember]] = {number: [] for number in numbers}
    for member in members_of(numbers):
        by_group[member.group_id].append(member)
    small = [number for number, members in by_group.items() if len(members) < 2]
    for portion in _portions(small):
        RepeatGroup.objects.filter(pk__in=portion).delete()
    kept = {number: members for number, members in by_group.items() if len(members) > 1}
    tickets = {one.dispatch.id: one for one in tickets_by_id({member.ticket_id for members in kept.values() for member in members})}
    before = {row.pk: row for portion in _portions(kept) for row in RepeatGroup.objects.filter(pk__in=portion)}
    roles: list[RepeatMember] = []
    groups: list[RepeatGroup] = []
    for number, members in kept.items():
        present = [tickets[member.ticket_id] for member in members if member.ticket_id in tickets]
        if len(present) < 2:
            continue
        ordered = sorted(present, key=lambda one: (one.dispatch.at, one.dispatch.id))
        row = _group_row(ordered, {member.ticket_id for member in members if member.is_decided}, in_force)
        row.pk = number
        if any(getattr(row, name) != getattr(before[number], name) for name in _FIGURES):
            groups.append(row)
        stored = {member.ticket_id: member for member in members}
        roles += [
            RepeatMember(pk=stored[ticket].pk, role=role) for ticket, role in _roles(ordered, in_force) if stored[ticket].role != role
        ]
    RepeatGroup.objects.bulk_update(groups, _FIGURES, batch_size=100)
    RepeatMember.objects.bulk_update(roles, ["role"], batch_size=_ROWS_AT_ONCE)
    return [row.first_on for row in groups]


def _number_of(group: Group, outcome: Outcome, claimed: Collection[int]) -> int | None:
    """The stored group that this one goes on: that of its earliest member which has one, unless another group took it already."""
    for place in group.places:
        member = outcome.stored.get(outcome.tickets[place].dispatch.id)
        if member is not None and member.group_id not in claimed:
            return member.group_id
    return None


def _new_group(group: Group, outcome: Outcome, now: datetime) -> RepeatGroup:
    ordered = [outcome.tickets[place] for place in group.places]
    decided = {outcome.tickets[member.place].dispatch.id for member in group.members if member.is_decided}
    row = _group_row(ordered, decided, outcome.in_force)
    row.found_at, row.version = now, outcome.in_force.version
    return row


def _group_row(ordered: Sequence[ReadTicket], decided: Collection[int], in_force: RulesInForce) -> RepeatGroup:
    judged = judge_group([one.dispatch for one in ordered], mass_customers=in_force.rules.mass_customers)
    first = ordered[0]
    return RepeatGroup(
        kind=judged.kind,
        region_id=first.region_id,
        department=first.department,
        service_class=first.dispatch.service_class,
        first_on=first.day,
        last_on=ordered[-1].day,
        tickets=len(ordered),
        customers=judged.customers,
        undecided=sum(one.dispatch.id not in decided for one in ordered[1:]),
    )


def _roles(ordered: Sequence[ReadTicket], in_force: RulesInForce) -> Iterator[tuple[int, str]]:
    judged = judge_group([one.dispatch for one in ordered], mass_customers=in_force.rules.mass_customers)
    return ((one.dispatch.id, str(role)) for one, role in zip(ordered, judged.roles, strict=True))


def _members(group: Group, number: int, outcome: Outcome, now: datetime) -> dict[int, RepeatMember]:
    """Rows of the members that are new or that the search is to place anew; given ones only where they come into this group."""
    roles = dict(_roles([outcome.tickets[place] for place in group.places], outcome.in_force))
    found: dict[int, RepeatMember] = {}
    for member in group.members:
        ticket = outcome.tickets[member.place].dispatch
        stored = outcome.stored.get(ticket.id)
        if member.place < outcome.start and stored is not None and stored.group_id == number:
            continue
        row = RepeatMember(group_id=number, ticket_id=ticket.id, role=roles[ticket.id], is_decided=member.is_decided)
        row.found_at, row.version = now, outcome.in_force.version
        if member.link is not None:
            _describe(row, member.link, outcome)
        elif stored is not None and member.place < outcome.start:
            row.key, row.linked_to_id, row.likeness = stored.key, stored.linked_to_id, stored.likeness
        found[ticket.id] = row
    return found


def _describe(row: RepeatMember, link: Link, outcome: Outcome) -> None:
    earlier, later = (outcome.tickets[place].dispatch for place in (link.earlier, link.later))
    row.key = Key(link.key).name.lower()
    row.linked_to_id = earlier.id
    row.likeness = round(link.likeness, 4)
    row.days = round((later.at - earlier.at).total_seconds() / _SECONDS_OF_DAY, 3)


def _replace(wanted: Mapping[int, RepeatMember], outcome: Outcome, written: Written) -> None:
    """Removes members that are no longer, or that changed, and adds those of `wanted` that are not there like that.

    A stored member that is not among the tickets is no dispatch any more: an EOMS ticket carries it on now.
    """
    given = {one.dispatch.id for one in outcome.tickets[: outcome.start]}
    searched = {one.dispatch.id for one in outcome.tickets[outcome.start :]}
    waiting = _waiting(wanted, searched, outcome)
    gone: list[int] = []
    for ticket, stored in outcome.stored.items():
        row = wanted.get(ticket)
        if row is None and (ticket in given or ticket in waiting):
            continue
        if row is None or not _is_same(row, stored):
            gone.append(stored.pk)
            written._groups.add(stored.group_id)
    kept = {ticket for ticket, stored in outcome.stored.items() if stored.pk not in set(gone)}
    coming = [row for ticket, row in wanted.items() if ticket not in kept]
    for portion in _portions(gone):
        RepeatMember.objects.filter(pk__in=portion).delete()
    RepeatMember.objects.bulk_create(coming, batch_size=_ROWS_AT_ONCE)
    written._groups.update(row.group_id for row in coming)
    written.changed += max(len(gone), len(coming))


def _waiting(wanted: Mapping[int, RepeatMember], searched: Collection[int], outcome: Outcome) -> set[int]:
    """First tickets that stand alone only because the rest of their group is yet to come: their rows stay until then."""
    alone: dict[int, list[StoredMember]] = {}
    for ticket, stored in outcome.stored.items():
        if ticket in searched and ticket not in wanted and stored.group_id in outcome.open_groups:
            alone.setdefault(stored.group_id, []).append(stored)
    return {members[0].ticket_id for members in alone.values() if len(members) == 1 and not members[0].key}


def _is_same(row: RepeatMember, stored: StoredMember) -> bool:
    return (row.group_id, row.key, row.linked_to_id, row.likeness, row.is_decided) == (
        stored.group_id, stored.key, stored.linked_to_id, stored.likeness, stored.is_decided,
    )  # fmt: skip


def _portions(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + _ROWS_AT_ONCE] for start in range(0, len(ordered), _ROWS_AT_ONCE))
