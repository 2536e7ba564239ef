"""What pages cost with 300,000 tickets: processor time, queries, and how they answer at twenty requests a second.

    python -m benchmarks.pages [--tickets 300000] [--rate 20] [--seconds 20] [--json]

Makes a database of its own on the PostgreSQL server (BENCH_SERVER, default postgres://postgres@127.0.0.1:5432) and drops it. Tickets
of the demo province lie in the last 24 months. Pages are asked for through Django's test client by a user with every role: medians
of 20, `cpu ms` of this process (template, middleware and view; the database's own is in `sql ms`). A CSV counts until its
first bytes. Then gunicorn, 2 workers of 4 threads, answers the same pages on the loopback: requests leave at fixed moments whether or
not earlier ones are back, and a latency runs from the moment at which the request was due. All pages come equally often, but for the
text search, which reads every ticket, and the CSV of a month, which comes whole here: a tenth as often.
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import report  # noqa: E402
from benchmarks.import_tickets import SERVER, _make_regions, database  # noqa: E402

RUNS = 20
WORKERS, THREADS = 2, 4
CONNECTIONS = 64
MONTH = "2026-10"
PAGES: Mapping[str, str] = {
    "ticket list": "/complaints/tickets/",
    "… month and class": f"/complaints/tickets/?month={MONTH}&class=internet",
    "… prefecture": "/complaints/tickets/?region=NJ03",
    "… by region": "/complaints/tickets/?sort=region",
    "… page 100": "/complaints/tickets/?page=100",
    "… search": "/complaints/tickets/?q=EOMS000000001234",
    "… CSV": f"/complaints/tickets/?month={MONTH}&format=csv",
    "ticket": "/complaints/tickets/eoms/EOMS000000001234/",
    "overview": "/complaints/",
    "overview of a prefecture": "/complaints/?region=NJ03",
    "trend": "/complaints/trend/",
    "regions": "/complaints/regions/",
    "matrix": "/complaints/matrix/",
    "imports": "/imports/",
    "jobs": "/jobs/",
}
RARE = {"… search": 0.1, "… CSV": 0.1}


def main() -> None:
    arguments = _arguments()
    if not arguments.json:
        report.heading()
    name = f"noc_bench_pages_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder, database(name):
        os.environ |= {"DATABASE_URL": f"{SERVER}/{name}", "NOC_DATA_DIR": folder}
        (Path(folder) / "static").mkdir()
        os.environ.pop("REDIS_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        _fill(arguments.tickets)
        filled = time.perf_counter() - began
        client = _client()
        alone = {page: _measured(client, url) for page, url in PAGES.items()}
        connection.close()
        served = _served(client.cookies["sessionid"].value, rate=arguments.rate, seconds=arguments.seconds)
    if arguments.json:
        print(json.dumps({"pages": alone, "served": served}, ensure_ascii=False))
        return
    print(f"{arguments.tickets} tickets, made with their roll-ups in {filled:.0f} s\n")
    report.table("page alone", alone)
    report.table(f"{arguments.rate} requests a second for {arguments.seconds} s", served)


def _measured(client: Any, url: str) -> dict[str, float]:
    """Medians over the runs, after one that warms caches up."""
    _opened(client, url)
    runs = [_once(client, url) for _ in range(RUNS)]
    return {column: round(statistics.median(run[column] for run in runs), 1) for column in runs[0]} | {"queries": int(runs[-1]["queries"])}


def _once(client: Any, url: str) -> dict[str, float]:
    from django.db import connection

    spent: list[float] = []

    def timed(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    began, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(timed):
        _opened(client, url)
    return {
        "cpu ms": (time.process_time() - cpu) * 1000,
        "sql ms": sum(spent),
        "wall ms": (time.perf_counter() - began) * 1000,
        "queries": len(spent),
    }


def _opened(client: Any, url: str) -> None:
    """The whole page, or the first bytes of a stream."""
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}")
    if response.streaming:
        next(iter(response.streaming_content))
    response.close()


def _client() -> Any:
    from django.test import Client

    from portalkit.access.models import Grant, User
    from portalkit.access.selectors.roles import roles
    from portalkit.regions.models import Region

    user = User.objects.create_user("bench", password=None)
    province = Region.objects.get(parent=None)
    Grant.objects.bulk_create(
        Grant(user=user, role=code, region=province) for code, role in roles().items() if not role.needs_second_factor
    )
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _served(session: str, *, rate: int, seconds: int) -> dict[str, dict[str, float]]:
    """Latencies in milliseconds by page, and of all together."""
    random.seed(7)
    with _gunicorn() as port:
        for url in PAGES.values():
            _asked(port, url, session, time.perf_counter())
        moments = [number / rate for number in range(rate * seconds)]
        start = time.perf_counter() + 0.5
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            asked = [
                (page, pool.submit(_asked, port, PAGES[page], session, start + moment))
                for page, moment in zip(
                    random.choices(list(PAGES), weights=[RARE.get(page, 1) for page in PAGES], k=len(moments)), moments, strict=True
                )
            ]
            answers = [(page, *future.result()) for page, future in asked]
    found = {"all": _latencies([(status, spent) for _, status, spent in answers])}
    for page in PAGES:
        if own := [(status, spent) for name, status, spent in answers if name == page]:
            found[page] = _latencies(own)
    return found


def _asked(port: int, url: str, session: str, due: float) -> tuple[int, float]:
    """The status and the milliseconds from the moment the request was due; 0 where there was no answer."""
    time.sleep(max(0.0, due - time.perf_counter()))
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request("GET", url, headers={"Cookie": f"sessionid={session}", "Accept-Language": "zh-hans"})
        response = connection.getresponse()
        response.read()
        status = response.status
    except OSError:
        status = 0
    finally:
        connection.close()
    return status, (time.perf_counter() - due) * 1000


def _latencies(answers: list[tuple[int, float]]) -> dict[str, float]:
    spent = sorted(took for _, took in answers)
    return {
        "requests": len(spent),
        "failed": sum(status != 200 for status, _ in answers),
        "p50 ms": round(spent[len(spent) // 2], 1),
        "p95 ms": round(spent[min(len(spent) - 1, len(spent) * 95 // 100)], 1),
        "max ms": round(spent[-1], 1),
    }


@contextmanager
def _gunicorn() -> Iterator[int]:
    """A server of this database's own, ended by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(sys.executable, "-m", "gunicorn", "noc_portal.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "warning"),
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("gunicorn did not start")


