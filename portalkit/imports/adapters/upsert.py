"""Set-based upsert from a staging table, and its undo, in SQL that PostgreSQL and SQLite both run.

The staging table has the target's columns and `line`, `row_hash`. A row is known by its key; it is changed when the hash differs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils import timezone

from ..domain.spec import Comparison
from ..models import RowChange
from . import rowjson


@dataclass(frozen=True)
class Table:
    """A target table with the columns that an import owns."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return quoted(self.model._meta.db_table)

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def owned(self) -> tuple[str, ...]:
        """The columns that an undo gives back: all written ones and the hash; the key never changes."""
        return (*self.columns, "row_hash")

    @property
    def primary_key(self) -> str:
        return quoted(str(self.model._meta.pk.column))

    def matches(self, left: str, right: str) -> str:
        return " AND ".join(f"{left}.{quoted(name)} = {right}.{quoted(name)}" for name in self.key)


CHANGES = RowChange._meta.db_table


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def compare(*, cursor: Any, table: Table, stage: str) -> Comparison:
    cursor.execute(
        f"SELECT count(*), count(t.row_hash), count(CASE WHEN t.row_hash = s.row_hash THEN 1 END)"  # noqa: S608
        f" FROM {quoted(stage)} s LEFT JOIN {table.name} t ON {table.matches('t', 's')}"
    )
    staged, known, unchanged = cursor.fetchone()
    return Comparison(new=staged - known, changed=known - unchanged, unchanged=unchanged)


def keep(*, cursor: Any, table: Table, stage: str, batch_id: int) -> None:
    """Writes a RowChange with the old values for every row that the stage would change.

    Counted first: the join that carries whole rows takes several times as long, and most files that come again change nothing.
    """
    if not compare(cursor=cursor, table=table, stage=stage).changed:
        return
    before = rowjson.pack("t", table.model, table.owned)
    cursor.execute(
        f"INSERT INTO {CHANGES} (batch_id, model, target_id, previous_id, before)"  # noqa: S608
        f" SELECT %s, %s, t.{table.primary_key}, t.batch_id, {before}"
        f" FROM {quoted(stage)} s JOIN {table.name} t ON {table.matches('t', 's')} WHERE t.row_hash <> s.row_hash",
        [batch_id, table.label],
    )


def apply(*, cursor: Any, table: Table, stage: str, batch_id: int) -> Comparison:
    """Updates the rows that `keep` kept, inserts those that the table does not know."""
    found = compare(cursor=cursor, table=table, stage=stage)
    changed = _update(cursor=cursor, table=table, stage=stage, batch_id=batch_id)
    new = _insert(cursor=cursor, table=table, stage=stage, batch_id=batch_id) if found.new else 0
    return Comparison(new=new, changed=changed, unchanged=found.new + found.changed + found.unchanged - new - changed)


def undo(*, cursor: Any, table: Table, batch_id: int) -> None:
    """Gives changed rows their old values and their old batch, then deletes the rows that still carry this batch: its new ones."""
    values = rowjson.unpack("c", table.model, table.owned)
    cursor.execute(
        f"UPDATE {table.name} AS t SET {_assignments(values.expressions)}, batch_id = c.previous_id FROM {CHANGES} c{values.join}"  # noqa: S608
        f" WHERE c.batch_id = %s AND c.model = %s AND t.{table.primary_key} = c.target_id",
        [batch_id, table.label],
    )
    cursor.execute(f"DELETE FROM {table.name} WHERE batch_id = %s", [batch_id])  # noqa: S608


def touched_rows(*, table: Table, batch_id: int) -> str:
    """SQL of the ids that a batch makes or changes: those it wrote and those it keeps old values of."""
    number = int(batch_id)
    return (
        f"SELECT {table.primary_key} FROM {table.name} WHERE batch_id = {number}"  # noqa: S608
        f" UNION SELECT target_id FROM {CHANGES} WHERE batch_id = {number} AND model = '{table.label}'"
    )


def _update(*, cursor: Any, table: Table, stage: str, batch_id: int) -> int:
    cursor.execute(f"SELECT count(*) FROM {CHANGES} WHERE batch_id = %s AND model = %s", [batch_id, table.label])  # noqa: S608
    kept = int(cursor.fetchone()[0])
    if not kept:
        return 0
    expressions = {name: f"s.{quoted(name)}" for name in table.owned}
    cursor.execute(
        f"UPDATE {table.name} AS t SET {_assignments(expressions)}, batch_id = %s FROM {quoted(stage)} s, {CHANGES} c"  # noqa: S608
        f" WHERE c.batch_id = %s AND c.model = %s AND t.{table.primary_key} = c.target_id AND {table.matches('t', 's')}",
        [batch_id, batch_id, table.label],
    )
    return kept


def _insert(*, cursor: Any, table: Table, stage: str, batch_id: int) -> int:
    written = (*table.key, *table.owned)
    others = dict(_defaults(table, written))
    columns = ", ".join(map(quoted, (*written, "batch_id", *others)))
    values = ", ".join([*(f"s.{quoted(name)}" for name in written), *["%s"] * (1 + len(others))])
    cursor.execute(
        f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {quoted(stage)} s"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {table.matches('t', 's')})",
        [batch_id, *others.values()],
    )
    return int(cursor.rowcount)


def _defaults(table: Table, written: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
    """What the model's fields hold by default in the columns that the import does not write."""
    for field in table.model._meta.concrete_fields:
        column = str(field.column)
        if field.primary_key or field.generated or column in written or column == "batch_id" or field.has_db_default():
            continue
        stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        yield column, field.get_db_prep_save(timezone.now() if stamped else field.get_default(), connection)


def _assignments(expressions: dict[str, str]) -> str:
    return ", ".join(f"{quoted(name)} = {expression}" for name, expression in expressions.items())
