"""Working calendars."""

from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.hours import Hours, parse_spans
from ..models import WorkingCalendar


@transaction.atomic
def set_hours(
    *, code: str, name: str, spans: str, by: Actor, now: datetime, name_en: str = "", only_workdays: bool = False
) -> WorkingCalendar:
    """Makes a working calendar or changes the one with this code. Raises BadHours (`domain.hours`).

    What is measured with it changes from then on; measures already stored are worked out anew by whoever stored them.
    """
    hours = Hours(parse_spans(spans), only_workdays=only_workdays)
    values = {"name": name, "name_en": name_en, "spans": str(hours), "only_workdays": only_workdays}
    calendar, is_new = WorkingCalendar.objects.update_or_create(code=code, defaults=values)
    detail = {"code": code, "spans": str(hours), "only_workdays": only_workdays, "new": is_new}
    record(by=by, action="calendars.set_hours", on=calendar, detail=detail, at=now)
    return calendar