def _fill(tickets: int) -> None:
    """Tickets by one statement, roll-ups by the product's own refresh, batches and jobs for their lists."""
    from django.db import connection, transaction

    from complaints.services import ensure_default_mappings, rollups, touched

    ensure_default_mappings()
    _make_regions()
    with transaction.atomic(), connection.cursor() as cursor:
        _vocabulary(cursor)
        _tickets(cursor, tickets)
        touched.start(cursor)
        cursor.execute(f"INSERT INTO {touched.KEYS} (day, region_id) SELECT DISTINCT accepted_on, region_id FROM complaints_ticket")
        rollups.refresh(cursor)
        cursor.execute(
            "INSERT INTO complaints_subscribercount (month, region_id, service_class, subscribers)"
            " SELECT DISTINCT month, region_id, 'total', 400000 FROM complaints_monthlyclassrollup"
        )
        _work()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _vocabulary(cursor: Any) -> None:
    """Temporary tables of what tickets say, with the codes that today's rules give it, and of sealed numbers."""
    from datetime import date

    from complaints.selectors.mappings import rule_books
    from noc_portal.demo.vocabulary import CAUSES, SUBJECTS
    from portalkit.vault.services import fingerprint, seal

    books, day = rule_books(), date(2026, 1, 1)
    cursor.execute(
        "CREATE TEMPORARY TABLE said (n serial, path text, service_class text, complaint_type text, content text) ON COMMIT DROP"
    )
    cursor.execute("CREATE TEMPORARY TABLE caused (n serial, path text, cause text, side text, reply text) ON COMMIT DROP")
    cursor.execute("CREATE TEMPORARY TABLE called (n serial, sealed bytea, print text) ON COMMIT DROP")
    for subject in SUBJECTS:
        path = "→".join(subject.path)
        codes = books.category.outcome(system="eoms", path=path, day=day)
        cursor.execute(
            "INSERT INTO said (path, service_class, complaint_type, content) VALUES (%s, %s, %s, %s)",
            [path, *map(str, codes), f"用户13812345678反映{subject.said[0]}，请核实处理。"],
        )
    for cause in CAUSES.values():
        path = "→".join(cause.path)
        codes = books.cause.outcome(system="eoms", path=path, day=day)
        cursor.execute("INSERT INTO caused (path, cause, side, reply) VALUES (%s, %s, %s, %s)", [path, *map(str, codes), cause.answers[0]])
    numbers = [f"138{number:08}" for number in range(1000)]
    cursor.executemany("INSERT INTO called (sealed, print) VALUES (%s, %s)", [(seal(number), fingerprint(number)) for number in numbers])


