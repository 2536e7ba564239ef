"""Quality inspection: rules in one core, vague words on the labelled file, and the whole pass with its database writes.

    .venv/bin/python -m benchmarks.inspection [--tickets 200000] [--database]

The rules run over generated tickets with the labelled replies, which are harder on the rules than an export's. `--database` adds the whole
pass over as many tickets in a database of its own on the PostgreSQL server (BENCH_SERVER), which is dropped afterwards.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.import_tickets import ROOT, SERVER, _make_regions, database
from benchmarks.report import heading, table
from complaints.domain.quality.copies import ReplyPrints
from complaints.domain.quality.inspector import delivered
from complaints.domain.quality.records import Record
from complaints.domain.quality.rules import RULES, RuleCode
from complaints.domain.quality.vague import VagueTime
from tests.complaints import vague_replies

BAR = 20_000
CAUSES = ("other", "weak_coverage", "network_fault", "terminal", "cutover", "too_few_resources", "unstated")
PREHANDLING = ("已核查用户状态正常，无停机", "已指导用户重启手机，无效", "", "无")
START = datetime(2025, 11, 1, tzinfo=UTC)


def main() -> None:
    arguments = _arguments()
    if arguments.child:
        _child(arguments.tickets)
        return
    heading()
    _rules(records(arguments.tickets))
    _vague()
    if arguments.database:
        _whole_pass(arguments.tickets)


def records(count: int) -> list[Record]:
    chance = random.Random(7)
    replies = [text for _part, _label, text in vague_replies.rows()]
    return [_record(number, chance, replies) for number in range(count)]


def _record(number: int, chance: random.Random, replies: Sequence[str]) -> Record:
    accepted = START + timedelta(seconds=chance.randrange(365 * 86400))
    answered = accepted + timedelta(hours=chance.lognormvariate(3, 0.8))
    solved = chance.random() < 0.7
    return Record(
        id=number, system="eoms", ticket_id=f"E{number:09}", crm_no=f"C{number:09}", counted=True, region_id=1 + number % 100,
        accepted_on=accepted.date(), row_hash="", status="closed", department=f"部门{number % 30}", cause=chance.choice(CAUSES),
        cause_path="网络覆盖→弱覆盖", scenario="居民小区" if chance.random() < 0.93 else "", fault_location="阳光花园小区", cell="C1",
        network="4G", content="用户反映在阳光花园小区手机信号弱，时有时无", prehandling=chance.choice(PREHANDLING),
        measures="现场测试，RSRP均值低于-110dBm", explanation=chance.choice(replies), result="已解决", solved=solved,
        contacted=chance.random() < 0.9, not_contacted_reason="", accepted_at=accepted, dispatched_at=accepted + timedelta(hours=1),
        taken_at=accepted + timedelta(hours=2), replied_at=answered, resolved_at=answered if solved else None,
        planned_at=None if solved or chance.random() < 0.5 else answered + timedelta(days=40), closed_at=answered + timedelta(hours=9),
        handling_seconds=None,
    )  # fmt: skip


def _rules(rows: Sequence[Record]) -> None:
    inspect = delivered().inspector(date(2026, 11, 1)).inspect
    prints = ReplyPrints(shortest=24, specifics=2, places=[f"第{number}县" for number in range(100)])

    def both(record: Record) -> None:
        inspect(record)
        prints.of(record.explanation)

    found = sum(len(inspect(record)) for record in rows)
    speed = _rate(both, rows)
    figures = {"tickets": len(rows), "findings": found, "per second": round(speed), "bar": BAR, "ratio": speed / BAR}
    table("rules, one core", {"all rules and the prints of replies": figures})


def _rate(act: Callable[[Record], Any], rows: Sequence[Record]) -> float:
    """The best of three by processor time: what others do on the machine is not the rules'."""
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        for record in rows:
            act(record)
        best = max(best, len(rows) / (time.process_time() - began))
    return best


def _vague() -> None:
    rule = VagueTime(**RULES[RuleCode.VAGUE_TIME].defaults)
    rows = {}
    for title, parts in (("a, looked at", "a"), ("b, held out", "b"), ("c, held out", "c"), ("b and c, held out", "bc")):
        pairs = [
            (bool(label), bool(rule.find(_record(0, random.Random(1), [text])._replace(planned_at=None))))
            for which, label, text in vague_replies.rows()
            if which in parts
        ]
        right = sum(label and is_found for label, is_found in pairs)
        precision, recall = right / sum(found for _, found in pairs), right / sum(label for label, _ in pairs)
        rows[title] = {"replies": len(pairs), "precision": f"{precision:.3f}", "recall": f"{recall:.3f}"}
    table("vague words (bar: precision 0.9, recall 0.95)", rows)


def _whole_pass(count: int) -> None:
    name = f"noc_bench_inspection_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder, database(name):
        environment = {**os.environ, "DATABASE_URL": f"{SERVER}/{name}", "NOC_DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "benchmarks.inspection", "--child", "--tickets", str(count)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    table("the whole pass, read and written, PostgreSQL", found)


def _child(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
    import django

    django.setup()
    from django.utils import timezone

    from complaints.adapters.bulk import insert_rows
    from complaints.models import Ticket
    from complaints.services.inspection import inspect_everything
    from portalkit.regions.models import Region

    _make_regions()
    regions = list(Region.objects.values_list("pk", flat=True))
    columns = [name for name in Record._fields if name != "id"]
    rows = (
        [regions[row.region_id % len(regions)] if name == "region_id" else getattr(row, name) for name in columns] for row in records(count)
    )
    defaults = ("extra", "service_class", "complaint_type", "cause_side")
    insert_rows(Ticket, [*columns, *defaults], ([*row, {}, "voice", "coverage", "other"] for row in rows))
    document = {}
    for title in ("first pass", "again"):
        began, busy = time.perf_counter(), time.process_time()
        passed = inspect_everything(now=timezone.now())
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
        document[title] = {
            "tickets": passed.inspected, "findings": sum(passed.findings.values()), "seconds": round(seconds, 1),
            "of them processor": round(processor, 1), "per second": round(passed.inspected / seconds),
        }  # fmt: skip
    document["the quality page from sums"] = {**dict.fromkeys(document["again"], ""), "seconds": round(_page(), 3), "tickets": count}
    print(json.dumps(document))


def _page() -> float:
    """Processor time of the selector behind the page, best of five."""
    from complaints.permissions import ComplaintsPermission
    from complaints.selectors.inspection import quality_analysis
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.periods.domain.calendar import Month

    access = system_access(SYSTEM, list(ComplaintsPermission))
    times = []
    for _ in range(5):
        began = time.perf_counter()
        quality_analysis(access, month=Month(2026, 9))
        times.append(time.perf_counter() - began)
    return min(times)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=200_000)
    parser.add_argument("--database", action="store_true", help="measure the whole pass too")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
