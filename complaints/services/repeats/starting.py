"""Puts the search in line: after an import or its undo for the days that it touched, and on demand for a period."""

from datetime import date, datetime

from django.db.models import Count, F, Max, Min
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.imports.models import BatchState, ImportBatch, RowChange
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import Month, local_day

from ...models import RepeatGroup, RepeatPass, Ticket

FIND_REPEATS = "complaints.find_repeats"


def follow_up(*, batch: ImportBatch, by: Actor, now: datetime) -> None:
    """Called inside the transaction of an import or undo."""
    jobs.enqueue(
        kind=FIND_REPEATS,
        key=f"batch-{batch.pk}-{batch.state}",
        title=_("Find repeats after import {number}").format(number=batch.pk),
        params={"batch": batch.pk},
        by=by,
        now=now,
    )


def start_search(*, first: Month, last: Month, by: Actor, now: datetime, result_url: str = "") -> Job:
    """Searches the months and what follows from them."""
    return jobs.enqueue(
        kind=FIND_REPEATS,
        key=f"{first}-{last}",
        title=_("Find repeats from {first} to {last}").format(first=first, last=last),
        params={"first": first.first_day.isoformat(), "last": last.last_day.isoformat()},
        by=by,
        now=now,
        result_url=result_url,
    )


def days_of_batch(batch: ImportBatch) -> tuple[date, date] | None:
    """The days whose tickets the import brought, changed or, being undone, took away; None when there are none.

    An undone import left no trace of the tickets it took; its search remembered their days, and groups that lost a member tell theirs.
    """
    days = [day for day in (*_now_there(batch), *_before(batch)) if day]
    if batch.state == BatchState.UNDONE:
        known = RepeatPass.objects.filter(batch=batch).aggregate(first=Min("first_day"), last=Max("last_day"))
        bereft = RepeatGroup.objects.annotate(present=Count("members")).exclude(present=F("tickets"))
        lost = bereft.aggregate(first=Min("first_on"), last=Max("last_on"))
        days += [day for found in (known, lost) for day in found.values() if day]
    return (min(days), max(days)) if days else None


def month_span(first: Month | None, last: Month | None, found: tuple[date, date] | None) -> tuple[date, date] | None:
    """The days of the months named, open ends by the tickets there are; None where there is nothing to search."""
    if found is None:
        return None
    begin = first.first_day if first else found[0]
    end = last.last_day if last else found[1]
    return (begin, end) if begin <= end else None


def _now_there(batch: ImportBatch) -> tuple[date | None, date | None]:
    """Tickets written last by the batch; after an undo, those that the batch had changed carry an earlier batch again."""
    found = Ticket.objects.filter(batch=batch).aggregate(first=Min("accepted_on"), last=Max("accepted_on"))
    return found["first"], found["last"]


def _before(batch: ImportBatch) -> tuple[date, ...]:
    """The days that changed tickets had before."""
    rows = RowChange.objects.filter(batch=batch, model=Ticket._meta.label, before__isnull=False).values_list("before", flat=True)
    days = [day for before in rows.iterator(chunk_size=1000) if before and (day := _day(before))]
    return (min(days), max(days)) if days else ()


def _day(before: dict[str, object]) -> date | None:
    day, moment = before.get("accepted_on"), before.get("accepted_at")
    if day:
        return parse_date(str(day)[:10])
    at = parse_datetime(str(moment)) if moment else None
    return local_day(at) if at else None
