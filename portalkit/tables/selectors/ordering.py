"""Rows in the order of a column: unknown values last in both directions, equal rows in a stable order."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy

from portalkit.tables.domain.columns import Column, Table
from portalkit.tables.domain.state import ListState

Rows = QuerySet[Any, Any] | Sequence[Any]


def in_order(rows: Rows, *, table: Table, state: ListState) -> Rows:
    """The rows sorted by the state's column. Querysets sort in the database, sequences by the column's value."""
    column = table.sortable.get(state.order)
    if column is None:
        return rows
    if not isinstance(rows, QuerySet):
        return _sorted(rows, column, is_descending=state.is_descending)
    paths = [*column.order_paths, *(path for path in table.tie_break if path not in column.order_paths)]
    return rows.order_by(*(_term(rows, path, is_descending=state.is_descending) for path in paths))


def _term(rows: QuerySet[Any, Any], path: str, *, is_descending: bool) -> str | OrderBy:
    """A plain term where the field is never null, since only that can walk an index on both databases."""
    is_down = is_descending is not path.startswith("-")
    name = path.removeprefix("-")
    if not _may_be_null(rows.model, name):
        return f"-{name}" if is_down else name
    return F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)


def _may_be_null(model: type[Model], path: str) -> bool:
    if path == "pk":
        return False
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        if isinstance(field.related_model, type) and issubclass(field.related_model, Model):
            model = field.related_model
    return False


def _sorted(rows: Sequence[Any], column: Column, *, is_descending: bool) -> list[Any]:
    known = [row for row in rows if column.of(row) is not None]
    unknown = [row for row in rows if column.of(row) is None]
    return sorted(known, key=column.of, reverse=is_descending) + unknown
