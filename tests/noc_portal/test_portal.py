"""`manage.py portal`: starts, prefixes, restarts, stops everything, and says what keeps it from starting."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError

from noc_portal.management.commands.portal import check_port
from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
RUNNER = """
import asyncio, sys
from noc_portal.processes import Command, Portal
commands = [Command(name, [sys.executable, "-c", source]) for name, source in {commands!r}]
asyncio.run(Portal(commands, write=lambda line: print(line, flush=True)).run())
print("stopped", flush=True)
"""
WITH_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("child", child.pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"

Started = subprocess.Popen[str]


@pytest.fixture
def started() -> Iterator[list[Started]]:
    processes: list[Started] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def run(started: list[Started], **sources: str) -> Started:
    script = RUNNER.format(commands=list(sources.items()))
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    started.append(process)
    return process


def line_with(process: Started, text: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if text in line:
            return line
    raise AssertionError(f"it never said {text!r}")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    for _ in range(100):
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_lines_carry_the_name_of_their_program(started: list[Started]) -> None:
    process = run(started, web="print('hello')\nimport time; time.sleep(60)", scheduler="import time; time.sleep(60)")
    assert line_with(process, "hello") == "web       | hello\n"


def test_a_program_that_ends_is_started_again(started: list[Started]) -> None:
    process = run(started, web="print('hello'); raise SystemExit(3)")
    line_with(process, "hello")
    assert "ended (exit status 3); starts again in 1 s" in line_with(process, "ended")
    line_with(process, "hello")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_all_and_leaves_no_orphan(started: list[Started], number: signal.Signals) -> None:
    process = run(started, web=WITH_CHILD, worker=WITH_CHILD)
    children = [int(line_with(process, "child").split()[-1]) for _ in range(2)]
    process.send_signal(number)
    assert process.communicate(timeout=10)[0].endswith("stopped\n")
    assert process.returncode == 0
    assert all(gone(pid) for pid in children)


def test_a_second_signal_kills_what_does_not_stop(started: list[Started]) -> None:
    process = run(started, web=STUBBORN)
    line_with(process, "ready")
    process.terminate()
    time.sleep(0.3)
    begun = time.monotonic()
    process.terminate()
    process.communicate(timeout=10)
    assert time.monotonic() - begun < 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_programs_end_when_the_runner_is_killed(started: list[Started]) -> None:
    process = run(started, web="import os, time; print('pid', os.getpid(), flush=True); time.sleep(60)")
    pid = int(line_with(process, "pid").split()[-1])
    process.kill()
    assert gone(pid)


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken") as refused:
            check_port("127.0.0.1", port)
    assert refused.value.returncode == 1


@pytest.mark.parametrize(("host", "port"), [("no such host", 8000), ("127.0.0.1", 70_000), ("127.0.0.1", 0)])
def test_an_address_of_no_use_is_refused(host: str, port: int) -> None:
    with pytest.raises(CommandError) as refused:
        check_port(host, port)
    assert refused.value.returncode == 1


def test_the_portal_runs_and_stops_as_a_whole(started: list[Started], tmp_path: Path) -> None:
    ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | {"NOC_DATA_DIR": str(tmp_path)}
    manage = [sys.executable, str(ROOT / "manage.py")]
    unready = subprocess.run([*manage, "portal"], env=environment, capture_output=True, text=True, check=False)
    assert (unready.returncode, "manage.py migrate" in unready.stderr) == (1, True)
    shutil.copyfile(migrated.sqlite(), tmp_path / "portal.sqlite3")
    with socket.socket() as probe, socket.socket() as other:
        probe.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        port, events_port = probe.getsockname()[1], other.getsockname()[1]
    command = [*manage, "portal", "--port", str(port), "--events-port", str(events_port)]
    portal = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    started.append(portal)
    assert f"http://127.0.0.1:{port}/" in line_with(portal, "The portal runs at")
    assert _readiness(port) == {"database": True, "migrations": True, "scheduler": True, "broker": True}
    with urllib.request.urlopen(f"http://127.0.0.1:{events_port}/live", timeout=5) as answer:
        assert answer.status == 200
    portal.send_signal(signal.SIGINT)
    rest = portal.communicate(timeout=12)[0]
    assert rest.endswith("The portal has stopped.\n")
    assert portal.returncode == 0
    check_port("127.0.0.1", port)


def _readiness(port: int) -> dict[str, bool]:
    """As soon as the scheduler has shown a sign of life."""
    for _ in range(120):
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            found = json.load(answer)
            return {name: found[name] for name in ("database", "migrations", "scheduler", "broker")}
        time.sleep(0.25)
    raise AssertionError("it never became ready")
