"""The watches that a caller may see: rows of the board and its list, and the three of one ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, F, Max, Q, QuerySet, Value

from portalkit.access.selectors import Access
from portalkit.calendars.domain.working_time import WorkingTime
from portalkit.imports.models import BatchState, ImportBatch
from portalkit.regions.models import Region

from ...domain.supervision.legacy import review_at
from ...domain.supervision.stopwatch import Alarm, Limit, LimitSource, Reading, Watch, read, run_of
from ...models import OpenWatch, SupervisionState, Ticket, TicketPause
from ...permissions import ComplaintsPermission
from ..ground import ground
from .books import agreed_dates, books, holds_of
from .running import is_watched, steps_of

TICKET_KINDS = ("crm_tickets", "eoms_tickets")
IS_OVERDUE = Q(due_at__lt=F("now"))
IS_HELD = Q(paused_at__isnull=False) & (Q(due_at=None) | Q(due_at__gte=F("now")))
IS_AT_RISK = Q(paused_at=None, at_risk_at__lte=F("now"), due_at__gte=F("now"))
IS_IN_TIME = Q(paused_at=None, at_risk_at__gt=F("now"))
IS_UNLIMITED = Q(paused_at=None, limit_seconds=None)


@dataclass(frozen=True)
class Freshness:
    """`number` grows with every change, `refreshed_at` is when watches were last worked out, `imported_at` when tickets last came in."""

    number: int
    refreshed_at: datetime | None
    imported_at: datetime | None


@dataclass(frozen=True)
class TicketWatches:
    """The three watches of a ticket as they stand, and its present hold by a person, if any. `readings` holds those that it has."""

    readings: tuple[Reading, ...]
    pause: TicketPause | None
    pauses: tuple[TicketPause, ...]


def open_watches(access: Access, *, now: datetime, region: Region | None = None) -> QuerySet[OpenWatch]:
    """Running watches in reach, each with `now`, so that the conditions of this module can be asked. Raises RegionOutOfReach."""
    rows = access.scope(ComplaintsPermission.VIEW, OpenWatch.objects.all())
    if region is not None:
        rows = ground(access, region=region).within(rows)  # type: ignore[assignment]
    return rows.annotate(now=Value(now, output_field=DateTimeField()))


def freshness() -> Freshness:
    """Two queries."""
    state = SupervisionState.objects.filter(pk=1).first() or SupervisionState()
    imported = ImportBatch.objects.filter(kind__in=TICKET_KINDS, state=BatchState.COMMITTED).aggregate(newest=Max("committed_at"))["newest"]
    return Freshness(number=state.number, refreshed_at=state.refreshed_at, imported_at=imported)


def ticket_watches(ticket: Ticket, *, now: datetime) -> TicketWatches:
    """Worked out at `now` from the ticket itself, so that it shows what the next refresh will. Eight queries."""
    given = books()
    pauses = tuple(TicketPause.objects.filter(ticket=ticket).order_by("-started_at"))
    held = holds_of([ticket.pk]).get(ticket.pk, [])
    agreed = agreed_dates([ticket.pk], now=now).get(ticket.pk)
    readings = []
    for watch in Watch:
        run = run_of(watch, steps_of(ticket))
        if not is_watched(watch, ticket) or run.start is None:
            continue
        found = given.limit(watch, ticket, run.start, agreed=agreed)
        limit = None if found is None else Limit(found.seconds, given.times[found.calendar], found.source)
        readings.append(_reviewed(read(watch, run, limit=limit, pauses=held, now=now), agreed, now))
    return TicketWatches(readings=tuple(readings), pause=next((one for one in pauses if one.ended_at is None), None), pauses=pauses)


def elapsed_seconds(row: OpenWatch, times: Mapping[str, WorkingTime], *, now: datetime) -> int | None:
    """Working time used by a running watch; None without a limit, since no calendar is known."""
    if row.limit_seconds is None or row.calendar not in times:
        return None
    until = max(row.paused_at or now, row.started_at)
    return int(times[row.calendar].working_time_between(row.started_at, until).total_seconds()) - row.paused_seconds


def alarm_of(row: OpenWatch, *, now: datetime) -> Alarm:
    if row.due_at is not None and now > row.due_at:
        return Alarm.OVERDUE
    return Alarm.AT_RISK if row.paused_at is None and row.at_risk_at is not None and now >= row.at_risk_at else Alarm.NONE


def _reviewed(reading: Reading, agreed: datetime | None, now: datetime) -> Reading:
    """A watch with an agreed date is at risk from its review on, not from three quarters of years."""
    if reading.source is not LimitSource.LEGACY or agreed is None or reading.alarm is Alarm.OVERDUE:
        return reading
    since = max(review_at(agreed), reading.started_at or agreed)
    return Reading(**{**reading.__dict__, "at_risk_at": since, "alarm": Alarm.AT_RISK if now >= since else Alarm.NONE})
