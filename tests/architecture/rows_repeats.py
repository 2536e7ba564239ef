"""Rows of repeats and invalid tickets, each in a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db.models import Model

from complaints.models import InvalidTicket, RepeatDecision, RepeatGroup, RepeatMember, RepeatPass, RepeatRollup, Ticket

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def _group(place: Place, number: int) -> RepeatGroup:
    group = RepeatGroup.objects.create(
        kind="dispatch", region=place.county, department=place.marker, service_class="voice", first_on=DAY, last_on=DAY, tickets=2,
        customers=1, undecided=1, found_at=NOW, version=0,
    )  # fmt: skip
    first, second = (_own_ticket(place, f"{number}-{copy}") for copy in (1, 2))
    RepeatMember.objects.create(group=group, ticket=first, role="first", found_at=NOW, version=0)
    RepeatMember.objects.create(
        group=group, ticket=second, role="dispatch", key="number", linked_to=first, days=1.5, likeness=0.8, found_at=NOW, version=0
    )
    return group


def _member(place: Place, number: int) -> RepeatMember:
    return _group(place, number + 100).members.get(role="dispatch")


def _decision(place: Place, number: int) -> RepeatDecision:
    earlier, later = (_own_ticket(place, f"{number}-decided-{copy}") for copy in (1, 2))
    return RepeatDecision.objects.create(
        earlier=earlier, later=later, verdict="apart", act=uuid4(), kind="separate", by_name=place.marker, at=NOW, note=place.marker
    )


def _invalid(place: Place, number: int) -> InvalidTicket:
    return InvalidTicket.objects.create(
        ticket=_own_ticket(place, f"{number}-invalid"), region=place.county, day=DAY, code="test",
        findings=[{"code": "test", "words": [place.marker]}], found_at=NOW, version=0,
    )  # fmt: skip


def _rollup(place: Place, number: int) -> RepeatRollup:
    return RepeatRollup.objects.create(
        month=date(2026, 11, 1), region=place.county, department=f"{place.marker} {number}", tickets=9, dispatches=2,
        complaints=1, faults=0, invalid=1,
    )  # fmt: skip


def _pass(place: Place, number: int) -> RepeatPass:
    return RepeatPass.objects.create(
        region=place.region, first_day=DAY, last_day=DAY, tickets=2, changed=number, version=0, seconds=0.1, at=NOW
    )


def _own_ticket(place: Place, name: str) -> Ticket:
    """Like the ticket of the place, under another number."""
    ticket = Ticket.objects.get(pk=place.rows["complaints.Ticket"].pk)
    ticket.pk, ticket.ticket_id, ticket.crm_no = None, f"R-{place.region.code}-{name}", ""
    ticket.accepted_at += timedelta(minutes=1)
    ticket.save(force_insert=True)
    return ticket


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "complaints.RepeatGroup": _group,
    "complaints.RepeatMember": _member,
    "complaints.RepeatDecision": _decision,
    "complaints.InvalidTicket": _invalid,
    "complaints.RepeatRollup": _rollup,
    "complaints.RepeatPass": _pass,
}
