"""Kills an import (-9) at random moments and checks that it left all of its rows or none, then lets it finish.

    python -m benchmarks.import_kill [--rows 20000] [--kills 20] [--seed 1]

Runs on SQLite in a temporary folder, on PostgreSQL where DATABASE_URL names an empty database with the portal's tables.
"""

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADERS = ("工单流水号", "受理时间", "用户归属地", "受理渠道", "业务内容")
_PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from portalkit.regions.models import Region
if not Region.objects.exists():
    root = Region.objects.create(code="KILL", name="Kill province", level="province", path="/KILL/")
    Region.objects.create(code="KILL1", name="Yunzhou", level="prefecture", parent=root, path="/KILL/KILL1/")
"""
_COUNT = "SELECT count(*) FROM complaints_ticket"


@dataclass(frozen=True)
class Outcome:
    """`halves`: how often a killed import left some rows but not all. `finished`: imports that were through before the kill."""

    kills: int
    finished: int
    halves: int
    rows_at_last: int


def survive(*, folder: Path, rows: int, kills: int, seed: int) -> Outcome:
    """Kills `kills` imports of one growing series of files at random moments; afterwards the last file is imported in full."""
    chance = random.Random(seed)
    environment = {**os.environ, "NOC_DATA_DIR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev"}
    environment.pop("NOC_LANE", None)
    _python(environment, "-c", _PREPARE)
    before = _count(environment)
    path = _file(folder, rows)
    duration = _timed_import(environment, _file(folder, rows, prefix="W"))
    base = before + rows
    finished = halves = 0
    for _ in range(kills):
        _kill_import(environment, path, after=chance.uniform(0.15, 1.05) * duration)
        there = _count(environment) - base
        halves += there not in (0, rows)
        if there == rows:
            finished += 1
            _undo(environment)
    result = _import(environment, path)
    assert result["read"] == rows
    return Outcome(kills=kills, finished=finished, halves=halves, rows_at_last=_count(environment) - base)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = survive(folder=Path(folder), rows=given.rows, kills=given.kills, seed=given.seed)
    print(json.dumps({**outcome.__dict__, "rows": given.rows}))
    return 0 if outcome.halves == 0 and outcome.rows_at_last == given.rows else 1


def _file(folder: Path, rows: int, *, prefix: str = "K") -> Path:
    path = folder / f"{prefix}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS)
        writer.writerows((f"{prefix}{number:07d}", "2026-10-05 08:30:00", "Yunzhou", "10086", "slow") for number in range(rows))
    return path


def _timed_import(environment: Mapping[str, str], path: Path) -> float:
    started = time.monotonic()
    _import(environment, path)
    return time.monotonic() - started


def _import(environment: Mapping[str, str], path: Path) -> dict[str, int]:
    done = _python(environment, "manage.py", *_arguments(path))
    result: dict[str, int] = json.loads(done.splitlines()[-1])
    return result


def _kill_import(environment: Mapping[str, str], path: Path, *, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", *_arguments(path)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _undo(environment: Mapping[str, str]) -> None:
    code = """
import django; django.setup()
from django.utils import timezone
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.models import ImportBatch
from portalkit.imports.services.inline import undo_now
batch = ImportBatch.objects.filter(state="committed").latest("committed_at")
undo_now(batch=batch, by=SYSTEM, now=timezone.now())
"""
    _python(environment, "-c", code)


def _count(environment: Mapping[str, str]) -> int:
    """As another program sees it."""
    with closing(_connected(environment)) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(_COUNT)
        return int(cursor.fetchone()[0])


def _connected(environment: Mapping[str, str]) -> Any:
    if url := environment.get("DATABASE_URL"):
        import psycopg2

        return psycopg2.connect(url)
    return sqlite3.connect(Path(environment["NOC_DATA_DIR"]) / "portal.sqlite3")


def _arguments(path: Path) -> tuple[str, ...]:
    return ("import_file", "crm_tickets", str(path), "--commit", "--json")


def _python(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
