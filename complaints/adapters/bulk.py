"""Many new rows at once. Django's own bulk_create spends most of a pass over tickets on building statements."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

_AT_ONCE = 1000


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Inserts rows of values in the order of `columns` (names of columns: `region_id`), in the caller's transaction.

    Values are those that the model's fields hold; every column without a default must be named. Returns how many.
    """
    fields = {field.column: field for field in model._meta.concrete_fields}
    adapted = [_adapter(fields[name]) for name in columns]
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES "  # noqa: S608
    total, source = 0, iter(rows)
    while chunk := list(islice(source, _AT_ONCE)):
        _write(statement, [[adapt(value) for adapt, value in zip(adapted, row, strict=True)] for row in chunk])
        total += len(chunk)
    return total


def _write(statement: str, rows: list[list[Any]]) -> None:
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # one statement is one way to the server; SQLite repeats a small one faster
            cursor.execute(statement + ", ".join([marks] * len(rows)), [value for row in rows for value in row])
            return
        cursor.executemany(statement + marks, rows)


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField):
        return lambda value: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
    if isinstance(field, models.DateField):
        return lambda value: connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
    return lambda value: value
