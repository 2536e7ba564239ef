"""Which watches run now, worked out from the tickets, a stretch of tickets at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portalkit.calendars.domain.working_time import moment_of, seconds_of

from ...domain.supervision.bulk import Watches, due_times
from ...domain.supervision.legacy import review_at
from ...domain.supervision.stopwatch import Limit, LimitSource, Pause, Run, Steps, Watch, read, run_of
from ...models import OpenWatch, Ticket
from ...models.tickets import ENDED, OPEN
from .books import Books, Given, agreed_dates, books, holds_of

STRETCH = 5000
COLUMNS = (
    *("pk", "counted", "region_id", "department", "urgency", "service_class", "status", "accepted_at", "dispatched_at", "taken_at"),
    *("replied_at", "resolved_at", "closed_at", "accept_by", "handle_by"),
)
VALUES = (
    *("region_id", "department", "urgency", "service_class", "started_at", "source", "calendar", "limit_seconds", "at_risk_at"),
    *("due_at", "paused_at", "paused_seconds"),
)
Key = tuple[int, str]
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Stretch:
    """Open tickets up to the primary key `last`: the watches that run, and those kept so far.

    `rows` and `kept` map (ticket, watch) to the values of VALUES, in order.
    """

    last: int
    tickets: int
    rows: dict[Key, Values]
    kept: dict[Key, Values]


def stretches(*, now: datetime) -> Iterator[Stretch]:
    """All open tickets in order of primary key; the last stretch reaches to the end of the table. Five queries a stretch, four before."""
    given = books()
    first = 0
    while True:
        rows = list(Ticket.objects.filter(OPEN, pk__gte=first).order_by("pk").only(*COLUMNS)[:STRETCH])
        last = rows[-1].pk if len(rows) == STRETCH else 2**63 - 1
        yield _stretch(rows, given, first=first, last=last, now=now)
        if len(rows) < STRETCH:
            return
        first = last + 1


def open_count() -> int:
    return Ticket.objects.filter(OPEN).count()


def steps_of(ticket: Ticket) -> Steps:
    return Steps(
        accepted_at=ticket.accepted_at,
        dispatched_at=ticket.dispatched_at,
        taken_at=ticket.taken_at,
        replied_at=ticket.replied_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        is_ended=ticket.status in ENDED or ticket.closed_at is not None or ticket.resolved_at is not None,
    )


def is_watched(watch: Watch, ticket: Ticket) -> bool:
    """Taking on and replying are timed for what was dispatched; solving once for a matter, at the ticket that counts."""
    return ticket.counted if watch is Watch.SOLVE else ticket.dispatched_at is not None


def _stretch(tickets: Sequence[Ticket], given: Books, *, first: int, last: int, now: datetime) -> Stretch:
    keys = [ticket.pk for ticket in tickets]
    held, agreed = holds_of(keys), agreed_dates(keys, now=now)
    found = _Found(given, now)
    for ticket in tickets:
        found.add(ticket, held.get(ticket.pk, ()), agreed.get(ticket.pk))
    stored = OpenWatch.objects.filter(ticket_id__gte=first, ticket_id__lte=last).values_list("ticket_id", "watch", *VALUES)
    kept = {(ticket, watch): tuple(values) for ticket, watch, *values in stored}
    return Stretch(last=last, tickets=len(tickets), rows=found.rows(), kept=kept)


class _Found:
    """The running watches: those without holds are worked out together, the few others one by one."""

    def __init__(self, given: Books, now: datetime) -> None:
        self._given, self._now = given, now
        self._plain = Watches()
        self._plain_rows: list[tuple[Key, Values]] = []
        self._agreed: dict[Key, datetime] = {}
        self._done: dict[Key, Values] = {}

    def add(self, ticket: Ticket, pauses: Sequence[Pause], agreed: datetime | None) -> None:
        steps = steps_of(ticket)
        for watch in Watch:
            run = run_of(watch, steps)
            if run.is_over or run.start is None or not is_watched(watch, ticket):
                continue
            key = (ticket.pk, watch.value)
            limit = self._given.limit(watch, ticket, run.start, agreed=agreed)
            head = (ticket.region_id, ticket.department, ticket.urgency, ticket.service_class, run.start)
            if limit is None or pauses:
                self._done[key] = (*head, *self._read(watch, run, limit, pauses))
            else:
                self._plain.add(start=seconds_of(run.start), limit=limit.seconds, calendar=limit.calendar)
                self._plain_rows.append((key, (*head, limit.source.value, limit.calendar, limit.seconds)))
            if limit is not None and limit.source is LimitSource.LEGACY and agreed is not None:
                self._agreed[key] = max(review_at(agreed), run.start)

    def rows(self) -> dict[Key, Values]:
        due = due_times(self._plain, self._given.times)
        for (key, head), at_risk, until in zip(self._plain_rows, due.at_risk.tolist(), due.due.tolist(), strict=True):
            self._done[key] = (*head, self._agreed.get(key) or moment_of(at_risk), moment_of(until), None, 0)
        return self._done

    def _read(self, watch: Watch, run: Run, given: Given | None, pauses: Sequence[Pause]) -> Values:
        """The last values of VALUES. Used before the present hold: what has passed until it began, but for the time that counted."""
        limit = None if given is None else Limit(given.seconds, self._given.times[given.calendar], given.source)
        seen = read(watch, run, limit=limit, pauses=pauses, now=self._now)
        if limit is None or given is None:
            return LimitSource.NONE.value, "", None, None, None, seen.held_since, 0
        paused = seen.paused
        if seen.held_since is not None and run.start is not None:
            paused = int(limit.time.working_time_between(run.start, seen.held_since).total_seconds()) - (seen.elapsed or 0)
        return given.source.value, given.calendar, given.seconds, seen.at_risk_at, seen.due_at, seen.held_since, paused
