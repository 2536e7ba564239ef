"""Triggers that refuse to change a published version, and to add or change a file of one.

Deleting is left to the foreign keys: a version goes with its report, and a report only with its region. Installed by a migration.
"""

from typing import Any

_MESSAGE = "a published report is never changed"
_VERSIONS, _FILES = "reports_reportversion", "reports_reportfile"
_IS_PUBLISHED = f"EXISTS (SELECT 1 FROM {_VERSIONS} v WHERE v.id = NEW.version_id AND v.state = 'published')"  # noqa: S608
_INSTALL = {
    "postgresql": (
        f"""
        CREATE OR REPLACE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        f"""
        CREATE OR REPLACE FUNCTION reports_refuse_file() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {_IS_PUBLISHED} THEN
                RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        f"CREATE TRIGGER reports_version_stays BEFORE UPDATE ON {_VERSIONS} FOR EACH ROW "
        "WHEN (OLD.state = 'published') EXECUTE FUNCTION reports_refuse()",
        f"CREATE TRIGGER reports_file_stays BEFORE INSERT OR UPDATE ON {_FILES} FOR EACH ROW EXECUTE FUNCTION reports_refuse_file()",
    ),
    "sqlite": (
        f"CREATE TRIGGER reports_version_stays BEFORE UPDATE ON {_VERSIONS} WHEN OLD.state = 'published' "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
        f"CREATE TRIGGER reports_file_added BEFORE INSERT ON {_FILES} WHEN {_IS_PUBLISHED} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
        f"CREATE TRIGGER reports_file_stays BEFORE UPDATE ON {_FILES} WHEN {_IS_PUBLISHED} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ),
}
_REMOVE = {
    "postgresql": (
        f"DROP TRIGGER IF EXISTS reports_file_stays ON {_FILES}",
        f"DROP TRIGGER IF EXISTS reports_version_stays ON {_VERSIONS}",
        "DROP FUNCTION IF EXISTS reports_refuse_file()",
        "DROP FUNCTION IF EXISTS reports_refuse()",
    ),
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name in ("reports_file_stays", "reports_file_added", "reports_version_stays")),
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
