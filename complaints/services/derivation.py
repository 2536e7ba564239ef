"""Holds the mapped codes of tickets to the mapping tables, wherever a value came from: an import, an undo, an older rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..domain.mapping import FOREVER, RuleBook
from ..selectors.mappings import rule_books
from . import touched

_FIX = "complaints_fix"


@dataclass(frozen=True)
class _Columns:
    path: str
    first: str
    second: str

    @property
    def listed(self) -> str:
        return f"t.{self.path}, t.{self.first}, t.{self.second}"


_CATEGORY = _Columns(path="category_path", first="service_class", second="complaint_type")
_CAUSE = _Columns(path="cause_path", first="cause", second="cause_side")
_Row = tuple[str, str, str, str]
_Fix = tuple[str, str, date, date, str, str]


def correct(cursor: CursorWrapper, *, condition: str = "") -> int:
    """Gives every ticket that meets `condition` (SQL over `t`) the codes of today's rules and notes what that touches.

    Returns how many values were put right. One query per span of days on which the same rules hold.
    """
    books = rule_books()
    category: set[_Fix] = set()
    cause: set[_Fix] = set()
    edges = sorted({span.start for book in (books.category, books.cause) for span in book.spans()})
    for start, end in zip(edges, [*edges[1:], FOREVER], strict=True):
        stored = _stored(cursor, start, end, condition)
        category |= set(_fixes([(system, *row[:3]) for system, *row in stored], books.category, start, end))
        cause |= set(_fixes([(system, *row[3:]) for system, *row in stored], books.cause, start, end))
    return _apply(cursor, _CATEGORY, category, condition) + _apply(cursor, _CAUSE, cause, condition)


def _stored(cursor: CursorWrapper, start: date, end: date, condition: str) -> list[Any]:
    cursor.execute(
        f"SELECT DISTINCT t.system, {_CATEGORY.listed}, {_CAUSE.listed} FROM complaints_ticket t"  # noqa: S608
        f" WHERE t.accepted_on >= %s AND t.accepted_on < %s {condition}",
        [start, end],
    )
    return list(cursor.fetchall())


def _fixes(stored: Sequence[_Row], book: RuleBook, start: date, end: date) -> Iterator[_Fix]:
    """The (system, path) whose stored codes are not those of the rules on these days."""
    for system, path, first, second in set(stored):
        wanted = book.outcome(system=system, path=path, day=start)
        if wanted != (first, second):
            yield (system, path, start, end, *wanted)


def _apply(cursor: CursorWrapper, columns: _Columns, fixes: set[_Fix], condition: str) -> int:
    if not fixes:
        return 0
    cursor.execute(
        f"CREATE TEMPORARY TABLE {_FIX}"
        " (system varchar(4), path varchar(500), since date, until date, first varchar(20), second varchar(20))"
    )
    cursor.executemany(f"INSERT INTO {_FIX} VALUES (%s, %s, %s, %s, %s, %s)", sorted(fixes))  # noqa: S608
    meets = (
        f"t.system = x.system AND t.{columns.path} = x.path AND t.accepted_on >= x.since AND t.accepted_on < x.until"
        f" AND (t.{columns.first} <> x.first OR t.{columns.second} <> x.second) {condition}"
    )
    cursor.execute(
        f"INSERT INTO {touched.KEYS} (day, region_id) SELECT DISTINCT t.accepted_on, t.region_id"  # noqa: S608
        f" FROM complaints_ticket t JOIN {_FIX} x ON {meets} WHERE true ON CONFLICT DO NOTHING"
    )
    cursor.execute(
        f"UPDATE complaints_ticket AS t SET {columns.first} = x.first, {columns.second} = x.second FROM {_FIX} x WHERE {meets}"  # noqa: S608
    )
    changed = cursor.rowcount
    cursor.execute(f"DROP TABLE {_FIX}")
    return int(changed)
