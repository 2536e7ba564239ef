"""What supervision starts with, where its tables are still empty. Takes models as arguments, so that the migration hands in its own."""

from typing import Any

from django.db import transaction

from portalkit.calendars.models import SpecialDay, WorkingCalendar
from portalkit.calendars.services import ensure_calendars, ensure_known_days

from ...domain.supervision.defaults import DEADLINES, LEVELS, OVERDUE_MINUTES, SINCE
from ...models import AutomaticNotice, DeadlineRule, EscalationLevel


@transaction.atomic
def ensure_default_supervision() -> None:
    """Working calendars, limits, the chain and the rules for automatic notices (switched off)."""
    ensure_known_days(SpecialDay)
    ensure_calendars(WorkingCalendar)
    fill(WorkingCalendar, DeadlineRule, EscalationLevel, AutomaticNotice)


def fill(calendars: Any, deadlines: Any, levels: Any, automatic: Any) -> None:
    """`ensure_default_supervision` for given models."""
    by_code = {calendar.code: calendar for calendar in calendars.objects.all()}
    if not deadlines.objects.exists():
        deadlines.objects.bulk_create(
            deadlines(watch=one.watch, urgency=one.urgency, minutes=one.minutes, calendar=by_code[one.calendar], valid_from=SINCE)
            for one in DEADLINES
        )
    if not levels.objects.exists():
        levels.objects.bulk_create(
            levels(level=one.level, name=one.name, name_en=one.name_en, reply_minutes=one.reply_minutes, calendar=by_code[one.calendar])
            for one in LEVELS
        )
    if not automatic.objects.exists():
        automatic.objects.bulk_create(automatic(watch=watch, overdue_minutes=minutes) for watch, minutes in OVERDUE_MINUTES.items())
