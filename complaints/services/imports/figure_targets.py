"""Writes subscriber counts and published rates: small tables whose old values imports keep."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Prepared, Problem

from ...domain.rates import PER_TEN_THOUSAND, UNITS
from ...domain.taxonomy import ServiceClass
from ..versions import bump

FIRST_MONTH = date(2000, 1, 1)


class _FigureTarget(TableTarget):
    """Rows known by month, region and class; no class means the total."""

    key: Sequence[str] = ("month", "region_id", "service_class")

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:  # noqa: ARG002
        return {batch_id}

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:  # noqa: ARG002
        bump()

    def _keys(self, chunk: Chunk) -> dict[str, list[Any]]:
        return {
            "month": chunk.columns["month"],
            "region_id": list(chunk.regions),
            "service_class": [code or str(ServiceClass.TOTAL) for code in chunk.columns["service_class"]],
        }


class SubscriberTarget(_FigureTarget):
    """A revised count keeps its predecessors in the import's kept values; `revision` says how many there were."""

    model = "complaints.SubscriberCount"
    columns: Sequence[str] = ("subscribers",)

    _undone = 0

    def prepare(self, chunk: Chunk) -> Prepared:
        return Prepared(columns={**self._keys(chunk), "subscribers": chunk.columns["subscribers"]}, problems={})

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        super().undo(cursor=cursor, batch_id=batch_id)
        self._undone = batch_id

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        for batch_id in touched:
            cursor.execute(
                "UPDATE complaints_subscribercount SET revision = 1 + (SELECT count(*) FROM imports_rowchange c"  # noqa: S608
                " WHERE c.model = %s AND c.target_id = complaints_subscribercount.id AND c.batch_id <> %s)"
                f" WHERE id IN ({self.touched_rows(batch_id)})",
                [self.model, self._undone],
            )
        super().recompute(cursor=cursor, touched=touched)


class PublishedRateTarget(_FigureTarget):
    model = "complaints.PublishedRate"
    columns: Sequence[str] = ("value", "per", "source")

    def prepare(self, chunk: Chunk) -> Prepared:
        units = [PER_TEN_THOUSAND if unit is None else unit for unit in chunk.columns["per"]]
        problems = {row: [Problem("unknown_choice", "per", str(unit))] for row, unit in enumerate(units) if unit not in UNITS}
        values = [value if value is None else Decimal(value) for value in chunk.columns["value"]]
        sources = [source or "" for source in chunk.columns["source"]]
        return Prepared(columns={**self._keys(chunk), "value": values, "per": units, "source": sources}, problems=problems)
