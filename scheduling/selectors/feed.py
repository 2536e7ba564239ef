"""What the calendar feed of an agent tells: the own published shifts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from portalkit.periods.domain.calendar import month_of

from ..domain.feed import FeedEvent, parts_of
from ..models import Agent, Assignment, CalendarFeed, OfferReply, Roster, ShiftRequest
from .labour import shifts_of
from .own import cells_of, rosters_by_day
from .rosters.ground import pauses_of
from .slots import midnight

AHEAD = timedelta(days=366)


def own_feed(agent: Agent) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(agent=agent).first()


def feed_events(agent: Agent, *, today: date) -> tuple[FeedEvent, ...]:
    """Shifts from the first day of last month on, of the rosters in force, in order. Four queries."""
    first = month_of(today).previous().first_day
    owners = rosters_by_day(agent, first, today + AHEAD)
    changed = _changes(agent, first)
    cells = sorted(cells_of([agent], owners).values(), key=lambda cell: cell.day)
    return tuple(event for cell in cells for event in _events(cell, owners[cell.day], changed.get(cell.day)))


def _events(cell: Assignment, roster: Roster, changed: datetime | None) -> Iterable[FeedEvent]:
    template, start = cell.shift, midnight(cell.day)
    if template is None or roster.published_at is None:
        return
    shift = shifts_of([template]).get(template.pk)
    if shift is None:
        return
    for part in parts_of(shift, pauses_of(cell.breaks, shift)):
        yield FeedEvent(
            uid=f"shift-{cell.agent_id}-{cell.day:%Y%m%d}-{part.number}@noc-portal",
            starts_at=start + timedelta(minutes=part.span.start),
            ends_at=start + timedelta(minutes=part.span.end),
            code=template.code,
            name=template.name,
            pauses=tuple((start + timedelta(minutes=one.start), start + timedelta(minutes=one.end)) for one in part.pauses),
            changed_at=max(roster.published_at, changed or roster.published_at),
        )


def _changes(agent: Agent, first: date) -> dict[date, datetime]:
    """Day → when a swap or an offer last changed it after its roster was published."""
    rows = ShiftRequest.objects.filter(
        Q(agent=agent) | Q(colleague=agent),
        Q(first_day__gte=first) | Q(colleague_day__gte=first),
        kind=ShiftRequest.Kind.SWAP,
        state=ShiftRequest.State.GRANTED,
        decided_at__isnull=False,
    )
    found: dict[date, datetime] = {}
    for one, other, at in rows.order_by("decided_at").values_list("first_day", "colleague_day", "decided_at"):
        found |= {day: at for day in (one, other) if day is not None and at is not None}
    taken = OfferReply.objects.filter(agent=agent, state=OfferReply.State.TAKEN, offer__day__gte=first, replied_at__isnull=False)
    for day, at in taken.values_list("offer__day", "replied_at"):
        if at is not None:
            found[day] = max(at, found.get(day, at))
    return found
