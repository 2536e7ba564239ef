"""What all steps of a batch share: locking it, refusing it, clearing what an earlier check left."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from ..adapters import staging
from ..domain.plain import plain_params
from ..models import BatchState, ImportBatch


class BatchBusy(Exception):
    """The batch is in a state that does not allow this step."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def locked(batch_id: int, *states: BatchState) -> ImportBatch:
    """The batch, locked until the transaction ends. Raises BatchBusy when it is in none of the states."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file__stored", "region", "owner").get(pk=batch_id)
    if batch.state not in states:
        raise BatchBusy(batch.state)
    return batch


def lock_target(name: str) -> None:
    """Lets imports with one lock name commit one after the other, until the transaction ends. SQLite's transactions do that anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", ["portalkit.imports", name])


def refuse(batch: ImportBatch, code: str, params: Mapping[str, Any]) -> None:
    """Turns the batch away; nothing of it is in the business tables."""
    batch.state = BatchState.REFUSED
    batch.refusal = {"code": code, "params": plain_params(params)}
    batch.save()


def reset(batch: ImportBatch) -> None:
    """Forgets what an earlier check found."""
    for name in staging.leftovers(batch.pk):
        staging.drop(name)
    batch.stage, batch.staged, batch.pending_regions, batch.refusal = "", 0, [], {}
    batch.read = batch.new = batch.changed = batch.unchanged = batch.rejected = 0
    batch.reasons, batch.problems, batch.warnings, batch.preview, batch.error_file = {}, [], [], {}, None
