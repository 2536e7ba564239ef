"""Keeps what is derived from tickets equal to a GROUP BY over them, for exactly the keys that a write touched.

Derived are, in this order: the mapped codes, `counted`, the daily and monthly roll-ups and the histogram. All of it is set-based
SQL that PostgreSQL and SQLite both run, inside the transaction of the write.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from . import derivation, touched
from .versions import bump

_DIMENSIONS = "service_class, complaint_type, cause, cause_side, system, channel"
_IN_KEYS = f"IN (SELECT day, region_id FROM {touched.KEYS})"  # noqa: S608

_SHARED = (  # a number that one counted ticket has needs no ranking, and that is most of them
    f"SELECT crm_no FROM complaints_ticket WHERE crm_no IN (SELECT crm_no FROM {touched.MATTERS})"  # noqa: S608
    " GROUP BY crm_no HAVING count(*) > 1 OR min(CASE WHEN counted THEN 1 ELSE 0 END) = 0"
)


def refresh(cursor: CursorWrapper) -> None:
    """Recomputes all derived data of the touched keys, forgets them and raises the data version.

    The version goes first: its row stays locked until the transaction ends, so of two writes at the same time the later one
    derives from what the earlier one left, and never from tickets that are not there yet.
    """
    bump()
    touched.start(cursor)
    touched.analyse(cursor)
    derivation.correct(cursor, condition=f"AND (t.accepted_on, t.region_id) {_IN_KEYS}")
    _count_once_per_matter(cursor)
    _daily(cursor)
    _monthly(cursor)
    touched.finish(cursor)


def _count_once_per_matter(cursor: CursorWrapper) -> None:
    """Of the tickets that share a CRM number the first EOMS one counts, without any the CRM one; the order of imports plays no part.

    A ticket that lost its number counts by itself again.
    """
    cursor.execute(
        f"UPDATE complaints_ticket SET counted = (1 = 1) WHERE crm_no = '' AND NOT counted AND (accepted_on, region_id) {_IN_KEYS}"  # noqa: S608
    )
    cursor.execute(
        "CREATE TEMPORARY TABLE complaints_flip AS SELECT id, accepted_on, region_id, stands FROM ("  # noqa: S608
        " SELECT id, accepted_on, region_id, counted,"
        " row_number() OVER (PARTITION BY crm_no ORDER BY system DESC, accepted_at, ticket_id) = 1 AS stands"
        f" FROM complaints_ticket WHERE crm_no IN ({_SHARED})"
        ") AS ranked WHERE counted <> stands"
    )
    cursor.execute(
        f"INSERT INTO {touched.KEYS} (day, region_id) SELECT DISTINCT accepted_on, region_id FROM complaints_flip"  # noqa: S608
        " WHERE true ON CONFLICT DO NOTHING"
    )
    cursor.execute("UPDATE complaints_ticket SET counted = f.stands FROM complaints_flip f WHERE complaints_ticket.id = f.id")
    cursor.execute("DROP TABLE complaints_flip")


def _daily(cursor: CursorWrapper) -> None:
    cursor.execute(f"DELETE FROM complaints_dailyrollup WHERE (day, region_id) {_IN_KEYS}")  # noqa: S608
    cursor.execute(
        f"INSERT INTO complaints_dailyrollup (day, region_id, {_DIMENSIONS}, complaints)"  # noqa: S608
        f" SELECT t.accepted_on, t.region_id, {_DIMENSIONS}, count(*)"
        f" FROM {touched.KEYS} k JOIN complaints_ticket t ON t.accepted_on = k.day AND t.region_id = k.region_id"
        f" WHERE t.counted GROUP BY t.accepted_on, t.region_id, {_DIMENSIONS}"
    )
    cursor.execute(f"DELETE FROM complaints_dailyclassrollup WHERE (day, region_id) {_IN_KEYS}")  # noqa: S608
    cursor.execute(
        "INSERT INTO complaints_dailyclassrollup (day, region_id, service_class, complaints)"  # noqa: S608
        " SELECT d.day, d.region_id, d.service_class, sum(d.complaints)"
        f" FROM {touched.KEYS} k JOIN complaints_dailyrollup d ON d.day = k.day AND d.region_id = k.region_id"
        " GROUP BY d.day, d.region_id, d.service_class"
    )


def _monthly(cursor: CursorWrapper) -> None:
    """Written in order of month, so that a page about one month reads few blocks in whatever order the tickets came."""
    cursor.execute(
        "CREATE TEMPORARY TABLE complaints_touched_month AS"  # noqa: S608
        f" SELECT DISTINCT {_month('day')} AS month, {_next_month('day')} AS until, region_id FROM {touched.KEYS}"
    )
    for table in ("monthlyrollup", "monthlyclassrollup", "monthlycauserollup", "resolutionhistogram"):
        cursor.execute(
            f"DELETE FROM complaints_{table} WHERE (month, region_id) IN (SELECT month, region_id FROM complaints_touched_month)"  # noqa: S608
        )
    days = "complaints_touched_month m JOIN complaints_dailyrollup d ON d.region_id = m.region_id AND d.day >= m.month AND d.day < m.until"
    cursor.execute(
        f"INSERT INTO complaints_monthlyrollup (month, region_id, {_DIMENSIONS}, complaints)"  # noqa: S608
        f" SELECT m.month, m.region_id, {_DIMENSIONS}, sum(d.complaints) FROM {days} GROUP BY m.month, m.region_id, {_DIMENSIONS}"
        " ORDER BY m.month, m.region_id"
    )
    _lean(cursor, days)
    _resolution(cursor)
    _totals(cursor)
    cursor.execute("DROP TABLE complaints_touched_month")


def _lean(cursor: CursorWrapper, days: str) -> None:
    cursor.execute(
        "INSERT INTO complaints_monthlyclassrollup (month, region_id, service_class, complaints, first_on, last_on)"  # noqa: S608
        " SELECT m.month, m.region_id, d.service_class, sum(d.complaints), min(d.day), max(d.day)"
        f" FROM {days} GROUP BY m.month, m.region_id, d.service_class ORDER BY m.month, m.region_id"
    )
    cursor.execute(
        "INSERT INTO complaints_monthlycauserollup (month, region_id, cause, cause_side, complaints)"
        " SELECT r.month, r.region_id, r.cause, r.cause_side, sum(r.complaints)"
        " FROM complaints_touched_month m JOIN complaints_monthlyrollup r ON r.month = m.month AND r.region_id = m.region_id"
        " GROUP BY r.month, r.region_id, r.cause, r.cause_side ORDER BY r.month, r.region_id"
    )


def _resolution(cursor: CursorWrapper) -> None:
    cursor.execute(
        "INSERT INTO complaints_resolutionhistogram (month, region_id, service_class, bucket, tickets)"
        " SELECT m.month, m.region_id, t.service_class, t.resolution_bucket, count(*) FROM complaints_touched_month m"
        " JOIN complaints_ticket t ON t.region_id = m.region_id AND t.accepted_on >= m.month AND t.accepted_on < m.until"
        " WHERE t.counted AND t.resolution_bucket IS NOT NULL GROUP BY m.month, m.region_id, t.service_class, t.resolution_bucket"
        " ORDER BY m.month, m.region_id"
    )


def _totals(cursor: CursorWrapper) -> None:
    """A month that has lost its last complaint is gone: it has no data."""
    touched_months = "month IN (SELECT month FROM complaints_touched_month)"
    cursor.execute(f"DELETE FROM complaints_monthtotal WHERE {touched_months}")  # noqa: S608
    cursor.execute(
        "INSERT INTO complaints_monthtotal (month, complaints, first_on, last_on)"  # noqa: S608
        " SELECT month, sum(complaints), min(first_on), max(last_on) FROM complaints_monthlyclassrollup"
        f" WHERE {touched_months} GROUP BY month"
    )


def _month(day: str) -> str:
    return f"date_trunc('month', {day})::date" if connection.vendor == "postgresql" else f"date({day}, 'start of month')"


def _next_month(day: str) -> str:
    if connection.vendor == "postgresql":
        return f"(date_trunc('month', {day}) + interval '1 month')::date"
    return f"date({day}, 'start of month', '+1 month')"
