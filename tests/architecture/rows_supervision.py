"""Makers of the rows of supervision and of the working calendar, for `rows.ROWS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from complaints.models import (
    DeadlineRule,
    EscalationContact,
    LegacyCase,
    NoticeEvent,
    NoticeTicket,
    OpenWatch,
    SupervisionNotice,
    Ticket,
    TicketPause,
)
from portalkit.calendars.models import SpecialDay, WorkingCalendar
from tests.builders import a_user

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 11, 20, 4, 0, tzinfo=UTC)  # overdue whenever the tests run


def _special_day(place: Place, number: int) -> SpecialDay:
    day = date(2030, 1, 1) + timedelta(days=sum(map(ord, place.region.code)) % 300 * 60 + number)
    return SpecialDay.objects.create(day=day, kind="holiday", name="假日", source="notice")


def _calendar(place: Place, number: int) -> WorkingCalendar:
    return WorkingCalendar.objects.create(code=f"c-{place.region.code}-{number}".lower(), name="班次", spans="08:00-20:00")


def _ticket(place: Place) -> Any:
    return place.rows["complaints.Ticket"]


def _deadline(place: Place, number: int) -> DeadlineRule:
    return DeadlineRule.objects.create(
        watch="reply", department=f"{number} {place.marker}", region=place.county, minutes=60, calendar=_any_calendar(),
        valid_from=date(2026, 1, 1), made_by=place.marker,
    )  # fmt: skip


def _any_calendar() -> WorkingCalendar:
    return WorkingCalendar.objects.get_or_create(code="always", defaults={"name": "7×24", "spans": "00:00-24:00"})[0]


def _watch(place: Place, number: int) -> OpenWatch:
    ticket = _ticket(place) if number == 0 else _another_ticket(place, number)
    return OpenWatch.objects.create(
        ticket=ticket, watch="solve", region=place.county, department=place.marker, urgency="", service_class="voice",
        started_at=LONG_AGO, source="rule", calendar="always", limit_seconds=3600, at_risk_at=LONG_AGO + timedelta(minutes=45),
        due_at=LONG_AGO + timedelta(hours=1),
    )  # fmt: skip


def _another_ticket(place: Place, number: int) -> Ticket:
    return Ticket.objects.create(
        system="eoms", ticket_id=f"W-{place.region.code}-{number}", region=place.county, accepted_at=NOW, accepted_on=NOW.date(),
        status="in_progress", department=place.marker,
    )  # fmt: skip


def _notice(place: Place, number: int) -> SupervisionNotice:
    notice = SupervisionNotice.objects.create(
        number=f"DB-{place.region.code}-{number}", region=place.county, department=place.marker, reason=place.marker, reply_by=NOW,
        opened_at=NOW, opened_by=place.marker, opened_by_user=place.person, tickets_count=1,
    )  # fmt: skip
    NoticeTicket.objects.create(notice=notice, ticket=_ticket(place))
    NoticeEvent.objects.create(notice=notice, at=NOW, step="opened", level=1, by_name=place.marker, text=place.marker)
    return notice


def _contact(place: Place, number: int) -> EscalationContact:
    return EscalationContact.objects.create(level=1, region=place.county, department=place.marker, email=f"{number}@{place.marker}.example")


def _case(place: Place, number: int) -> LegacyCase:
    decider = a_user("supervisor", at=place.region, username=f"decider-{number}-{place.marker}", full_name=f"Decider {place.marker}")
    return LegacyCase.objects.create(
        ticket=_ticket(place), region=place.county, project=place.marker, reason=place.marker, expected_at=NOW + timedelta(days=number),
        state="refused", proposed_by=place.person, proposed_at=NOW, decided_by=decider, decided_at=NOW, opinion=place.marker,
    )  # fmt: skip


def _pause(place: Place, number: int) -> TicketPause:
    ended = NOW + timedelta(hours=number + 1)
    return TicketPause.objects.create(ticket=_ticket(place), started_at=NOW, ended_at=ended, reason=place.marker, made_by=place.marker)


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "calendars.SpecialDay": _special_day,
    "calendars.WorkingCalendar": _calendar,
    "complaints.DeadlineRule": _deadline,
    "complaints.OpenWatch": _watch,
    "complaints.SupervisionNotice": _notice,
    "complaints.EscalationContact": _contact,
    "complaints.LegacyCase": _case,
    "complaints.TicketPause": _pause,
}
