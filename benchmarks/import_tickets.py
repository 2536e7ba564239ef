"""200,000 EOMS rows through the product, against a bare COPY of the same rows into the same table.

    .venv/bin/python benchmarks/import_tickets.py [--rows 200000] [--runs 1]

Makes a database of its own on the PostgreSQL server (BENCH_SERVER, default postgres://postgres@127.0.0.1:5432) and drops it.
The product's part (check every cell, stage, upsert, roll-ups, reject file) runs in a process of its own, whose peak memory is
taken; then the same file again; then the table is written out, emptied and filled by `copy_expert`, indexes and constraints in place.
Rows carry 49 columns in GB18030; one in a thousand is wrong.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
HEADERS = [
    "工单流水号",
    "工单主题",
    "CRM工单号",
    "派单时间",
    "受理时限",
    "工单处理时限",
    "紧急程度",
    "投诉时间",
    "故障时间",
    "客户姓名",
    "客户电话",
    "故障号码",
    "客户级别",
    "客户品牌",
    "用户归属地",
    "申告地",
    "申告区县",
    "故障地点",
    "经度",
    "纬度",
    "网络标识",
    "处理场景",
    "投诉分类一级类别",
    "投诉分类二级类别",
    "投诉分类三级类别",
    "投诉分类四级类别",
    "投诉分类五级类别",
    "投诉分类六级类别",
    "投诉分类七级类别",
    "投诉内容",
    "预处理情况",
    "是否重复投诉",
    "问题原因一级",
    "问题原因二级",
    "问题原因三级",
    "问题原因四级",
    "处理措施",
    "处理说明",
    "处理结果",
    "投诉是否解决",
    "投诉解决时间",
    "计划解决时间",
    "是否联系用户",
    "未联系原因",
    "用户是否满意",
    "质检结果",
    "质检意见",
    "工单状态",
    "归档时间",
    "处理部门",
]


def main() -> None:
    arguments = _arguments()
    if arguments.child:
        _child(Path(arguments.child))
        return
    name = f"noc_bench_import_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder:
        file = Path(folder) / "eoms.csv"
        write_file(file, rows=arguments.rows, seed=arguments.seed)
        print(f"{arguments.rows} rows, {len(HEADERS)} columns, {file.stat().st_size / 1e6:.1f} MB of GB18030", file=sys.stderr)
        with database(name):
            environment = {
                **os.environ,
                "DATABASE_URL": f"{SERVER}/{name}",
                "NOC_DATA_DIR": folder,
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            }
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
            first = run_product(file, environment)
            again = run_product(file, environment)
            copies = [bare_copy(name, Path(folder) / "rows.copy") for _ in range(3)]
    print(json.dumps(summary(first, again, min(copies)), ensure_ascii=False))


def summary(first: dict[str, float], again: dict[str, float], copy: float) -> dict[str, object]:
    return {
        "rows": first["read"],
        "rejected": first["rejected"],
        "product_seconds": round(first["seconds"], 2),
        "check_seconds": round(first["check"], 2),
        "commit_seconds": round(first["commit"], 2),
        "copy_seconds": round(copy, 2),
        "ratio": round(first["seconds"] / copy, 2),
        "peak_mib": round(first["peak_mib"], 1),
        "again_seconds": round(again["seconds"], 2),
        "again_changed": again["changed"] + again["new"],
        "again_peak_mib": round(again["peak_mib"], 1),
    }


def run_product(file: Path, environment: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_tickets", "--child", str(file)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"product: {found}", file=sys.stderr)
    return found


def _child(file: Path) -> None:
    """The pipeline in this process; regions are made beforehand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
    import django

    django.setup()
    from django.utils import timezone

    from complaints.permissions import ComplaintsPermission
    from complaints.services import ensure_default_mappings
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.imports.panels.reasons import explain
    from portalkit.imports.permissions import ImportsPermission
    from portalkit.imports.services.checking import run_check
    from portalkit.imports.services.committing import run_commit
    from portalkit.imports.services.inline import InlineRun
    from portalkit.imports.services.mapping import Choice, map_columns
    from portalkit.imports.services.receiving import receive

    ensure_default_mappings()
    _make_regions()
    access = system_access(SYSTEM, [ImportsPermission.UPLOAD, ComplaintsPermission.IMPORT])
    began = time.perf_counter()
    with file.open("rb") as stream:
        batch = receive(stream=stream, name=file.name, kind="eoms_tickets", access=access, now=timezone.now())
    batch = map_columns(batch=batch, choice=Choice(mapping=batch.mapping, options={}), by=SYSTEM, now=timezone.now())
    batch = run_check(batch_id=batch.pk, run=InlineRun(), explain=explain, by=SYSTEM, now=timezone.now())
    checked = time.perf_counter()
    batch = run_commit(batch_id=batch.pk, run=InlineRun(), explain=explain, by=SYSTEM, now=timezone.now())
    ended = time.perf_counter()
    assert batch.state == "committed", (batch.state, batch.refusal)
    found = {name: getattr(batch, name) for name in ("read", "new", "changed", "unchanged", "rejected")}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "seconds": ended - began, "check": checked - began, "commit": ended - checked, "peak_mib": peak}))


