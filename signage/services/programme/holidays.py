"""Tells screens of public holidays that are no longer those by which they were told when to play."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from portalkit.audit.domain.actors import Actor
from portalkit.calendars.selectors import workdays

from ...domain.days import HORIZON_DAYS, LOOK_BACK_DAYS, usual_day
from ...models import KnownCalendar, ScheduleRevision
from ...selectors.targeting import screens_meant, target_of
from ..publishing import publish_settings

_ONLY_ROW = 1


@transaction.atomic
def follow_calendar(*, by: Actor, now: datetime) -> int:
    """How many screens were told: those with something on air that goes by holidays, where a day of their manifest has changed.

    However the calendar was changed: in its form, by an import, by an import undone. One query where it was not.
    """
    days = {day.isoformat(): is_worked for day, is_worked in workdays().special.items()}
    known, is_new = KnownCalendar.objects.select_for_update().get_or_create(pk=_ONLY_ROW, defaults={"days": days, "told_at": now})
    if is_new or known.days == days:
        return 0
    changed = {day for day in known.days.keys() | days.keys() if known.days.get(day) != days.get(day)}
    known.days, known.told_at = days, now
    known.save(update_fields=["days", "told_at"])
    first, last = usual_day(now) - timedelta(days=LOOK_BACK_DAYS + 1), usual_day(now) + timedelta(days=HORIZON_DAYS + 1)
    if not any(first.isoformat() <= day <= last.isoformat() for day in changed):
        return 0
    revisions = ScheduleRevision.objects.filter(schedule__on_air=F("pk")).exclude(holidays=ScheduleRevision.Holidays.IGNORE)
    screens = screens_meant(map(target_of, revisions.select_related("schedule__region").prefetch_related("regions", "screens")))
    if screens:
        publish_settings(screens=screens, by=by, now=now)
    return len(screens)
