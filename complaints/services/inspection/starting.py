"""Which tickets a pass takes, and when one is put in line: after each import, after an undo, for a period that somebody asks for."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.imports.models import BatchState, ImportBatch
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job

from ...models import Ticket
from ...selectors.inspection.scope import of_batch, of_days, out_of_date
from .passing import Passed, Progress, inspect_tickets
from .sums import refresh_drifted

INSPECT_BATCH = "complaints.inspect_batch"
INSPECT_DAYS = "complaints.inspect_days"
_TICKETS = ("crm_tickets", "eoms_tickets")


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def follow_up(*, batch: Any, by: Actor, now: datetime) -> None:
    """Puts the inspection of an import's tickets in line."""
    if batch.kind in _TICKETS:
        title = _("Inspect the tickets of {name}").format(name=batch)
        jobs.enqueue(kind=INSPECT_BATCH, key=str(batch.pk), title=title, params={"batch": batch.pk}, by=by, now=now)


def start_changed(*, by: Actor, now: datetime) -> Job:
    """Puts in line that tickets are inspected again which are not as they were then, as after a change of the mapping tables."""
    title = _("Inspect the tickets that changed")
    return jobs.enqueue(kind=INSPECT_BATCH, key="changed", title=title, params={"batch": None}, by=by, now=now)


def start_inspection(*, first: date, last: date, by: Actor, now: datetime) -> Job:
    """Puts in line that the complaints of these days, both included, are inspected again by the rules of then."""
    title = _("Inspect the tickets of {first} to {last}").format(first=first, last=last)
    params = {"first": first.isoformat(), "last": last.isoformat()}
    job = jobs.enqueue(kind=INSPECT_DAYS, key=f"{first}..{last}", title=title, params=params, by=by, now=now)
    record(by=by, action="complaints.inspect_again", detail=params, at=now)
    return job


def inspect_batch(*, batch_id: int | None, now: datetime, progress: Progress = _silent) -> Passed:
    """What the import touched. Of an import that was undone nothing tells which tickets changed: those are found by comparing."""
    batch = ImportBatch.objects.filter(pk=batch_id or 0).first()
    if batch is None or batch.state == BatchState.UNDONE:
        return inspect_changed(now=now, progress=progress)
    return inspect_tickets(tickets=of_batch(batch.pk), now=now, progress=progress)


def inspect_changed(*, now: datetime, progress: Progress = _silent) -> Passed:
    """Tickets that are not as they were when they were inspected last."""
    passed = inspect_tickets(tickets=out_of_date(), now=now, progress=progress)
    refresh_drifted()
    return passed


def inspect_days(*, first: date, last: date, now: datetime, progress: Progress = _silent) -> Passed:
    passed = inspect_tickets(tickets=of_days(first, last), now=now, progress=progress)
    refresh_drifted()
    return passed


def inspect_everything(*, now: datetime, progress: Progress = _silent) -> Passed:
    passed = inspect_tickets(tickets=Ticket.objects.all(), now=now, progress=progress)
    refresh_drifted()
    return passed
