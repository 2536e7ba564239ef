"""Writes tickets, and keeps the codes, counts and roll-ups that follow from them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Prepared

from ...domain.mapping import RuleBook
from ...domain.taxonomy import System
from ...selectors.mappings import rule_books
from .. import rollups, touched
from . import derived
from .columns import AS_THEY_ARE, NUMBERS, TEXTS, ticket_columns

TIMES_DISAGREE = "times_disagree"
TEXTS_OF_CODES = {TIMES_DISAGREE: _("{count} rows state two times of the complaint on different days; the first was taken.")}
SEALED = ("customer_name_sealed", *(f"{name}_sealed" for name in NUMBERS))
_PRINTS = tuple(f"{name}_print" for name in NUMBERS)
_DERIVED = ("service_class", "complaint_type", "cause", "cause_side", "accepted_on", "resolution_seconds", "resolution_bucket")


class TicketTarget(TableTarget):
    """A row is known by system and ticket number. What follows from other columns plays no part in telling a changed row."""

    model = "complaints.Ticket"
    key: Sequence[str] = ("system", "ticket_id")
    columns: Sequence[str] = (
        "crm_no",
        "region_id",
        *AS_THEY_ARE,
        *TEXTS,
        "subject",
        "category_path",
        "cause_path",
        "claimed_place",
        "status",
        "status_text",
        "solved",
        "satisfied",
        "longitude",
        "latitude",
        "extra",
        *SEALED,
        *_PRINTS,
        *_DERIVED,
    )

    def __init__(self, system: System) -> None:
        self._system = str(system)
        self._books = rule_books()

    @property
    def hash_columns(self) -> Sequence[str]:
        own = [name for name in (*self.key, *self.columns) if name not in SEALED and name not in _DERIVED]
        return (*own, "customer_name")

    def prepare(self, chunk: Chunk) -> Prepared:
        columns = ticket_columns(chunk)
        numbers = chunk.columns["ticket_id"]
        columns["system"] = [self._system] * len(chunk.lines)
        columns["ticket_id"] = numbers
        columns["crm_no"] = numbers if self._system == System.CRM else [number or "" for number in chunk.columns["crm_no"]]
        columns["region_id"] = list(chunk.regions)
        days = columns["accepted_on"]
        columns["service_class"], columns["complaint_type"] = self._codes(self._books.category, columns["category_path"], days)
        columns["cause"], columns["cause_side"] = self._codes(self._books.cause, columns["cause_path"], days)
        return Prepared(columns=columns, problems={}, warnings=_disagreements(chunk))

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        derived.forget(cursor=cursor, batch_id=batch_id)
        super().undo(cursor=cursor, batch_id=batch_id)

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:
        touched.note(cursor, batch_id=batch_id)
        return {batch_id}

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        if touched:
            rollups.refresh(cursor)

    def _codes(self, book: RuleBook, paths: Sequence[str], days: Sequence[date]) -> tuple[list[str], list[str]]:
        """Both codes of every row. While no rule begins or ends the path alone decides."""
        if len(book.spans()) == 1:
            known = {path: book.outcome(system=self._system, path=path, day=date.min) for path in set(paths)}
            found = [known[path] for path in paths]
        else:
            found = [book.outcome(system=self._system, path=path, day=day) for path, day in zip(paths, days, strict=True)]
        return [str(first) for first, _ in found], [str(second) for _, second in found]


def _disagreements(chunk: Chunk) -> dict[str, int]:
    """Rows whose two statements of the complaint's time lie on different days."""
    second = chunk.columns.get("second_accepted_at") or []
    if not any(second):
        return {}
    count = sum(1 for one, other in zip(chunk.columns["accepted_at"], second, strict=True) if one and other and one.date() != other.date())
    return {TIMES_DISAGREE: count} if count else {}
