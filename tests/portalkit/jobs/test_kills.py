"""Workers and broker are killed while jobs run: nothing is lost and nothing done twice. The long form is `benchmarks.jobs`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import ground, migrated

ROOT = Path(__file__).resolve().parents[3]


def trial(*arguments: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    if address := ground.postgres().address:
        environment["NOC_BENCH_DATABASE_URL"] = address
    command = [sys.executable, "-m", "benchmarks.jobs", "--jobs", "12", "--json", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert ended.returncode == 0, ended.stderr
    outcome: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return outcome


def test_kills_lose_and_double_nothing_on_one_machine() -> None:
    outcome = trial("--kills", "2", "--broker", "spool", "--database", "sqlite", "--empty", str(migrated.sqlite()))
    assert (outcome["lost"], outcome["doubled"], outcome["failed"]) == (0, 0, 0)
    assert sum(outcome["kills"].values()) == 2


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.skipif(shutil.which("redis-server") is None, reason="kills a Redis server of its own, and redis-server is not installed")
def test_kills_lose_and_double_nothing_with_servers() -> None:
    empty = migrated.postgres(str(ground.postgres().address))
    outcome = trial("--kills", "3", "--broker", "redis", "--database", "postgres", "--empty", empty)
    assert (outcome["lost"], outcome["doubled"], outcome["failed"]) == (0, 0, 0)
    assert set(outcome["kills"]) == {"worker", "child", "redis"}
