"""Key phrases of 20,000 texts against 20,000 others, the reverse pass over 200,000 tickets, and the regular page over them.

    python -m benchmarks.topics [--texts 20000] [--tickets 200000] [--json]

The texts are those of the demo's vocabulary with chance words between; masked, cut and weighed as the job does it. The tickets stand in a
database of their own on the PostgreSQL server (BENCH_SERVER, default postgres://postgres@127.0.0.1:5432), which is dropped at the end.
"""

import argparse
import json
import os
import random
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

RUNS = 7
MONTHS = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--tickets", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        report.heading()
    name = f"noc_bench_topics_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder, database(name):
        os.environ |= {"DATABASE_URL": f"{SERVER}/{name}", "NOC_DATA_DIR": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        _make_regions()
        phrases = _phrases(arguments.texts)
        _fill(arguments.tickets)
        passes = {"first pass": _reverse(), "second pass, nothing new": _reverse()}
        pages = {page: _measured(call) for page, call in _pages().items()}
        connection.close()
    if arguments.json:
        print(json.dumps({"phrases": phrases, "reverse": passes, "pages": pages}, ensure_ascii=False))
        return
    report.table(f"{arguments.texts} texts against as many", phrases)
    report.table("reverse analysis", passes)
    report.table("page", pages)


def _phrases(count: int) -> dict[str, dict[str, float]]:
    from complaints.adapters.topics import cut
    from complaints.domain.topics.phrases import key_phrases, runs
    from complaints.domain.topics.texts import without_names
    from portalkit.vault.domain.masking import mask_text

    chance = random.Random(5)
    said = [[_text(chance, number % 2 == 0) for number in range(count)] for _ in range(2)]
    steps: dict[str, dict[str, float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = work()
        spent = time.perf_counter() - began
        steps[name] = {"seconds": round(spent, 2), "texts/s": float(round(2 * count / spent))}
        return found

    masked = timed("mask numbers and names", lambda: [[without_names(mask_text(text)) for text in side] for side in said])
    cut_up = timed("cut into words", lambda: [[runs(cut(text)) for text in side] for side in masked])
    timed("weigh phrases", lambda: key_phrases(cut_up[0], cut_up[1]))
    return steps


def _text(chance: random.Random, is_topic: bool) -> str:
    from noc_portal.demo.vocabulary import PLACES, SUBJECTS

    subject = SUBJECTS[5] if is_topic else chance.choice(SUBJECTS)
    words = "".join(chance.choice("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜") for _ in range(20))
    number = f"1{chance.choice('3578')}{chance.randrange(10**9):09}"
    return f"{chance.choice(subject.said).format(place=chance.choice(PLACES))}，{words}，联系电话{number}"


def _reverse() -> dict[str, float]:
    from django.utils import timezone

    from complaints.services.reverse import rejudge, to_judge

    began, tickets, changed = time.perf_counter(), 0, 0
    for chunk in to_judge(batch=None):
        changed += rejudge(tickets=chunk, now=timezone.now())
        tickets += len(chunk)
    spent = time.perf_counter() - began
    return {"matters": tickets, "written": changed, "seconds": round(spent, 1), "matters/s": float(round(tickets / spent))}


def _pages() -> dict[str, Callable[[], Any]]:
    from datetime import date

    from complaints.permissions import ComplaintsPermission
    from complaints.selectors.regular import regular_summary
    from complaints.selectors.reverse import reverse_summary
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.periods.domain.calendar import Day, IsoWeek, Month

    access, today = system_access(SYSTEM, list(ComplaintsPermission)), date(2026, 11, 23)
    periods = {"day": Day(date(2026, 10, 20)), "week": IsoWeek(2026, 43), "month": Month(2026, 10)}
    regular = {
        f"regular analysis, {kind}": lambda period=period: regular_summary(access, period=period, today=today)
        for kind, period in periods.items()
    }
    return {**regular, "reverse analysis, month": lambda: reverse_summary(access, period=periods["month"])}


def _measured(call: Callable[[], Any]) -> dict[str, float]:
    """Medians of wall time; the first run, which fills the cache of open tickets, is told apart."""
    spent = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        call()
        spent.append((time.perf_counter() - began) * 1000)
    return {"first ms": round(spent[0], 1), "median ms": round(statistics.median(spent[1:]), 1)}


def _fill(tickets: int) -> None:
    """Matters of a year with one EOMS ticket each, and for every fifth a CRM half; roll-ups as an import leaves them."""
    from django.db import connection, transaction

    from complaints.services import rollups, touched

    with connection.cursor() as cursor:
        matters = round(tickets / 1.2)
        cursor.execute(
            f"""
            CREATE TEMPORARY TABLE made AS
            SELECT n, ('2025-11-01'::timestamptz + (random() * {MONTHS * 30.4}) * interval '1 day') AS at,
                   (SELECT array_agg(id) FROM regions_region WHERE level = 'county') AS counties,
                   random() AS a, random() AS b, random() AS c, random() AS d
            FROM generate_series(1, {matters}) n
            """
        )
        columns = (
            "system, ticket_id, crm_no, region_id, accepted_at, accepted_on, dispatched_at, taken_at, accept_by, replied_at, handle_by,"
            " resolved_at, closed_at, resolution_seconds, resolution_bucket, status, service_class, complaint_type, cause, cause_side,"
            " channel, prehandling, explanation, solved, satisfied, contacted, escalated, extra"
        )
        values = (
            "'C' || n, counties[1 + (a * (array_length(counties, 1) - 1))::int], at, (at AT TIME ZONE 'Asia/Shanghai')::date,"
            " at + interval '30 min', at + interval '2 hours' * b * 2, at + interval '3 hours', at + interval '1 day' * c * 3,"
            " at + interval '2 days', at + interval '1 day' * c * 3, at + interval '1 day' * (c * 3 + 0.1), (c * 3 * 86400)::int,"
            " 250 + (c * 60)::int, 'closed', (ARRAY['voice','internet','messaging','other'])[1 + (b * 3)::int],"
            " (ARRAY['coverage','mobile_internet','wlan','messaging'])[1 + (d * 3)::int],"
            " (ARRAY['weak_coverage','network_fault','terminal','cutover'])[1 + (c * 3)::int],"
            " (ARRAY['beyond_control','within_control','beyond_control','within_control'])[1 + (c * 3)::int],"
            " (ARRAY['10086','营业厅','网上营业厅'])[1 + (a * 2)::int], CASE WHEN d < 0.8 THEN '已核查' ELSE '' END, '已处理',"
            " a < 0.8, b < 0.8, d < 0.9, c < 0.02, '{}'"
        )
        cursor.execute(f"INSERT INTO complaints_ticket ({columns}) SELECT 'eoms', 'E' || n, {values} FROM made")
        cursor.execute(f"INSERT INTO complaints_ticket ({columns}) SELECT 'crm', 'C' || n, {values} FROM made WHERE n % 5 = 0")
        with transaction.atomic():
            touched.start(cursor)
            cursor.execute(
                f"INSERT INTO {touched.KEYS} (day, region_id) SELECT DISTINCT accepted_on, region_id FROM complaints_ticket"
                " ON CONFLICT DO NOTHING"
            )
            cursor.execute(f"INSERT INTO {touched.MATTERS} (crm_no) SELECT DISTINCT crm_no FROM complaints_ticket")
            rollups.refresh(cursor)
        cursor.execute(
            "INSERT INTO complaints_subscribercount (month, region_id, service_class, subscribers)"
            " SELECT DISTINCT month, region_id, 'total', 400000 FROM complaints_monthlyclassrollup"
        )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
