"""Supervision over 300,000 tickets: working time, a refresh of the running watches, the board, the list, a month's summary.

    python -m benchmarks.supervision [--tickets 300000] [--open 20000] [--json]

Makes a database of its own on the PostgreSQL server (BENCH_SERVER, default postgres://postgres@127.0.0.1:5432), fills it with tickets of
18 months of which the newest `--open` are on their way, and drops it. Bars: board ≤ 100 ms; list ≤ 12 queries and ≤ 60 ms of CPU.
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

RUNS = 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=300_000)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        report.heading()
    name = f"noc_bench_supervision_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder, database(name):
        os.environ |= {"DATABASE_URL": f"{SERVER}/{name}", "NOC_DATA_DIR": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        _make_regions()
        _fill(arguments.tickets, arguments.open)
        found = {"arithmetic": _arithmetic(arguments.tickets), "refresh": _refresh(), "pages": _pages()}
        connection.close()
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    report.table("working time, office hours", found["arithmetic"])
    report.table("refresh", found["refresh"])
    report.table("page", found["pages"])


def _arithmetic(rows: int) -> dict[str, dict[str, float]]:
    """Microseconds a row, and the whole, of as many rows as there are tickets."""
    from datetime import UTC, datetime, timedelta

    import numpy as np

    from portalkit.calendars.selectors import working_time

    times = working_time("office_hours")
    random = np.random.default_rng(7)
    starts = 1_750_000_000 + random.integers(0, 40_000_000, rows)
    lengths = random.integers(0, 400_000, rows)
    moments = [datetime.fromtimestamp(int(second), UTC) for second in starts[:20_000]]
    spans = [timedelta(seconds=int(second)) for second in lengths[:20_000]]
    pairs = list(zip(moments, spans, strict=True))
    return {
        "between, all rows at once": _timed(lambda: times.between_many(starts, starts + lengths), rows),
        "add, all rows at once": _timed(lambda: times.add_many(starts, lengths), rows),
        "between, one by one": _timed(lambda: [times.working_time_between(start, start + span) for start, span in pairs], len(pairs)),
        "add, one by one": _timed(lambda: [times.add_working_time(start, span) for start, span in pairs], len(pairs)),
    }


def _timed(call: Callable[[], Any], rows: int) -> dict[str, float]:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    best = min(taken)
    return {"rows": float(rows), "ms": best * 1000, "µs a row": round(best / rows * 1e6, 3)}


def _refresh() -> dict[str, dict[str, float]]:
    from django.utils import timezone

    from complaints.services import supervision

    found = {}
    for name in ("first, everything is new", "again, nothing changed"):
        began, cpu = time.perf_counter(), time.process_time()
        done = supervision.refresh_watches(now=timezone.now())
        found[name] = {
            "open tickets": float(done.tickets),
            "written": float(done.written),
            "wall s": time.perf_counter() - began,
            "CPU s": time.process_time() - cpu,
        }
    return found


def _pages() -> dict[str, dict[str, float]]:
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from complaints.permissions import ComplaintsPermission
    from complaints.selectors.supervision import board, supervision_summary
    from portalkit.access.models import Grant, User
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.periods.domain.calendar import month_of
    from portalkit.regions.models import Region

    settings.ALLOWED_HOSTS = ["testserver"]
    access = system_access(SYSTEM, list(ComplaintsPermission))
    user = User.objects.create(username="bench")
    Grant.objects.create(user=user, role="supervisor", region=Region.objects.get(parent=None))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    now = timezone.now()
    month = month_of(timezone.localdate()).previous()
    part = Region.objects.filter(level="prefecture").order_by("code").first()
    calls: dict[str, Callable[[], Any]] = {
        "board, selector": lambda: board(access, now=now),
        "board, page": lambda: _ok(client, "/complaints/supervision/"),
        "overdue and at risk, page": lambda: _ok(client, "/complaints/supervision/watches/"),
        "summary of a month, province": lambda: supervision_summary(access, period=month),
        "summary of a month, prefecture": lambda: supervision_summary(access, period=month, region=part),
    }
    return {name: _measured(call) for name, call in calls.items()}


def _ok(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200


def _measured(call: Callable[[], Any]) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call()
    wall, cpu, queries = [], [], 0
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as captured:
            began, used = time.perf_counter(), time.process_time()
            call()
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - used) * 1000)
        queries = len(captured)
    return {"wall ms": statistics.median(wall), "CPU ms": statistics.median(cpu), "queries": float(queries)}


def _fill(tickets: int, running: int) -> None:
    """Tickets over 18 months; the newest ones lack what comes last: a solution, a reply, a taking on."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO complaints_ticket (system, ticket_id, crm_no, counted, region_id, accepted_at, accepted_on, dispatched_at, taken_at,
                replied_at, resolved_at, closed_at, accept_by, handle_by, status, service_class, complaint_type, cause, cause_side, urgency,
                department, extra, row_hash)
            SELECT 'eoms', 'E' || n, '', true, r.ids[1 + n % cardinality(r.ids)], at, (at AT TIME ZONE 'Asia/Shanghai')::date,
                at + interval '40 minutes',
                CASE WHEN n > {running // 10} OR n % 3 > 0 THEN at + interval '70 minutes' END,
                CASE WHEN n > {running} THEN at + (n % 90) * interval '1 hour' + interval '2 hours' END,
                CASE WHEN n > {running} THEN at + (n % 90) * interval '1 hour' + interval '3 hours' END,
                CASE WHEN n > {running} THEN at + (n % 90) * interval '1 hour' + interval '9 hours' END,
                at + interval '160 minutes', CASE WHEN n % 2 = 0 THEN at + interval '48 hours' END,
                CASE WHEN n > {running} THEN 'closed' ELSE 'in_progress' END, (ARRAY['voice', 'internet', 'messaging', 'other'])[1 + n % 4],
                'coverage', 'weak_coverage', 'beyond_control', (ARRAY['一般', '紧急', '特急'])[1 + n % 3], '部门' || n % 60, '{{}}', ''
            FROM (SELECT n, now() - (n::float / {tickets} * 540) * interval '1 day' AS at FROM generate_series(1, {tickets}) n) t
            CROSS JOIN (SELECT array_agg(id ORDER BY code) AS ids FROM regions_region WHERE level = 'county') r
            """
        )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
