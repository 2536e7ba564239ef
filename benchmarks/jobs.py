"""Kills workers, pool children and the broker while jobs run, and counts what was lost or done twice.

    python -m benchmarks.jobs                             Redis and PostgreSQL: 100 jobs, 10 kills
    python -m benchmarks.jobs --broker spool --database sqlite
    python -m benchmarks.jobs --jobs 12 --kills 2 --json

Each job adds one row to a table in the transaction of its end. A row too few is a loss, one too many a double. The benchmark
starts its own Redis server and its own workers, kills only those, and works in a database of its own.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

POSTGRES = os.environ.get("NOC_BENCH_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    """`lost` jobs without their row, `doubled` rows too many, `failed` jobs that gave up, `interrupted` runs cut off by a kill."""

    broker: str
    database: str
    jobs: int
    kills: dict[str, int]
    lost: int
    doubled: int
    failed: int
    interrupted: int
    seconds: float


class Process:
    """A child in its own process group, started again after each kill."""

    def __init__(self, command: list[str], *, log: Path, environment: dict[str, str]) -> None:
        self._command, self._environment, self._log = command, environment, log
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True)

    def revive(self) -> None:
        """Starts it again when it ended by itself, as a supervisor would."""
        if self._child is not None and self._child.poll() is not None:
            self.start()

    def kill(self) -> None:
        """SIGKILL to the process alone; its children are left to find out."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._child is not None
        self._child.wait()

    def kill_all(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        assert self._child is not None
        self._child.wait()

    def children(self) -> list[int]:
        try:
            return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        except FileNotFoundError:
            return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--broker", choices=["redis", "spool"], default="redis")
    parser.add_argument("--database", choices=["postgres", "sqlite"], default="postgres")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--empty", help="an SQLite file or a PostgreSQL database with the portal's tables, to begin with a copy of it")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="noc-bench-jobs-")))
        try:
            outcome = _trial(chosen, folder, stack)
        except Exception:
            for log in folder.glob("*.log"):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}", file=sys.stderr)
            raise
    print(json.dumps(asdict(outcome)) if chosen.json else _in_words(outcome))
    return 0 if not (outcome.lost or outcome.doubled or outcome.failed) else 1


def _trial(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> Outcome:
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ["NOC_DATA_DIR"] = str(folder / "data")
    if chosen.empty and chosen.database == "sqlite":
        (folder / "data").mkdir()
        shutil.copyfile(chosen.empty, folder / "data" / "portal.sqlite3")
    if chosen.database == "postgres":
        os.environ["DATABASE_URL"] = stack.enter_context(_database(chosen.empty or "template1"))
    redis = stack.enter_context(_redis(folder)) if chosen.broker == "redis" else None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
    _prepare()
    worker = _worker(folder)
    worker.start()
    stack.callback(worker.kill_all)
    begun = time.monotonic()
    kills = _run(chosen, worker, redis)
    return _counted(chosen, kills, time.monotonic() - begun)


@contextmanager
def _database(template: str) -> Iterator[str]:
    import dj_database_url
    import psycopg2

    name = f"noc_bench_jobs_{os.getpid()}"
    where = dj_database_url.parse(POSTGRES)
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    server = psycopg2.connect(**{keys[key]: where[key] for key in keys if where.get(key)})
    server.autocommit = True
    server.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
    finally:
        from django.db import connections

        connections.close_all()
        server.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


@contextmanager
def _redis(folder: Path) -> Iterator[Process]:
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("redis-server not found: install it, or choose --broker spool")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    server = Process(command, log=folder / "redis.log", environment=dict(os.environ))
    server.start()
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    try:
        yield server
    finally:
        server.kill_all()


def _prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    import benchmarks.jobs_worker  # noqa: F401

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_rows (job_id bigint NOT NULL)")


def _worker(folder: Path) -> Process:
    command = [
        sys.executable, "-m", "celery", "-A", "benchmarks.jobs_worker", "worker", "-Q", "bench", "-c", "2", "-l", "INFO",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    return Process(command, log=folder / "worker.log", environment=dict(os.environ))


def _run(chosen: argparse.Namespace, worker: Process, redis: Process | None) -> Counter[str]:
    """Puts the jobs in line in bursts, sweeps as the scheduler does, and kills busy and idle processes until everything has ended."""
    from django.utils import timezone

    from portalkit.audit.domain.actors import SYSTEM
    from portalkit.jobs.models import OPEN_STATES, Job
    from portalkit.jobs.services import enqueue, sweep

    dice = random.Random(chosen.seed)
    victims = ["worker", "child", *(["redis"] if redis else [])]
    kills: Counter[str] = Counter()
    deadline = time.monotonic() + 60 + 2 * chosen.jobs
    next_kill = time.monotonic() + 3
    put = 0
    while put < chosen.jobs or kills.total() < chosen.kills or Job.objects.filter(state__in=OPEN_STATES).exists():
        for _ in range(min(dice.choice([0, 0, 0, 4, 8]), chosen.jobs - put)):
            params = {"before": dice.uniform(0, 0.3), "inside": dice.uniform(0, 0.3)}
            enqueue(kind="bench.add", key=str(put), title="", params=params, by=SYSTEM, now=timezone.now())
            put += 1
        sweep(now=timezone.now())
        worker.revive()
        if kills.total() < chosen.kills and time.monotonic() >= next_kill:
            _kill(victims[kills.total() % len(victims)], worker, redis, kills, dice)
            next_kill = time.monotonic() + dice.uniform(0.5, 2.5)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{Job.objects.filter(state__in=OPEN_STATES).count()} jobs have not ended")
        time.sleep(0.5)
    return kills


def _kill(victim: str, worker: Process, redis: Process | None, kills: Counter[str], dice: random.Random) -> None:
    if victim == "child":
        children = worker.children()
        if not children:
            return
        os.kill(dice.choice(children), signal.SIGKILL)
    elif victim == "redis" and redis is not None:
        redis.kill()
        redis.start()
    else:
        worker.kill()
        worker.start()
    kills[victim] += 1


def _counted(chosen: argparse.Namespace, kills: Counter[str], seconds: float) -> Outcome:
    from django.db import connection
    from django.db.models import Sum

    from portalkit.jobs.models import Job, JobState

    with connection.cursor() as cursor:
        cursor.execute("SELECT job_id, count(*) FROM bench_rows GROUP BY job_id")
        rows = dict(cursor.fetchall())
    ids = set(Job.objects.values_list("pk", flat=True))
    return Outcome(
        broker=chosen.broker,
        database=chosen.database,
        jobs=chosen.jobs,
        kills=dict(kills),
        lost=len(ids - set(rows)) + chosen.jobs - len(ids),
        doubled=sum(count - 1 for count in rows.values()),
        failed=Job.objects.exclude(state=JobState.DONE).count(),
        interrupted=Job.objects.aggregate(total=Sum("interruptions"))["total"] or 0,
        seconds=round(seconds, 1),
    )


def _in_words(outcome: Outcome) -> str:
    kills = ", ".join(f"{count} {victim}" for victim, count in sorted(outcome.kills.items()))
    return (
        f"{outcome.broker} with {outcome.database}: {outcome.jobs} jobs, killed -9: {kills}; {outcome.interrupted} runs cut off; "
        f"lost {outcome.lost}, doubled {outcome.doubled}, failed {outcome.failed}; {outcome.seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
