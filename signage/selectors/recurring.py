"""When a revision is to be played, and when a screen is on, over the horizon of a manifest."""

import logging
from datetime import date, time, timedelta
from functools import lru_cache

from portalkit.calendars.domain.days import Workdays

from ..domain.days import Horizon, milliseconds
from ..domain.downloads import Intervals, united
from ..domain.recurrence import Recurrence, expand, recurrence_of
from ..models import ScheduleRevision

logger = logging.getLogger(__name__)
_Special = frozenset[tuple[date, bool]]


def occurrences(revision: ScheduleRevision, horizon: Horizon, *, workdays: Workdays) -> Intervals:
    """Whole occurrences that touch the horizon: a player counts positions from where an occurrence began.

    None of a revision whose recurrence cannot be read: one of them must not keep a screen from everything else.
    """
    try:
        recurrence = recurrence_of(
            first_day=revision.first_day,
            last_day=revision.last_day,
            day_parts=revision.day_parts,
            weekdays=revision.weekdays,
            rrule=revision.rrule,
            exceptions=revision.exceptions,
            holidays=revision.holidays,
        )
        return list(_expanded(recurrence, horizon, frozenset(workdays.special.items())))
    except ValueError as error:
        logger.warning("the recurrence of revision %d cannot be read (%s)", revision.pk, error)
        return []


def spans_of(revision: ScheduleRevision, horizon: Horizon, *, workdays: Workdays) -> Intervals:
    """When it is on, cut to the horizon: an emergency until its end or until it was ended, the others in their occurrences."""
    since, until = horizon.ms
    if revision.severity is None:
        return [(max(start, since), min(end, until)) for start, end in occurrences(revision, horizon, workdays=workdays)]
    start = milliseconds(revision.starts_at or revision.made_at)
    ends = [milliseconds(end) for end in (revision.ends_at, revision.schedule.withdrawn_at) if end is not None]
    end = min([*ends, until])
    return [(max(start, since), end)] if start < end and end > since else []


def weekly(days: list[list[list[str]]], horizon: Horizon) -> Intervals:
    """Day parts for each weekday from Monday, over the horizon and cut to it."""
    since, until = horizon.ms
    before = horizon.first_day - timedelta(days=1)
    found: Intervals = []
    for weekday, parts in enumerate(days):
        if parts:
            recurrence = Recurrence(first_day=before, last_day=None, day_parts=_spans(parts), weekdays=frozenset({weekday}))
            found += _expanded(recurrence, horizon, frozenset())
    return united((max(start, since), min(end, until)) for start, end in found)


def forget() -> None:
    """Lets go of the occurrences kept in this process."""
    _expanded.cache_clear()


@lru_cache(maxsize=4096)
def _expanded(recurrence: Recurrence, horizon: Horizon, special: _Special) -> tuple[tuple[int, int], ...]:
    """Kept, since most screens of a province share their schedules."""
    found = expand(recurrence, zone=horizon.zone, workdays=Workdays(dict(special)), since=horizon.since, until=horizon.until)
    return tuple((start, end) for start, end in found)


def _spans(parts: list[list[str]]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in parts)
