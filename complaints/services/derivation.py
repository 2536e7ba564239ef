"""Holds the mapped codes of tickets to the mapping tables, wherever a value came from: an import, an undo, an older rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from ..domain.mapping import RuleBook, Span
from ..selectors.mappings import rule_books
from . import touched

_FIX = "complaints_fix"


@dataclass(frozen=True)
class _Columns:
    path: str
    first: str
    second: str


_CATEGORY = _Columns(path="category_path", first="service_class", second="complaint_type")
_CAUSE = _Columns(path="cause_path", first="cause", second="cause_side")
_Fix = tuple[str, str, date, date, str, str]


def correct(cursor: CursorWrapper, *, condition: str = "") -> int:
    """Gives every ticket that meets `condition` (SQL over `t`) the codes of today's rules and notes what that touches.

    Returns how many values were put right.
    """
    books = rule_books()
    return _correct(cursor, _CATEGORY, books.category, condition) + _correct(cursor, _CAUSE, books.cause, condition)


def _correct(cursor: CursorWrapper, columns: _Columns, book: RuleBook, condition: str) -> int:
    fixes = list(_fixes(cursor, columns, book, condition))
    if not fixes:
        return 0
    cursor.execute(
        f"CREATE TEMPORARY TABLE {_FIX}"
        " (system varchar(4), path varchar(500), since date, until date, first varchar(20), second varchar(20))"
    )
    cursor.executemany(f"INSERT INTO {_FIX} VALUES (%s, %s, %s, %s, %s, %s)", fixes)  # noqa: S608
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


def _fixes(cursor: CursorWrapper, columns: _Columns, book: RuleBook, condition: str) -> Iterator[_Fix]:
    """The (system, path, span) whose stored codes are not those of the rules. One query per span of unchanged rules."""
    for span in book.spans():
        stored = _stored(cursor, columns, span, condition)
        wanted = {(system, path): book.outcome(system=system, path=path, day=span.start) for system, path, _, _ in stored}
        wrong = {(system, path) for system, path, first, second in stored if wanted[system, path] != (first, second)}
        for system, path in sorted(wrong):
            yield (system, path, span.start, span.end, *wanted[system, path])


def _stored(cursor: CursorWrapper, columns: _Columns, span: Span, condition: str) -> list[tuple[str, str, str, str]]:
    cursor.execute(
        f"SELECT DISTINCT t.system, t.{columns.path}, t.{columns.first}, t.{columns.second} FROM complaints_ticket t"  # noqa: S608
        f" WHERE t.accepted_on >= %s AND t.accepted_on < %s {condition}",
        [span.start, span.end],
    )
    return list(cursor.fetchall())
