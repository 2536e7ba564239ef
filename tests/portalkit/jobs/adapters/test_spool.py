"""Messages in a folder: whole, once, in order, for any number of processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from noc_portal.celery import app
from portalkit.jobs.adapters import spool

ROOT = Path(__file__).resolve().parents[4]
WRITER = """
import sys
from kombu import Connection
import noc_portal.celery
with Connection("spool://localhost", transport_options={"folder": sys.argv[1]}) as connection:
    channel = connection.default_channel
    for number in range(int(sys.argv[3])):
        channel._put("work", {"from": sys.argv[2], "number": number, "filling": "x" * 20_000})
"""
READER = """
import sys, time
from queue import Empty
from kombu import Connection
import noc_portal.celery
got, wanted = [], int(sys.argv[2])
with Connection("spool://localhost", transport_options={"folder": sys.argv[1]}) as connection:
    channel, idle = connection.default_channel, 0
    while idle < 60:
        try:
            message = channel._get("work")
            got.append(f'{message["from"]}{message["number"]}')
            assert len(message["filling"]) == 20_000
            idle = 0
        except Empty:
            idle += 1
            time.sleep(0.02)
print(" ".join(got))
"""


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Any]:
    with Connection("spool://localhost", transport_options={"folder": str(tmp_path)}) as connection:
        yield connection.default_channel


def test_messages_come_out_as_they_went_in(channel: Any) -> None:
    for number in range(3):
        channel._put("work", {"number": number})
    assert channel._size("work") == 3
    assert [channel._get("work")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("work")


def test_queues_do_not_mix_however_they_are_called(channel: Any, tmp_path: Path) -> None:
    for name in ("a", "a.b", "../a", "a/b", "视频"):
        channel._put(name, {"queue": name})
    for name in ("视频", "a/b", "../a", "a.b", "a"):
        assert channel._get(name) == {"queue": name}
    assert {path.name for path in tmp_path.iterdir()} == {"queues", "drafts"}


def test_a_message_half_written_is_not_there_yet(channel: Any, tmp_path: Path) -> None:
    channel._put("work", {"number": 1})
    (tmp_path / "drafts" / "00-half").write_text('{"numb')
    assert channel._get("work") == {"number": 1}
    with pytest.raises(Empty):
        channel._get("work")


def test_a_damaged_message_is_dropped_and_the_next_is_read(channel: Any, tmp_path: Path) -> None:
    channel._put("work", {"number": 1})
    (tmp_path / "queues" / "work" / "00-damaged").write_text("{")
    assert channel._get("work") == {"number": 1}


def test_a_queue_is_emptied(channel: Any) -> None:
    for number in range(3):
        channel._put("work", {"number": number})
    assert channel._purge("work") == 3
    assert channel._size("work") == 0


def test_what_killed_processes_left_is_cleared_later(channel: Any, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for name, age in (("old", 7200), ("young", 60)):
        (drafts / name).write_text("x")
        moment = (drafts / name).stat().st_mtime - age
        os.utime(drafts / name, (moment, moment))
    spool._remove_stale(drafts)
    assert [path.name for path in drafts.iterdir()] == ["young"]


def test_many_writers_and_readers_lose_and_double_nothing(tmp_path: Path) -> None:
    def run(script: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", script, str(tmp_path), *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    readers = [run(READER, "0") for _ in range(2)]
    writers = [run(WRITER, name, "150") for name in "ab"]
    for writer in writers:
        writer.communicate()
    got = [word for reader in readers for word in reader.communicate()[0].split()]
    assert sorted(got) == sorted(f"{name}{number}" for name in "ab" for number in range(150))


def test_celery_sends_and_takes_its_messages_by_it(tmp_path: Path) -> None:
    with Connection("spool://localhost", transport_options={"folder": str(tmp_path)}) as connection:
        app.send_task("portalkit.jobs.tasks.run", args=[7], queue="work", connection=connection)
        with connection.SimpleQueue("work") as queue:
            message = queue.get(timeout=5)
            assert message.payload[0] == [7]
            message.ack()
            assert queue.qsize() == 0
