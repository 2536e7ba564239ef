"""Writes shifts as an iCalendar document (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from ..domain.feed import FeedEvent

REFRESH = timedelta(hours=1)
_ZONE_FROM = date(2020, 1, 1)
PRODUCT = "-//NOC portal//Hotline shifts//EN"


def calendar_of(events: Iterable[FeedEvent], *, name: str) -> bytes:
    """The same bytes for the same events: nothing in it tells when it was written."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for one in events:
        calendar.add_component(_event(one))
    calendar.add_missing_timezones(first_date=_ZONE_FROM)
    content: bytes = calendar.to_ical()
    return content


def _event(one: FeedEvent) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("summary", f"{one.name} {one.code}")
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    changed = one.changed_at.astimezone(UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    if one.pauses:
        breaks = " ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in one.pauses)
        event.add("description", _("Breaks {times}").format(times=breaks))
    return event
