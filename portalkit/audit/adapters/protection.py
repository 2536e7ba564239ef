"""Triggers that refuse to delete an event and to change anything but the empty seal of one.

Installed by a migration. A test database that is emptied between tests takes them away and puts them back where they are tested.
"""

from typing import Any

_CONTENT = (
    "id", "at", "actor_kind", "actor_id", "actor_name", "address", "action",
    "object_type", "object_id", "object_label", "region_code", "detail",
)  # fmt: skip
_TABLE = "audit_auditevent"
_CHANGED = {
    "postgresql": " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _CONTENT),
    "sqlite": " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _CONTENT),
}
_INSTALL = {
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {_TABLE} FOR EACH ROW "
        f"WHEN (OLD.sequence IS NOT NULL OR {_CHANGED['postgresql']}) EXECUTE FUNCTION audit_refuse()",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {_TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
    "sqlite": (
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {_TABLE} WHEN OLD.sequence IS NOT NULL OR {_CHANGED['sqlite']} "
        "BEGIN SELECT RAISE(ABORT, 'audit events are never changed or deleted'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {_TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'audit events are never changed or deleted'); END",
    ),
}
_REMOVE = {
    "postgresql": (
        f"DROP TRIGGER IF EXISTS audit_no_truncate ON {_TABLE}",
        f"DROP TRIGGER IF EXISTS audit_no_delete ON {_TABLE}",
        f"DROP TRIGGER IF EXISTS audit_no_update ON {_TABLE}",
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ),
    "sqlite": ("DROP TRIGGER IF EXISTS audit_no_delete", "DROP TRIGGER IF EXISTS audit_no_update"),
}


def install(connection: Any) -> None:
    """Puts the guard in place; takes a connection or a schema editor's connection."""
    _run(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Takes the guard away; without one this does nothing."""
    _run(connection, _REMOVE)


def _run(connection: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
