"""The month × region × class page over the roll-ups of five million tickets: milliseconds of SQL and number of queries.

    python -m benchmarks.rates_page [--tickets 5000000] [--json]

Makes a database of its own on the PostgreSQL server (BENCH_SERVER, default postgres://postgres@127.0.0.1:5432), fills the roll-up
tables of 36 months, 14 prefectures and 85 counties as that many tickets would, measures each page's selector and drops the database.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import report  # noqa: E402
from benchmarks.import_tickets import SERVER, _make_regions, database  # noqa: E402

MONTHS = 36
RUNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=5_000_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        report.heading()
    name = f"noc_bench_rates_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder, database(name):
        os.environ |= {"DATABASE_URL": f"{SERVER}/{name}", "NOC_DATA_DIR": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        _make_regions()
        _fill(arguments.tickets)
        pages = {page: _measured(call) for page, call in _pages().items()}
        counted = _one("SELECT sum(complaints) FROM complaints_monthlyclassrollup")
        rows = _one("SELECT count(*) FROM complaints_monthlyrollup")
        connection.close()
    if arguments.json:
        print(json.dumps({"pages": pages, "tickets": counted, "rows": rows}, ensure_ascii=False))
        return
    print(f"{counted} tickets in {rows} rows of the finest monthly roll-up; medians of {RUNS}\n")
    report.table("page", pages)


def _pages() -> dict[str, Callable[[], Any]]:
    from datetime import date

    from complaints.permissions import ComplaintsPermission
    from complaints.selectors import By, Slice, class_cause_matrix, monthly_rates, overview, region_ranking, trend
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.periods.domain.calendar import Month
    from portalkit.regions.models import Region

    access, today, last = system_access(SYSTEM, list(ComplaintsPermission)), date(2026, 11, 23), Month(2026, 10)
    first = last.plus(-23)
    part = Region.objects.get(code="NJ03")
    return {
        "month × class": lambda: monthly_rates(access, first=first, last=last, today=today),
        "month × region": lambda: monthly_rates(access, first=first, last=last, today=today, by=By.REGION),
        "by region, one class": lambda: monthly_rates(
            access, first=first, last=last, today=today, by=By.REGION, only=Slice(service_class="internet")
        ),
        "by class in one prefecture": lambda: monthly_rates(access, first=first, last=last, today=today, region=part),
        "month × cause": lambda: monthly_rates(access, first=first, last=last, today=today, by=By.CAUSE),
        "ranking of regions": lambda: region_ranking(access, month=last, today=today),
        "class × cause of a month": lambda: class_cause_matrix(access, first=last, last=last),
        "trend": lambda: trend(access, last=last, today=today),
        "overview": lambda: overview(access, month=last, today=today),
    }


def _measured(call: Callable[[], Any]) -> dict[str, float]:
    """Medians over the runs; SQL time is what the cursor spent, fetching included in wall time."""
    from django.db import connection

    sql: list[float] = []
    wall: list[float] = []
    queries = 0
    for _ in range(RUNS):
        spent: list[float] = []

        def timed(execute: Any, statement: str, params: Any, many: bool, context: Any, spent: list[float] = spent) -> Any:
            began = time.perf_counter()
            try:
                return execute(statement, params, many, context)
            finally:
                spent.append((time.perf_counter() - began) * 1000)

        began = time.perf_counter()
        with connection.execute_wrapper(timed):
            call()
        wall.append((time.perf_counter() - began) * 1000)
        sql.append(sum(spent))
        queries = len(spent)
    return {"sql ms": round(statistics.median(sql), 1), "wall ms": round(statistics.median(wall), 1), "queries": queries}


def _fill(tickets: int) -> None:
    """Roll-ups as an import leaves them; every key of the finest one is there, with the same mean count."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE TEMPORARY TABLE finest AS
            SELECT ('2026-11-01'::date - (m || ' month')::interval)::date AS month, r.id AS region_id, k.*, s.system, c.channel
            FROM generate_series(1, {MONTHS}) m CROSS JOIN (SELECT id FROM regions_region WHERE level = 'county') r
            CROSS JOIN (VALUES ('voice', 'coverage'), ('internet', 'mobile_internet'), ('internet', 'wlan'), ('messaging', 'messaging'),
                               ('other', 'other'), ('unmapped', 'unmapped')) AS t (service_class, complaint_type)
            CROSS JOIN LATERAL (SELECT t.service_class, t.complaint_type, x.cause, x.cause_side FROM (VALUES
                ('weak_coverage', 'beyond_control'), ('too_few_resources', 'beyond_control'), ('long_planning', 'beyond_control'),
                ('network_fault', 'within_control'), ('cutover', 'within_control'), ('equipment_defect', 'within_control'),
                ('customer_service', 'service'), ('other', 'other')) AS x (cause, cause_side)) k
            CROSS JOIN (VALUES ('crm'), ('eoms')) AS s (system) CROSS JOIN (VALUES ('10086'), ('营业厅')) AS c (channel)
            """
        )
        each = max(1, round(tickets / _one("SELECT count(*) FROM finest")))
        columns = "month, region_id, service_class, complaint_type, cause, cause_side, system, channel"
        cursor.execute(
            f"INSERT INTO complaints_monthlyrollup ({columns}, complaints) SELECT {columns}, {each} - 1 + (random() * 2)::int FROM finest"
            " ORDER BY month, region_id"
        )
        cursor.execute(
            "INSERT INTO complaints_monthlyclassrollup (month, region_id, service_class, complaints, first_on, last_on)"
            " SELECT month, region_id, service_class, sum(complaints), month, (month + interval '1 month - 1 day')::date"
            " FROM complaints_monthlyrollup GROUP BY month, region_id, service_class ORDER BY month, region_id"
        )
        cursor.execute(
            "INSERT INTO complaints_monthlycauserollup (month, region_id, cause, cause_side, complaints)"
            " SELECT month, region_id, cause, cause_side, sum(complaints) FROM complaints_monthlyrollup"
            " GROUP BY month, region_id, cause, cause_side ORDER BY month, region_id"
        )
        cursor.execute(
            "INSERT INTO complaints_monthtotal (month, complaints, first_on, last_on)"
            " SELECT month, sum(complaints), min(first_on), max(last_on) FROM complaints_monthlyclassrollup GROUP BY month"
        )
        cursor.execute(
            "INSERT INTO complaints_resolutionhistogram (month, region_id, service_class, bucket, tickets)"
            " SELECT month, region_id, service_class, bucket, 5 FROM complaints_monthlyclassrollup, generate_series(200, 340, 2) bucket"
            " ORDER BY month, region_id"
        )
        cursor.execute(
            "INSERT INTO complaints_subscribercount (month, region_id, service_class, subscribers)"
            " SELECT DISTINCT month, region_id, 'total', 400000 FROM complaints_monthlyclassrollup"
        )
        cursor.execute("VACUUM ANALYZE")


def _one(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
