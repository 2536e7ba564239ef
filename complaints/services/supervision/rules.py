"""Sets and ends deadline rules. A rule is never changed: what held stays on record."""

from datetime import date, datetime, timedelta

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.calendars.models import WorkingCalendar
from portalkit.regions.models import Region

from ...domain.supervision.deadlines import FOREVER
from ...domain.supervision.stopwatch import Watch
from ...models import DeadlineRule
from .work import start_supervision

LONGEST = timedelta(days=3650)


class NotADeadline(Exception):
    """The limit is not above zero or longer than ten years, the watch is unknown, or the end lies before the start."""


class DeadlineOverlaps(Exception):
    """The same conditions have a rule already on some of these days."""


class DeadlineHasEnded(Exception):
    """The rule ended on this day or before."""


@transaction.atomic
def set_deadline(
    *,
    watch: str,
    minutes: int,
    calendar: WorkingCalendar,
    valid_from: date,
    by: Actor,
    now: datetime,
    urgency: str = "",
    service_class: str = "",
    department: str = "",
    region: Region | None = None,
    valid_to: date | None = None,
) -> DeadlineRule:
    """Adds a rule for watches that start from a day on, and has running ones worked out anew. Raises NotADeadline, DeadlineOverlaps."""
    is_backwards = valid_to is not None and valid_to <= valid_from
    if watch not in set(Watch) or not 0 < minutes <= LONGEST // timedelta(minutes=1) or is_backwards:
        raise NotADeadline(minutes)
    conditions = {"watch": watch, "urgency": urgency.strip(), "service_class": service_class, "department": department.strip()}
    same = DeadlineRule.objects.select_for_update(of=("self",)).filter(region=region, **conditions)
    if any(rule.valid_from < (valid_to or FOREVER) and valid_from < (rule.valid_to or FOREVER) for rule in same):
        raise DeadlineOverlaps
    rule = DeadlineRule.objects.create(
        **conditions, region=region, minutes=minutes, calendar=calendar, valid_from=valid_from, valid_to=valid_to, made_by=by.name
    )
    detail = {**conditions, "minutes": minutes, "calendar": calendar.code, "from": valid_from.isoformat()}
    record(by=by, action="complaints.set_deadline", on=rule, region_code=region.code if region else "", detail=detail, at=now)
    start_supervision(by=by, now=now)
    return rule


@transaction.atomic
def end_deadline(*, rule: DeadlineRule, on: date, by: Actor, now: datetime) -> DeadlineRule:
    """The rule holds no more for watches that start from this day on; at its first day or before: never. Raises DeadlineHasEnded."""
    if rule.valid_to is not None and rule.valid_to <= on:
        raise DeadlineHasEnded(rule)
    region_code = rule.region.code if rule.region else ""
    record(by=by, action="complaints.end_deadline", on=rule, region_code=region_code, detail={"on": on.isoformat()}, at=now)
    if on <= rule.valid_from:
        rule.delete()
    else:
        rule.valid_to, rule.ended_by = on, by.name
        rule.save(update_fields=["valid_to", "ended_by"])
    start_supervision(by=by, now=now)
    return rule
