"""A table row as JSON and back, inside the database, without loss: floats keep every digit, bytes travel as hexadecimal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

PAIRS_PER_CALL = 50


@dataclass(frozen=True)
class Unpacked:
    """SQL expressions that give the columns back, and what must be joined for them."""

    expressions: dict[str, str]
    join: str = ""


def pack(alias: str, model: type[models.Model], columns: Sequence[str]) -> str:
    """SQL of a JSON object of these columns of the row `alias`."""
    if connection.vendor == "postgresql":
        listed = ", ".join(f"{alias}.{_quoted(name)}" for name in columns)
        return f"(SELECT to_jsonb(o) FROM (SELECT {listed}) o)"  # noqa: S608
    fields = _fields(model)
    pairs = [f"'{name}', {_sqlite_packed(fields[name], f'{alias}.{_quoted(name)}')}" for name in columns]
    calls = [f"json_object({', '.join(pairs[start : start + PAIRS_PER_CALL])})" for start in range(0, len(pairs), PAIRS_PER_CALL)]
    packed = calls[0]
    for call in calls[1:]:
        packed = f"json_patch({packed}, {call})"
    return packed


def unpack(alias: str, model: type[models.Model], columns: Sequence[str]) -> Unpacked:
    """SQL that reads the columns out of `alias.before`."""
    if connection.vendor == "postgresql":
        row = f" CROSS JOIN LATERAL jsonb_populate_record(NULL::{_quoted(model._meta.db_table)}, {alias}.before) o"
        return Unpacked(expressions={name: f"o.{_quoted(name)}" for name in columns}, join=row)
    _teach_sqlite_unhex()
    fields = _fields(model)
    return Unpacked(expressions={name: _sqlite_unpacked(fields[name], f"json_extract({alias}.before, '$.{name}')") for name in columns})


def _sqlite_packed(field: "models.Field[Any, Any]", value: str) -> str:
    if isinstance(field, models.BinaryField):
        return f"CASE WHEN {value} IS NULL THEN NULL ELSE hex({value}) END"
    if isinstance(field, models.FloatField | models.DecimalField):
        return f"CASE WHEN {value} IS NULL THEN NULL ELSE printf('%!.17g', {value}) END"
    return value


def _sqlite_unpacked(field: "models.Field[Any, Any]", value: str) -> str:
    if isinstance(field, models.BinaryField):
        return f"noc_unhex({value})"
    if isinstance(field, models.FloatField | models.DecimalField):
        return f"CAST({value} AS REAL)"
    return value


def _teach_sqlite_unhex() -> None:
    """SQLite has its own `unhex` from 3.41 on only."""
    connection.ensure_connection()
    connection.connection.create_function("noc_unhex", 1, lambda text: None if text is None else bytes.fromhex(text), deterministic=True)


def _fields(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    return {str(field.column): field for field in model._meta.concrete_fields}


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