def _tickets(cursor: Any, tickets: int) -> None:
    cursor.execute(
        """
        INSERT INTO complaints_ticket (
            system, ticket_id, crm_no, region_id, accepted_at, accepted_on, resolved_at, closed_at, resolution_seconds, resolution_bucket,
            status, subject, category_path, service_class, complaint_type, cause_path, cause, cause_side, channel, department,
            fault_number_sealed, fault_number_print, content, explanation, extra)
        SELECT 'eoms', 'EOMS' || lpad(i::text, 12, '0'), 'CRM' || i, r.id, t.at, (t.at AT TIME ZONE 'Asia/Shanghai')::date,
            t.at + t.spent * interval '1 second', t.at + (t.spent + 7200) * interval '1 second', t.spent,
            ceil(ln(t.spent) / ln(1.04)) + 1, CASE WHEN mod(i, 20) = 0 THEN 'in_progress' ELSE 'closed' END,
            s.path, s.path, s.service_class, s.complaint_type, c.path, c.cause, c.side,
            (ARRAY['10086热线', '营业厅', '网上客服'])[1 + mod(i, 3)], '网络部维护中心', p.sealed, p.print, s.content, c.reply, '{}'
        FROM generate_series(1, %(tickets)s) i
        CROSS JOIN LATERAL (
            SELECT timestamptz '2026-11-22 20:00+08' - mod(i * 7919::bigint, 63000000) * interval '1 second' AS at,
                   3600 + mod(i * 104729::bigint, 900000) AS spent
        ) t
        JOIN (
            SELECT id, row_number() OVER (ORDER BY path) - 1 AS place, count(*) OVER () AS places
            FROM regions_region WHERE level = 'county'
        ) r ON r.place = mod(i / 3, r.places)
        JOIN said s ON s.n = 1 + mod(i / 5, (SELECT count(*) FROM said))
        JOIN caused c ON c.n = 1 + mod(i / 7, (SELECT count(*) FROM caused))
        JOIN called p ON p.n = 1 + mod(i, 1000)
        """,
        {"tickets": tickets},
    )


def _work() -> None:
    """Sixty imports and two hundred jobs of the past."""
    from django.utils import timezone

    from portalkit.files.models import StoredFile
    from portalkit.imports.models import ImportBatch, ImportFile
    from portalkit.jobs.models import Job

    now = timezone.now()
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, stored_at=now)
    file = ImportFile.objects.create(stored=stored, name="eoms.csv", uploaded_at=now, uploaded_by="bench")
    ImportBatch.objects.bulk_create(
        ImportBatch(kind="eoms_tickets", file=file, state="committed", read=5000, new=4990, rejected=10, created_at=now, committed_at=now)
        for _ in range(60)
    )
    Job.objects.bulk_create(
        Job(kind="imports.commit", key=str(number), title="eoms.csv", queue="default", state="done", started_at=now, finished_at=now)
        for number in range(200)
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=300_000)
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