def _make_regions() -> None:
    from noc_portal.demo.province import regions
    from portalkit.regions.models import Region

    if Region.objects.exists():
        return
    made: dict[str, Region] = {}
    for region in regions():
        parent = made.get(region.parent)
        path = f"{parent.path if parent else '/'}{region.code}/"
        made[region.code] = Region.objects.create(code=region.code, name=region.name, level=region.level, parent=parent, path=path)


def bare_copy(name: str, file: Path) -> float:
    """Empties the table and fills it from its own rows by COPY, committed. The raw loader knows nothing but the rows."""
    connection = psycopg2.connect(f"{SERVER}/{name}")
    try:
        with connection, connection.cursor() as cursor:
            if not file.exists():
                with file.open("wb") as out:
                    cursor.copy_expert("COPY complaints_ticket TO STDOUT", out)
            cursor.execute("TRUNCATE complaints_ticket CASCADE")
        began = time.perf_counter()
        with connection, connection.cursor() as cursor, file.open("rb") as rows:
            cursor.copy_expert("COPY complaints_ticket FROM STDIN", rows)
        spent = time.perf_counter() - began
    finally:
        connection.close()
    print(f"bare copy: {spent:.2f} s", file=sys.stderr)
    return spent


class database:
    """A database made on entry and dropped on exit."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self._run(f'CREATE DATABASE "{self.name}"')

    def __exit__(self, *_: object) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        connection = psycopg2.connect(f"{SERVER}/postgres")
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()


def write_file(path: Path, *, rows: int, seed: int) -> None:
    """A year of tickets of the demo province, in the province's own words."""
    sys.path.insert(0, str(ROOT))
    from noc_portal.demo.province import regions
    from noc_portal.demo.vocabulary import CAUSES, DEPARTMENTS, GIVEN, PLACES, SCENARIOS, SUBJECTS, SURNAMES

    chance = random.Random(seed)
    every = regions()
    names = {region.code: region.name for region in every}
    counties = [(names[region.parent], region.name, region) for region in every if region.level == "county"]
    causes = list(CAUSES.values())
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number in range(rows):
            prefecture, county, place = chance.choice(counties)
            subject, cause = chance.choice(SUBJECTS), chance.choice(causes)
            accepted = datetime(2025, 11, 1) + timedelta(seconds=chance.randrange(365 * 86400))
            done = accepted + timedelta(hours=chance.lognormvariate(3, 0.8))
            phone = f"1{chance.choice('3578')}{chance.randrange(10**9):09}"
            said = chance.choice(subject.said).format_map(_Filled(f"{county}{chance.choice(PLACES)}"))
            path_cells = [*subject.path, "", "", "", "", "", ""][:7]
            cause_cells = [*cause.path, "", "", ""][:4]
            writer.writerow(
                [
                    f"EOMS{number:012}",
                    "→".join(subject.path),
                    f"CRM{number if number % 33 else number // 2:012}",
                    _text(accepted + timedelta(minutes=30)),
                    _text(accepted + timedelta(hours=2)),
                    _text(accepted + timedelta(hours=48)),
                    chance.choice(("一般", "紧急", "特急")),
                    _text(accepted),
                    _text(accepted - timedelta(hours=5)),
                    chance.choice(SURNAMES) + chance.choice(GIVEN),
                    phone,
                    phone,
                    chance.choice(("普通客户", "VIP客户")),
                    chance.choice(("全球通", "神州行", "动感地带")),
                    prefecture,
                    prefecture if number % 1000 else "没有这个地方",
                    county,
                    f"{county}{chance.choice(PLACES)}",
                    f"{place.longitude + chance.uniform(-0.1, 0.1):.5f}",
                    f"{place.latitude + chance.uniform(-0.1, 0.1):.5f}",
                    chance.choice(("2G", "4G", "5G", "WLAN")),
                    chance.choice(SCENARIOS),
                    *path_cells,
                    f"{said}。用户编号{number}，来电时间{accepted:%H:%M}，要求尽快处理并回复。",
                    "已核查用户状态正常，无停机",
                    chance.choice(("否", "否", "是")),
                    *cause_cells,
                    cause.measures,
                    cause.answers[0].format_map(_Filled(f"{done:%Y年%m月%d日}")),
                    chance.choice(("已解决", "未解决")),
                    chance.choice(("是", "否")),
                    _text(done),
                    _text(done + timedelta(days=30)) if number % 3 == 0 else "",
                    chance.choice(("是", "是", "否")),
                    "",
                    chance.choice(("是", "否", "")),
                    "合格",
                    "",
                    "已归档",
                    _text(done + timedelta(hours=3)),
                    f"{prefecture}分公司{chance.choice(DEPARTMENTS)}",
                ]
            )


class _Filled(dict[str, str]):
    """Puts the same words wherever a text has a gap."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, name: str) -> str:
        return self._words


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
