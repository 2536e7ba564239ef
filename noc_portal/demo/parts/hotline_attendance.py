"""When the demo's agents were signed in: mostly as rostered, some late, some off early, few not at all; signed out for long breaks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from portalkit.periods.domain.calendar import SHANGHAI
from scheduling.domain.adherence import planned_day
from scheduling.domain.shifts import Shift, Span
from scheduling.models import Absence, Assignment, AttendanceSpan
from scheduling.selectors.labour import shifts_of
from scheduling.selectors.rosters.ground import pauses_of

from ..province import PROVINCE_CODE

SEED = 12580
LONG_BREAK = 30
ABSENT, LATE, EARLY = 0.012, 0.08, 0.05


def load(*, now: datetime) -> None:
    """Shifts that have ended by now, of rosters that are published."""
    rows = Assignment.objects.filter(
        roster__published_at__isnull=False,
        agent__region__path__startswith=f"/{PROVINCE_CODE}/",
        shift__isnull=False,
        day__lte=timezone.localdate(now),
    ).select_related("shift")
    assignments = list(rows.order_by("agent_id", "day"))
    shifts = shifts_of({row.shift for row in assignments if row.shift is not None})
    leave = _leave()
    chance = np.random.default_rng(SEED)
    found: list[AttendanceSpan] = []
    for row in assignments:
        shift = shifts[row.shift_id or 0]
        ended = _moment(row.day, shift.end) <= now
        if ended and (row.agent_id, row.day) not in leave:
            found += [
                AttendanceSpan(
                    agent_id=row.agent_id, day=row.day, starts_at=_moment(row.day, span.start), ends_at=_moment(row.day, span.end)
                )
                for span in _stretches(shift, row.breaks, chance)
            ]
    AttendanceSpan.objects.bulk_create(found, batch_size=1_000)


def _stretches(shift: Shift, breaks: str, chance: np.random.Generator) -> Iterator[Span]:
    if chance.random() < ABSENT:
        return
    pauses = [pause for pause in pauses_of(breaks, shift) if pause.minutes >= LONG_BREAK]
    work = planned_day(date.min, shift, pauses).work
    for number, span in enumerate(work):
        start, end = span.start - int(chance.integers(0, 7)) if number == 0 else span.start + int(chance.integers(-1, 4)), span.end
        if number == 0 and chance.random() < LATE:
            start = span.start + 2 + int(chance.exponential(12))
        if number == len(work) - 1:
            end = span.end - 3 - int(chance.exponential(18)) if chance.random() < EARLY else span.end + int(chance.integers(0, 9))
        if end - start > 1:
            yield Span(start, end)


def _leave() -> set[tuple[int, date]]:
    return {
        (agent, first + timedelta(days=number))
        for agent, first, last in Absence.objects.values_list("agent_id", "first_day", "last_day")
        for number in range((last - first).days + 1)
    }


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)
