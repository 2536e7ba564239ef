"""What pages and API ask for: each marks the batch and puts a job in line, in one transaction."""

from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job, JobState

from ..adapters import staging
from ..models import BatchState, ImportBatch
from .committing import COMMITTABLE
from .lining import line_up, open_jobs
from .mapping import Choice, map_columns
from .states import locked, reset
from .undoing import UNDOABLE, UndoRefused, later_batches

RECHECKABLE = (BatchState.MAPPED, BatchState.CHECKING, BatchState.CHECKED)
CANCELLABLE = (BatchState.RECEIVED, BatchState.MAPPED, BatchState.CHECKING, BatchState.CHECKED, BatchState.COMMITTING, BatchState.REFUSED)


@transaction.atomic
def map_and_check(*, batch: ImportBatch, choice: Choice, by: Actor, now: datetime, name: str = "", then_commit: bool = False) -> Job:
    """Fixes the mapping and starts the check (and the import after it, when asked). Raises what `map_columns` raises."""
    batch = map_columns(batch=batch, choice=choice, by=by, now=now, name=name)
    if then_commit:
        batch.options["then_commit"] = True
        batch.save(update_fields=["options"])
    return line_up(batch=batch, state=BatchState.CHECKING, by=by, now=now)


@transaction.atomic
def start_check(*, batch: ImportBatch, by: Actor, now: datetime) -> Job:
    """Checks again with the mapping there is, after a job that failed. Raises BatchBusy."""
    return line_up(batch=locked(batch.pk, *RECHECKABLE), state=BatchState.CHECKING, by=by, now=now)


@transaction.atomic
def start_commit(*, batch: ImportBatch, by: Actor, now: datetime) -> Job:
    """Starts the import of a checked batch. Asked twice it runs once. Raises BatchBusy."""
    return line_up(batch=locked(batch.pk, *COMMITTABLE), state=BatchState.COMMITTING, by=by, now=now)


@transaction.atomic
def start_undo(*, batch: ImportBatch, by: Actor, now: datetime) -> Job:
    """Starts the undo of an import. Raises UndoRefused when later imports changed its rows, BatchBusy."""
    batch = locked(batch.pk, *UNDOABLE)
    if later := later_batches(batch.pk):
        raise UndoRefused(later)
    return line_up(batch=batch, state=BatchState.UNDOING, by=by, now=now)


@transaction.atomic
def cancel(*, batch: ImportBatch, by: Actor, now: datetime) -> ImportBatch:
    """Gives a batch up before it is imported; a running job is asked to stop. Raises BatchBusy."""
    batch = locked(batch.pk, *CANCELLABLE)
    waiting = open_jobs(batch)
    for job in waiting:
        jobs.cancel(job=job, by=by, now=now)
    if not any(job.state == JobState.RUNNING for job in waiting):
        reset(batch)
    batch.state = BatchState.CANCELLED
    batch.save()
    record(by=by, action="imports.cancel", on=batch, at=now)
    return batch


@transaction.atomic
def note_cancelled(*, batch_id: int, by: Actor, now: datetime) -> None:
    """After a job that was stopped from the jobs page: the batch is given up, an undo that did not happen leaves it imported."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state == BatchState.UNDOING:
        batch.state = BatchState.COMMITTED
    elif batch.state in (BatchState.CHECKING, BatchState.COMMITTING):
        reset(batch)
        batch.state = BatchState.CANCELLED
    batch.save()
    record(by=by, action="imports.cancel", on=batch, at=now)


def sweep_stages() -> int:
    """Drops the staging tables that no batch names any more: of checks that were killed. Returns how many."""
    named = set(ImportBatch.objects.exclude(stage="").values_list("stage", flat=True))
    running = tuple(f"{staging.PREFIX}{pk}_" for pk in ImportBatch.objects.filter(state=BatchState.CHECKING).values_list("pk", flat=True))
    orphans = [name for name in staging.leftovers() if name not in named and not name.startswith(running)]
    for name in orphans:
        staging.drop(name)
    return len(orphans)
