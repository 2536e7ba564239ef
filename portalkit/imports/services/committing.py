"""The import itself: everything that was staged, in one transaction, or nothing."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..adapters import staging
from ..adapters.staging import Stage
from ..domain.registry import spec_of
from ..domain.runs import Explain, Run
from ..domain.spec import Target, TargetRefused
from ..models import BatchState, ImportBatch
from .checking import counts_of, run_check
from .regions import make_pending
from .states import BatchBusy, lock_target, locked, refuse

COMMITTABLE = (BatchState.CHECKED, BatchState.COMMITTING)


class NothingStaged(Exception):
    """The staging table is gone or incomplete, and the file could not be checked again."""


def run_commit(*, batch_id: int, run: Run, explain: Explain, by: Actor, now: datetime) -> ImportBatch:
    """Imports a checked batch: compares again with what is there now, keeps old values, writes, recomputes, all in one transaction.

    Done twice it writes once. When the database server lost the staged rows, the file is checked again first.
    Rows that break a rule of the database make the batch refused and change nothing. Raises BatchBusy.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    result: dict[str, Any] = {"batch": batch_id}
    if batch.state == BatchState.COMMITTED:
        with run.commit(result):
            result.update(counts_of(batch))
        return batch
    batch = _staged_again(batch, run, explain, by, now)
    target = spec_of(batch.kind).target()
    run.progress(0, batch.staged)
    try:
        with run.commit(result):
            result.update(_write(batch_id, target, by, now))
    except (IntegrityError, TargetRefused) as error:
        refused = error if isinstance(error, TargetRefused) else TargetRefused("integrity", rule=_rule(error))
        with run.commit(result):
            batch = locked(batch_id, *COMMITTABLE)
            refuse(batch, refused.code, refused.params)
            record(by=by, action="imports.refuse", on=batch, detail={"code": refused.code}, at=now)
            result["refused"] = refused.code
    else:
        staging.drop(batch.stage)
    return ImportBatch.objects.select_related("file__stored", "error_file").get(pk=batch_id)


def _write(batch_id: int, target: Target, by: Actor, now: datetime) -> dict[str, int]:
    lock_target(target.lock)
    batch = locked(batch_id, *COMMITTABLE)
    stage = Stage(name=batch.stage, fields=target.stage_fields())
    make_pending(pending=batch.pending_regions, stage=stage, by=by)
    with connection.cursor() as cursor:
        target.keep(cursor=cursor, stage=stage.name, batch_id=batch_id)
        touched = set(target.collect(cursor=cursor, batch_id=batch_id))
        written = target.apply(cursor=cursor, stage=stage.name, batch_id=batch_id)
        touched |= set(target.collect(cursor=cursor, batch_id=batch_id))
        target.recompute(cursor=cursor, touched=touched)
    batch.new, batch.changed = written.new, written.changed
    batch.unchanged = written.unchanged + int(batch.preview.get("repeated", 0))
    batch.state, batch.committed_at, batch.stage = BatchState.COMMITTED, now, ""
    batch.save()
    if follow_up := spec_of(batch.kind).follow_up:
        follow_up(batch=batch, by=by, now=now)
    record(
        by=by, action="imports.commit", on=batch, region_code=_region_code(batch), detail={"kind": batch.kind, **counts_of(batch)}, at=now
    )
    return counts_of(batch)


def _staged_again(batch: ImportBatch, run: Run, explain: Explain, by: Actor, now: datetime) -> ImportBatch:
    """The batch with all its rows staged. An unlogged table is empty after a crash of the server."""
    if batch.state not in COMMITTABLE:
        raise BatchBusy(batch.state)
    target = spec_of(batch.kind).target()
    if Stage(name=batch.stage, fields=target.stage_fields()).count() == batch.staged:
        return batch
    with transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.COMMITTING).update(state=BatchState.CHECKED)
    batch = run_check(batch_id=batch.pk, run=_Prelude(run), explain=explain, by=by, now=now)
    if batch.state != BatchState.CHECKED:
        raise NothingStaged(batch.pk)
    return batch


class _Prelude:
    """A run whose commit is not yet the end of the job."""

    def __init__(self, run: Run) -> None:
        self.progress = run.progress

    def commit(self, result: dict[str, Any]) -> transaction.Atomic:  # noqa: ARG002
        return transaction.atomic()


def _region_code(batch: ImportBatch) -> str:
    return batch.region.code if batch.region else ""


def _rule(error: IntegrityError) -> str:
    """The name of the constraint; never the row, which the server's message would quote."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or str(error).splitlines()[0].partition(":")[0])
