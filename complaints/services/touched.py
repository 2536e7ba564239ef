"""What a write touches, noted in two temporary tables of its transaction: (day, region) keys and CRM numbers.

touched.note(cursor, ids="SELECT id FROM complaints_ticket WHERE batch_id = 7")   # before the write, and after it
rollups.refresh(cursor)                                                            # uses and drops them
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

KEYS = "complaints_touched_key"
MATTERS = "complaints_touched_matter"


def note(cursor: CursorWrapper, *, ids: str) -> None:
    """Adds the keys and CRM numbers of the tickets whose ids this SQL selects."""
    start(cursor)
    cursor.execute(
        f"INSERT INTO {KEYS} (day, region_id) SELECT DISTINCT accepted_on, region_id FROM complaints_ticket"  # noqa: S608
        f" WHERE id IN ({ids}) ON CONFLICT DO NOTHING"
    )
    cursor.execute(
        f"INSERT INTO {MATTERS} (crm_no) SELECT DISTINCT crm_no FROM complaints_ticket"  # noqa: S608
        f" WHERE crm_no <> '' AND id IN ({ids}) ON CONFLICT DO NOTHING"
    )


def start(cursor: CursorWrapper) -> None:
    """Makes the tables where this transaction has none yet."""
    end = " ON COMMIT DROP" if connection.vendor == "postgresql" else ""
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {KEYS} (day date NOT NULL, region_id bigint NOT NULL, PRIMARY KEY (day, region_id)){end}"
    )
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {MATTERS} (crm_no varchar(80) PRIMARY KEY){end}")


def finish(cursor: CursorWrapper) -> None:
    for table in (KEYS, MATTERS):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def analyse(cursor: CursorWrapper) -> None:
    """Lets PostgreSQL know how large they are."""
    if connection.vendor == "postgresql":
        cursor.execute(f"ANALYZE {KEYS}, {MATTERS}")
