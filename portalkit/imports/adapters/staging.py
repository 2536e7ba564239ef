"""The staging table of one check: made, filled in chunks, asked for repeated keys, dropped.

PostgreSQL: UNLOGGED and filled by COPY. A server crash empties it; the commit counts before it believes.
"""

import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from portalkit.regions.models import Region

from . import rowtext

PREFIX = "import_stage_"
COPY_BYTES = 2 << 20
Fields = Mapping[str, "models.Field[Any, Any]"]


@dataclass(frozen=True)
class Duplicate:
    """A line whose key an earlier line has. `identical`: it says the same as that line."""

    line: int
    identical: bool


@dataclass(frozen=True)
class Stage:
    """A staging table and the columns in it."""

    name: str
    fields: Fields
    _waiting: list[bytes] = field(default_factory=list, compare=False, repr=False)

    @property
    def region_columns(self) -> tuple[str, ...]:
        return tuple(
            name for name, column in self.fields.items() if isinstance(column, models.ForeignKey) and column.related_model is Region
        )

    def create(self) -> None:
        columns = ", ".join(f"{_quoted(name)} {_type(column)}" for name, column in self.fields.items())
        kind = "UNLOGGED TABLE" if _copies() else "TABLE"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE {kind} {_quoted(self.name)} (line integer NOT NULL, {columns}, row_hash varchar(32) NOT NULL)")

    def drop(self) -> None:
        drop(self.name)

    def empty(self) -> None:
        self._waiting.clear()
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_quoted(self.name)}")  # noqa: S608

    def add(self, *, lines: Sequence[int], columns: Mapping[str, list[Any]], hash_columns: Sequence[str], codes: Mapping[int, str]) -> None:
        """Appends rows; `finish` writes the last of them.

        `columns` may hold companions that are hashed and not stored; `codes` names regions by primary key.
        """
        if not lines:
            return
        text_field = models.TextField()
        texts = {name: rowtext.text_of(self.fields.get(name, text_field), column) for name, column in columns.items()}
        regions = {name: rowtext.region_texts(columns[name], codes) for name in self.region_columns if name in hash_columns}
        hashes = rowtext.hashes_of([regions.get(name) or texts[name] for name in hash_columns])
        if _copies():
            self._waiting.append(rowtext.copy_lines([list(map(str, lines)), *(texts[name] for name in self.fields), hashes]))
            if sum(map(len, self._waiting)) >= COPY_BYTES:
                self._copy()
            return
        stored = [_adapted(column, columns[name]) for name, column in self.fields.items()]
        marks = ", ".join(["%s"] * (len(self.fields) + 2))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {_quoted(self.name)} VALUES ({marks})", list(zip(lines, *stored, hashes, strict=True)))  # noqa: S608

    def finish(self, key: Sequence[str]) -> None:
        """Writes what waits; then statistics of the columns that the joins use: of all of them they would take longer than the joins."""
        self._copy()
        columns = f" ({', '.join(map(_quoted, ('line', *key, 'row_hash')))})" if _copies() else ""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_quoted(self.name)}{columns}")

    def duplicates(self, key: Sequence[str]) -> list[Duplicate]:
        """Lines that repeat the key of an earlier line."""
        by_key = ", ".join(map(_quoted, key))
        same = " AND ".join(f"a.{_quoted(name)} = s.{_quoted(name)}" for name in key)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.line, s.row_hash = f.row_hash FROM"  # noqa: S608
                f" (SELECT {by_key}, min(line) AS first FROM {_quoted(self.name)} GROUP BY {by_key} HAVING count(*) > 1) a"
                f" JOIN {_quoted(self.name)} s ON {same} AND s.line > a.first"
                f" JOIN {_quoted(self.name)} f ON f.line = a.first ORDER BY s.line"
            )
            return [Duplicate(line=line, identical=bool(identical)) for line, identical in cursor.fetchall()]

    def supersede(self, key: Sequence[str]) -> tuple[int, int]:
        """Of the lines with one key only the last stays. Returns how many said the same as it, and how many something else."""
        by_key = ", ".join(map(_quoted, key))
        same = " AND ".join(f"a.{_quoted(name)} = s.{_quoted(name)}" for name in key)
        earlier = (
            f"FROM (SELECT {by_key}, max(line) AS last FROM {_quoted(self.name)} GROUP BY {by_key} HAVING count(*) > 1) a"  # noqa: S608
            f" JOIN {_quoted(self.name)} s ON {same} AND s.line < a.last"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), count(CASE WHEN s.row_hash = l.row_hash THEN 1 END) {earlier}"
                f" JOIN {_quoted(self.name)} l ON l.line = a.last"
            )
            count, identical = cursor.fetchone()
            if count:
                cursor.execute(f"DELETE FROM {_quoted(self.name)} WHERE line IN (SELECT s.line {earlier})")  # noqa: S608
        return identical, count - identical

    def remove(self, lines: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            for start in range(0, len(lines), 500):
                part = lines[start : start + 500]
                cursor.execute(f"DELETE FROM {_quoted(self.name)} WHERE line IN ({', '.join(['%s'] * len(part))})", list(part))  # noqa: S608

    def replace_region(self, *, pending: int, pk: int) -> None:
        """Puts the primary key of a region made at commit where the check left its number."""
        with connection.cursor() as cursor:
            for name in self.region_columns:
                cursor.execute(f"UPDATE {_quoted(self.name)} SET {_quoted(name)} = %s WHERE {_quoted(name)} = %s", [pk, pending])  # noqa: S608

    def count(self) -> int:
        """Rows in the table; 0 when the table is gone."""
        if self.name not in connection.introspection.table_names():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {_quoted(self.name)}")  # noqa: S608
            return int(cursor.fetchone()[0])

    def _copy(self) -> None:
        if not self._waiting:
            return
        lines = io.BytesIO(b"".join(self._waiting))
        self._waiting.clear()
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(f"COPY {_quoted(self.name)} FROM STDIN", lines, 1 << 17)


def new_name(batch_id: int) -> str:
    """A fresh name, so that a worker that lost its claim cannot write into another's table."""
    return f"{PREFIX}{batch_id}_{secrets.token_hex(4)}"


def drop(name: str) -> None:
    """Drops a staging table, if it is there."""
    if name.startswith(PREFIX):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")


def leftovers(batch_id: int | None = None) -> list[str]:
    """The staging tables there are; of one batch, or all."""
    prefix = PREFIX if batch_id is None else f"{PREFIX}{batch_id}_"
    return [name for name in connection.introspection.table_names() if name.startswith(prefix)]


def _copies() -> bool:
    return connection.vendor == "postgresql"


def _type(field: "models.Field[Any, Any]") -> str:
    if isinstance(field, models.CharField):
        return "text"
    return str(field.rel_db_type(connection) if isinstance(field, models.AutoField) else field.db_type(connection))


def _adapted(field: "models.Field[Any, Any]", column: list[Any]) -> list[Any]:
    if isinstance(field, models.DateField | models.DecimalField | models.JSONField | models.BinaryField):
        return [None if value is None else field.get_db_prep_save(value, connection) for value in column]
    return column


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
