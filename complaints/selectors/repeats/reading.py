"""What the search for repeats reads: tickets that were dispatched, stored groups, decisions in force."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from portalkit.regions.models import Level

from ...domain.repeats import Dispatch, RepeatRules, TicketFacts, rules_from
from ...domain.taxonomy import System
from ...models import RepeatDecision, RepeatGroup, RepeatMember, RepeatRuleSet, Status, Ticket

DISPATCHED = Q(system=System.EOMS) | Q(counted=True)
"""Every EOMS ticket, and of CRM those that no EOMS ticket carries on. The CRM half of a dispatched matter is no dispatch of its own."""

_ROWS_AT_ONCE = 2_000
_IDS_AT_ONCE = 400
_FIELDS = (
    "id", "accepted_at", "accepted_on", "region_id", "department", "service_class", "crm_no", "cell", "status", "subject", "category_path",
    "content", "fault_location", "phone_print", "fault_number_print", "second_fault_number_print", "longitude", "replied_at", "resolved_at",
    "closed_at", "region__level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadTicket:
    """A ticket as the search knows it, and what its group takes over from it."""

    dispatch: Dispatch
    facts: TicketFacts
    day: date
    region_id: int
    department: str


@dataclass(frozen=True)
class StoredMember:
    pk: int
    ticket_id: int
    group_id: int
    role: str
    key: str
    linked_to_id: int | None
    likeness: float | None
    is_decided: bool


@dataclass(frozen=True)
class RulesInForce:
    """`version` 0 stands for the defaults."""

    version: int
    rules: RepeatRules


def rules_in_force() -> RulesInForce:
    """One query."""
    newest = RepeatRuleSet.objects.order_by("-number").first()
    return RulesInForce(0, RepeatRules()) if newest is None else RulesInForce(newest.number, rules_from(newest.values))


def tickets_between(first: date, until: date) -> list[ReadTicket]:
    """Dispatched tickets from a day (inclusive) to a day (exclusive), in order of time. One query."""
    rows = Ticket.objects.filter(DISPATCHED, accepted_on__gte=first, accepted_on__lt=until)
    return _read(rows.order_by("accepted_at", "pk").values_list(*_FIELDS).iterator(chunk_size=_ROWS_AT_ONCE))


def tickets_by_id(wanted: Collection[int]) -> list[ReadTicket]:
    """The tickets with these keys that were dispatched, in order of time."""
    found = [row for ids in _portions(wanted) for row in _read(Ticket.objects.filter(DISPATCHED, pk__in=ids).values_list(*_FIELDS))]
    return sorted(found, key=lambda one: (one.dispatch.at, one.dispatch.id))


def members_between(first: date, until: date) -> list[StoredMember]:
    """Stored members whose tickets lie between the days. One query."""
    rows = RepeatMember.objects.filter(ticket__accepted_on__gte=first, ticket__accepted_on__lt=until)
    return [_stored(row) for row in rows.iterator(chunk_size=_ROWS_AT_ONCE)]


def members_of(group_ids: Collection[int]) -> list[StoredMember]:
    return [_stored(row) for ids in _portions(group_ids) for row in RepeatMember.objects.filter(group__in=ids)]


def members_for(ticket_ids: Collection[int]) -> list[StoredMember]:
    return [_stored(row) for ids in _portions(ticket_ids) for row in RepeatMember.objects.filter(ticket__in=ids)]


def groups_overlapping(first: date, until: date) -> frozenset[int]:
    """Stored groups that reach into the days. One query."""
    return frozenset(RepeatGroup.objects.filter(last_on__gte=first, first_on__lt=until).values_list("pk", flat=True))


def decisions_about(ticket_ids: Collection[int]) -> list[RepeatDecision]:
    """Decisions in force in which one of the tickets takes part; people decide little, so all are read and sorted out here. One query."""
    known = set(ticket_ids)
    in_force = RepeatDecision.objects.filter(withdrawn_at=None).order_by("pk")
    return [one for one in in_force if one.earlier_id in known or one.later_id in known]


def window_before(day: date, rules: RepeatRules) -> date:
    """The first day whose tickets a ticket of this day is compared with."""
    return day - timedelta(days=rules.longest_window + 1)


def _read(rows: Iterable[tuple]) -> list[ReadTicket]:  # type: ignore[type-arg]
    return [_ticket(dict(zip(_FIELDS, row, strict=True))) for row in rows]


def _ticket(row: dict) -> ReadTicket:  # type: ignore[type-arg]
    prints = (row["phone_print"], row["fault_number_print"], row["second_fault_number_print"])
    numbers = tuple({mark for mark in prints if mark})
    answers = [moment for moment in (row["replied_at"], row["resolved_at"], row["closed_at"]) if moment]
    said = row["content"] or _own_subject(row["subject"], row["category_path"])
    is_below_prefecture = row["region__level"] in (Level.COUNTY, Level.HALL)
    dispatch = Dispatch(
        id=row["id"],
        at=row["accepted_at"],
        text=f"{said}\n{row['fault_location']}",
        numbers=numbers,
        crm_no=row["crm_no"],
        cell=row["cell"],
        place=row["region_id"],
        service_class=row["service_class"],
        answered_at=min(answers, default=None),
    )
    facts = TicketFacts(
        text=said,
        is_cancelled=row["status"] == Status.CANCELLED,
        has_number=bool(numbers),
        has_place=is_below_prefecture or bool(row["cell"] or row["fault_location"]) or row["longitude"] is not None,
    )
    return ReadTicket(dispatch=dispatch, facts=facts, day=row["accepted_on"], region_id=row["region_id"], department=row["department"])


def _own_subject(subject: str, category_path: str) -> str:
    """A subject that is no more than the category says nothing about the matter."""
    return "" if subject == category_path else subject


def _stored(row: RepeatMember) -> StoredMember:
    return StoredMember(row.pk, row.ticket_id, row.group_id, row.role, row.key, row.linked_to_id, row.likeness, row.is_decided)


def _portions(wanted: Collection[int]) -> Iterable[list[int]]:
    """Few enough at once for a database that bounds the number of parameters."""
    ordered = sorted(wanted)
    return (ordered[start : start + _IDS_AT_ONCE] for start in range(0, len(ordered), _IDS_AT_ONCE))
