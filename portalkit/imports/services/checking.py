"""The check of a batch: what an inspection finds is kept on the batch; the business tables stay as they are."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.services import store

from ..domain.plain import plain_params
from ..domain.refusals import Refused
from ..domain.runs import Explain, Run
from ..models import BatchState, ImportBatch
from .inspection import Inspection
from .lining import line_up
from .states import locked, refuse, reset

CHECKABLE = (BatchState.MAPPED, BatchState.CHECKING, BatchState.CHECKED)


def run_check(*, batch_id: int, run: Run, explain: Explain, by: Actor, now: datetime) -> ImportBatch:
    """Checks the whole file and stages what can be imported. A file that cannot be used makes the batch refused.

    Can be broken off anywhere and run again: it starts from the file. Raises BatchBusy when there is nothing to check.
    """
    with transaction.atomic():
        batch = locked(batch_id, *CHECKABLE)
        reset(batch)
        batch.state = BatchState.CHECKING
        batch.save()
    result: dict[str, Any] = {"batch": batch_id}
    with override(batch.options.get("language") or None):
        try:
            with Inspection(batch=batch, run=run, explain=explain) as inspection:
                inspection.perform()
                with run.commit(result):
                    result.update(_keep(inspection, locked(batch_id, BatchState.CHECKING), by, now))
                inspection.keep_stage()
        except Refused as refusal:
            with run.commit(result):
                result.update(_refuse(locked(batch_id, BatchState.CHECKING), refusal, by, now))
    return ImportBatch.objects.select_related("file__stored", "error_file").get(pk=batch_id)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, name) for name in ("read", "new", "changed", "unchanged", "rejected")}


def _keep(inspection: Inspection, batch: ImportBatch, by: Actor, now: datetime) -> dict[str, Any]:
    found = inspection.found
    batch.stage, batch.staged, batch.pending_regions = inspection.stage.name, found.staged, inspection.pending_regions
    batch.read, batch.rejected = found.read, found.tally.rejected
    batch.new, batch.changed = found.comparison.new, found.comparison.changed
    batch.unchanged = found.comparison.unchanged + found.repeated
    batch.reasons, batch.problems = dict(found.tally.reasons), found.tally.groups
    batch.warnings = [{"code": str(notice.code), "params": plain_params(notice.params)} for notice in inspection.notices()]
    batch.preview = {**found.preview.as_json(), "repeated": found.repeated}
    workbook = inspection.book.close()
    if workbook is not None:
        with workbook.open("rb") as stream:
            batch.error_file = store(stream=stream, now=now)
    batch.state, batch.checked_at = BatchState.CHECKED, now
    batch.save()
    record(by=by, action="imports.check", on=batch, detail=counts_of(batch), at=now)
    if batch.options.get("then_commit"):
        line_up(batch=batch, state=BatchState.COMMITTING, by=by, now=now)
    return counts_of(batch)


def _refuse(batch: ImportBatch, refusal: Refused, by: Actor, now: datetime) -> dict[str, Any]:
    reset(batch)
    refuse(batch, str(refusal.code), refusal.params)
    record(by=by, action="imports.refuse", on=batch, detail={"code": str(refusal.code)}, at=now)
    return {"refused": str(refusal.code)}
