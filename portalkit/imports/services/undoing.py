"""Takes an import back: changed rows get their old values, new rows go, derived tables follow, in one transaction."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.registry import spec_of
from ..domain.runs import Run
from ..domain.spec import TargetRefused
from ..models import BatchState, ImportBatch, RowChange
from .checking import counts_of
from .states import lock_target, locked

UNDOABLE = (BatchState.COMMITTED, BatchState.UNDOING)


class UndoRefused(Exception):
    """The import cannot be taken back: `later` names the batches that changed its rows since, else its rows are in use elsewhere."""

    def __init__(self, later: tuple[int, ...] = ()) -> None:
        super().__init__(", ".join(map(str, later)) or "in use")
        self.later = later

    @property
    def refusal(self) -> dict[str, Any]:
        code = "undo_later" if self.later else "undo_in_use"
        return {"code": code, "params": {"batches": ", ".join(f"#{number}" for number in self.later)}}


def later_batches(batch_id: int) -> tuple[int, ...]:
    """The imports that changed rows which this one wrote; each must be undone first."""
    found = RowChange.objects.filter(previous_id=batch_id).order_by("batch_id").values_list("batch_id", flat=True).distinct()
    return tuple(found)


def run_undo(*, batch_id: int, run: Run, by: Actor, now: datetime) -> ImportBatch:
    """Undoes a committed batch. Refused, the batch stays committed and says why. Done twice it undoes once. Raises BatchBusy."""
    result: dict[str, Any] = {"batch": batch_id}
    if ImportBatch.objects.get(pk=batch_id).state == BatchState.UNDONE:
        with run.commit(result):
            return ImportBatch.objects.get(pk=batch_id)
    run.progress(0)
    try:
        with run.commit(result):
            result.update(_take_back(batch_id, by, now))
    except (UndoRefused, IntegrityError, TargetRefused) as error:
        refused = error if isinstance(error, UndoRefused) else UndoRefused()
        with run.commit(result):
            batch = locked(batch_id, *UNDOABLE)
            batch.state, batch.refusal = BatchState.COMMITTED, refused.refusal
            batch.save()
            result["refused"] = refused.refusal["code"]
            record(by=by, action="imports.undo_refused", on=batch, detail=refused.refusal, at=now)
    return ImportBatch.objects.select_related("file__stored").get(pk=batch_id)


def _take_back(batch_id: int, by: Actor, now: datetime) -> dict[str, int]:
    batch = ImportBatch.objects.get(pk=batch_id)
    target = spec_of(batch.kind).target()
    lock_target(target.lock)
    batch = locked(batch_id, *UNDOABLE)
    if later := later_batches(batch_id):
        raise UndoRefused(later)
    with connection.cursor() as cursor:
        touched = set(target.collect(cursor=cursor, batch_id=batch_id))
        target.undo(cursor=cursor, batch_id=batch_id)
        touched |= set(target.collect(cursor=cursor, batch_id=batch_id))
        target.recompute(cursor=cursor, touched=touched)
    RowChange.objects.filter(batch_id=batch_id).delete()
    batch.state, batch.undone_at, batch.undone_by, batch.refusal = BatchState.UNDONE, now, by.name, {}
    batch.save()
    if follow_up := spec_of(batch.kind).follow_up:
        follow_up(batch=batch, by=by, now=now)
    record(by=by, action="imports.undo", on=batch, detail={"kind": batch.kind, **counts_of(batch)}, at=now)
    return counts_of(batch)
