"""What a write touches, noted in two temporary tables of its transaction: (day, region) keys and CRM numbers.

touched.note(cursor, batch_id=7)     # before the write, and after it
rollups.refresh(cursor)              # uses and drops them
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

KEYS = "complaints_touched_key"
MATTERS = "complaints_touched_matter"
_OF_BATCH = (
    "FROM complaints_ticket t WHERE t.batch_id = %s",
    "FROM imports_rowchange c JOIN complaints_ticket t ON t.id = c.target_id WHERE c.batch_id = %s AND c.model = 'complaints.Ticket'",
)


def note(cursor: CursorWrapper, *, batch_id: int) -> None:
    """Adds the keys and CRM numbers of the tickets that the batch wrote last, and of those it keeps old values of."""
    start(cursor)
    for rows in _OF_BATCH:
        cursor.execute(
            f"INSERT INTO {KEYS} (day, region_id) SELECT DISTINCT t.accepted_on, t.region_id {rows} ON CONFLICT DO NOTHING",
            [batch_id],
        )
        cursor.execute(f"INSERT INTO {MATTERS} (crm_no) SELECT t.crm_no {rows} AND t.crm_no <> ''", [batch_id])


def start(cursor: CursorWrapper) -> None:
    """Makes the tables where this transaction has none yet."""
    end = " ON COMMIT DROP" if connection.vendor == "postgresql" else ""
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {KEYS} (day date NOT NULL, region_id bigint NOT NULL, PRIMARY KEY (day, region_id)){end}"
    )
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {MATTERS} (crm_no varchar(80) NOT NULL){end}")


def finish(cursor: CursorWrapper) -> None:
    for table in (KEYS, MATTERS):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def analyse(cursor: CursorWrapper) -> None:
    """Lets PostgreSQL know how large they are."""
    if connection.vendor == "postgresql":
        cursor.execute(f"ANALYZE {KEYS}, {MATTERS}")
