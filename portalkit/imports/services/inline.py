"""Runs the steps of an import in the calling process: no worker, no job, the same code."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor

from ..domain.runs import Explain
from ..models import BatchState, ImportBatch
from .checking import run_check
from .committing import run_commit
from .mapping import Choice, map_columns
from .undoing import run_undo

Report = Callable[[int, int | None, str], None]


class InlineRun:
    """A `Run` whose effect is an ordinary transaction."""

    def __init__(self, report: Report | None = None) -> None:
        self._report = report

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        if self._report is not None:
            self._report(done, total, note)

    def commit(self, result: dict[str, Any]) -> AbstractContextManager[Any]:  # noqa: ARG002
        return transaction.atomic()


def import_now(
    *, batch: ImportBatch, choice: Choice, commit: bool, explain: Explain, by: Actor, now: datetime, report: Report | None = None
) -> ImportBatch:
    """Maps, checks and, when asked, imports a received batch. Raises what `map_columns` raises."""
    run = InlineRun(report)
    batch = map_columns(batch=batch, choice=choice, by=by, now=now)
    batch = run_check(batch_id=batch.pk, run=run, explain=explain, by=by, now=now)
    if not commit or batch.state != BatchState.CHECKED:
        return batch
    return run_commit(batch_id=batch.pk, run=run, explain=explain, by=by, now=now)


def undo_now(*, batch: ImportBatch, by: Actor, now: datetime) -> ImportBatch:
    """Takes an import back in the calling process."""
    return run_undo(batch_id=batch.pk, run=InlineRun(), by=by, now=now)
