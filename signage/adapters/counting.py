"""Writes counters of proof of play in one statement that leaves newer ones alone."""

from collections.abc import Sequence

from django.db import connection

from ..models import PlayCount

_COLUMNS = (
    "screen_id", "hall_id", "is_day", "hour", "schedule_id", "version_id", "item", "zone", "player", "plays", "milliseconds", "sequence",
)  # fmt: skip
_KEY = "screen_id, hour, schedule_id, item, zone, player"
_REPLACED = ("version_id", "plays", "milliseconds", "sequence")


def upsert(rows: Sequence[PlayCount]) -> None:
    """One row a key at most, in the order of the keys: two statements at once then never wait for one another in a circle.

    What is there with the same or a higher sequence stays as it is. PostgreSQL and SQLite agree on the statement.
    """
    if not rows:
        return
    by_column = {field.column: field for field in PlayCount._meta.local_concrete_fields}
    fields = [by_column[name] for name in _COLUMNS]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    table = connection.ops.quote_name(PlayCount._meta.db_table)
    places = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(rows))
    assigned = ", ".join(f"{name} = excluded.{name}" for name in _REPLACED)
    statement = (
        f"INSERT INTO {table} ({', '.join(_COLUMNS)}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({_KEY}) DO UPDATE SET {assigned} WHERE excluded.sequence > {table}.sequence"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
