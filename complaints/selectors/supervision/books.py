"""What limits are read with: rules, working times, holds and agreed dates."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portalkit.calendars.domain.working_time import WorkingTime
from portalkit.calendars.selectors import ALWAYS_CODE, working_times
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region

from ...domain.supervision.deadlines import Deadline, DeadlineBook, Matter
from ...domain.supervision.legacy import LegacyState
from ...domain.supervision.stopwatch import LimitSource, Pause, Watch, is_countable
from ...models import DeadlineRule, LegacyCase, PendingSpan, TicketPause

Tickets = Collection[int] | QuerySet[Any, Any]


@dataclass(frozen=True)
class Given:
    """A limit of a watch: seconds in the calendar with this code."""

    seconds: int
    calendar: str
    source: LimitSource


@dataclass(frozen=True)
class Books:
    """Everything that sets limits, read once: rules, working times by code, paths of regions."""

    deadlines: DeadlineBook
    times: Mapping[str, WorkingTime]
    paths: Mapping[int, str]

    def limit(self, watch: Watch, ticket: Any, start: datetime, *, agreed: datetime | None = None) -> Given | None:
        """An agreed date first, then the export's own limit, then the rule that says most. None: nobody sets one.

        `ticket` has region_id, department, urgency, service_class, accept_by and handle_by. Dates are counted around the clock.
        """
        if not is_countable(start):
            return None
        if watch is Watch.SOLVE and agreed is not None and agreed > start:
            return _until(agreed, start, LimitSource.LEGACY)
        own = {Watch.ACCEPT: ticket.accept_by, Watch.REPLY: ticket.handle_by}.get(watch)
        if own is not None and own > start and is_countable(own):
            return _until(own, start, LimitSource.EXPORT)
        matter = Matter(
            urgency=ticket.urgency,
            service_class=ticket.service_class,
            department=ticket.department,
            region_path=self.paths[ticket.region_id],
            day=start.astimezone(SHANGHAI).date(),
        )
        rule = self.deadlines.find(watch, matter)
        return None if rule is None else Given(rule.seconds, rule.calendar, LimitSource.RULE)


def books() -> Books:
    """Four queries."""
    return Books(deadlines=deadline_book(), times=working_times(), paths=dict(Region.objects.values_list("pk", "path")))


def deadline_book() -> DeadlineBook:
    """The rules as they stand. One query."""
    return DeadlineBook([_deadline(row) for row in DeadlineRule.objects.select_related("calendar", "region")])


def holds_of(tickets: Tickets) -> dict[int, list[Pause]]:
    """By ticket, what people put on hold and what its own system did. Two queries."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for model in (TicketPause, PendingSpan):
        rows = model.objects.filter(ticket__in=tickets).values_list("ticket_id", "started_at", "ended_at")
        for ticket, started_at, ended_at in rows:
            found[ticket].append(Pause(started_at, ended_at))
    return found


def agreed_dates(tickets: Tickets, *, now: datetime) -> dict[int, datetime]:
    """By ticket, the date agreed for a long-planned case that is still to come. One query."""
    rows = LegacyCase.objects.filter(ticket__in=tickets, state=LegacyState.APPROVED, expected_at__gte=now)
    return dict(rows.values_list("ticket_id", "expected_at"))


def _until(moment: datetime, start: datetime, source: LimitSource) -> Given:
    return Given(int((moment - start).total_seconds()), ALWAYS_CODE, source)


def _deadline(row: DeadlineRule) -> Deadline:
    return Deadline(
        pk=row.pk,
        watch=Watch(row.watch),
        minutes=row.minutes,
        calendar=row.calendar.code,
        urgency=row.urgency,
        service_class=row.service_class,
        department=row.department,
        region_path=row.region.path if row.region else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
