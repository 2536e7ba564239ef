"""Special days, one at a time."""

from datetime import date, datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.working_time import FIRST_DAY, LAST_DAY
from ..models import DayKind, SpecialDay


class NotASpecialDay(Exception):
    """The day lies outside the calendar, the kind is unknown or the name is missing."""


@transaction.atomic
def set_day(
    *,
    day: date,
    kind: str,
    name: str,
    by: Actor,
    now: datetime,
    name_en: str = "",
    is_provisional: bool = False,
    source: str = "",
) -> SpecialDay:
    """Says what a day is; the same day again changes it. Raises NotASpecialDay."""
    if not FIRST_DAY <= day <= LAST_DAY or kind not in DayKind.values or not name.strip():
        raise NotASpecialDay(day)
    values = {
        "kind": kind,
        "name": name.strip(),
        "name_en": name_en.strip(),
        "is_provisional": is_provisional,
        "source": source,
        "row_hash": "",
    }
    row, is_new = SpecialDay.objects.update_or_create(day=day, defaults=values)
    detail = {"day": day.isoformat(), "kind": kind, "provisional": is_provisional, "new": is_new}
    record(by=by, action="calendars.set_day", on=row, detail=detail, at=now)
    return row


@transaction.atomic
def remove_day(*, special_day: SpecialDay, by: Actor, now: datetime) -> None:
    """The weekday decides again."""
    detail = {"day": special_day.day.isoformat(), "kind": special_day.kind, "name": special_day.name}
    record(by=by, action="calendars.remove_day", on=special_day, detail=detail, at=now)
    special_day.delete()
