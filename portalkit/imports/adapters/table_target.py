"""A target that is one table: anti-join upsert from the staging table, old values kept for undo.

    class TicketTarget(TableTarget):
        model = "complaints.Ticket"
        key = ("source", "ticket_id")
        columns = ("accepted_at", "region_id", "content", "phone_sealed", "phone_fingerprint", ...)

        def prepare(self, chunk: Chunk) -> Prepared: ...
        def collect(self, *, cursor, batch_id):
            cursor.execute(f"SELECT DISTINCT month, region_id FROM complaints_ticket WHERE id IN ({self.touched_rows(batch_id)})")
            return set(cursor.fetchall())
        def recompute(self, *, cursor, touched): ...

The model has `id`, `batch` (foreign key to ImportBatch: the last batch that wrote the row) and `row_hash` (text, 32).
Columns that the import does not write (another job's, a person's) are left alone by update and undo; a new row gets the
model fields' defaults there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from ..domain.spec import Chunk, Comparison, Prepared, Problem
from . import upsert


class TableTarget:
    """See the module's text. `hash_columns` defaults to key and columns without the binary ones (ciphertexts differ every time)."""

    model: str
    key: Sequence[str]
    columns: Sequence[str]

    def prepare(self, chunk: Chunk) -> Prepared:
        raise NotImplementedError

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:  # noqa: ARG002
        return set()

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        """Nothing is derived from this table unless the subclass says so."""

    @property
    def hash_columns(self) -> Sequence[str]:
        fields = self.stage_fields()
        return tuple(name for name in (*self.key, *self.columns) if not isinstance(fields[name], models.BinaryField))

    @property
    def lock(self) -> str:
        return self.model.partition(".")[0]

    def stage_fields(self) -> Mapping[str, "models.Field[Any, Any]"]:
        by_column = {str(field.column): field for field in self._model._meta.concrete_fields}
        return {name: by_column[name] for name in (*self.key, *self.columns)}

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:  # noqa: ARG002
        return {}

    def compare(self, *, cursor: Any, stage: str) -> Comparison:
        return upsert.compare(cursor=cursor, table=self._table(), stage=stage)

    def keep(self, *, cursor: Any, stage: str, batch_id: int) -> None:
        upsert.keep(cursor=cursor, table=self._table(), stage=stage, batch_id=batch_id)

    def apply(self, *, cursor: Any, stage: str, batch_id: int) -> Comparison:
        return upsert.apply(cursor=cursor, table=self._table(), stage=stage, batch_id=batch_id)

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        upsert.undo(cursor=cursor, table=self._table(), batch_id=batch_id)

    def touched_rows(self, batch_id: int) -> str:
        """SQL that selects the ids of the rows that a batch makes or changes, right before and after the write and around an undo."""
        return upsert.touched_rows(table=self._table(), batch_id=batch_id)

    @property
    def _model(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def _table(self) -> upsert.Table:
        return upsert.Table(model=self._model, key=tuple(self.key), columns=tuple(self.columns))
