"""Two thousand players on one process of the event stream: memory of a connection, fan-out to all, an emergency to one hall's screens.

    python -m benchmarks.signage.streams [--streams 2000] [--rounds 20] [--redis redis://127.0.0.1:6379/9]

`manage.py events` runs as a process of its own over an SQLite database in a temporary folder; the players are plain sockets of this one.
Memory is the difference of its resident set (VmRSS). Fan-out is from before the nudge's transaction until a player has read it. The bars:
60 kB a connection, 1 s for the slowest hundredth of a fan-out, 0.1 s for half of the emergencies.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks import report
from benchmarks.signage import site

BAR_KB, BAR_FAN_OUT, BAR_EMERGENCY = 60, 1.0, 0.1
OF_A_HALL = 3


class Player:
    """A socket that notes when each nudge came."""

    def __init__(self, screen: int, token: str) -> None:
        self.screen, self._token = screen, token
        self.heard: dict[bytes, float] = {}
        self.is_greeted = False

    async def listen(self, port: int) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        self._writer.write(f"GET /player/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self._token}\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"event: hello"):
                self.is_greeted = True
            elif line.startswith(b"id: "):
                self.heard.setdefault(line[4:-1], time.perf_counter())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--redis", default="", help="rings over this Redis; without it the table is looked at")
    chosen = parser.parse_args()
    report.heading()
    site.many_open_files()
    with tempfile.TemporaryDirectory(prefix="streams-") as folder:
        environment = site.environment(folder, redis=chosen.redis)
        os.environ.update(environment)
        site.settle()
        players = [Player(screen, token) for screen, token in site.paired_screens(chosen.streams)]
        port = site.free_port()
        process = subprocess.Popen([sys.executable, "-m", "django", "events", "--port", str(port)], env={**os.environ, **environment})
        try:
            asyncio.run(_measured(process, port, players, chosen.rounds))
        finally:
            process.send_signal(signal.SIGTERM)
            begun = time.perf_counter()
            process.wait(20)
            print(f"stopped with {len(players)} streams open in {time.perf_counter() - begun:.1f} s")


async def _measured(process: subprocess.Popen[bytes], port: int, players: list[Player], rounds: int) -> None:
    await _answers(port)
    warm, counted = players[:50], players[50:]
    tasks = [asyncio.create_task(player.listen(port)) for player in warm]
    await _until(lambda: all(player.is_greeted for player in warm))
    before = _resident(process.pid)
    begun = time.perf_counter()
    tasks += [asyncio.create_task(player.listen(port)) for player in counted]
    await _until(lambda: all(player.is_greeted for player in players))
    opened = time.perf_counter() - begun
    fan_outs = [await _told(players, None, "revision") for _ in range(rounds)]
    idle = await _share_of_a_core(process.pid)
    each = (_resident(process.pid) - before) / len(counted)
    emergencies = [
        await _told(players[at : at + OF_A_HALL], [one.screen for one in players[at : at + OF_A_HALL]], "emergency")
        for at in range(rounds * 5)
    ]
    report.table(
        f"{len(players)} streams on one process",
        {
            "memory of a connection, kB": {"measured": each, "bar": BAR_KB},
            "idle, % of a core": {"measured": idle * 100, "bar": "-"},
            "opened, a second": {"measured": len(counted) / opened, "bar": "-"},
            **_row("fan-out to all, ms", [took for one in fan_outs for took in one], 99, BAR_FAN_OUT),
            **_row("emergency to a hall, ms", [took for one in emergencies for took in one], 50, BAR_EMERGENCY),
        },
    )
    for task in tasks:
        task.cancel()


def _row(name: str, seconds: list[float], percent: int, bar: float) -> dict[str, dict[str, object]]:
    cuts = quantiles(seconds, n=100)
    return {f"{name}, p{at}": {"measured": cuts[at - 1] * 1000, "bar": bar * 1000 if at == percent else "-"} for at in (50, 99)}


async def _told(players: list[Player], screens: list[int] | None, kind: str) -> list[float]:
    """Seconds until each of the players had it."""
    begun = time.perf_counter()
    number = str(await asyncio.to_thread(_nudge, screens, kind)).encode()
    await _until(lambda: all(number in player.heard for player in players))
    return [player.heard[number] - begun for player in players]


def _nudge(screens: list[int] | None, kind: str) -> int:
    from signage.services.nudging import nudge

    emergency = {"schedule": 1, "severity": 3, "text": {"title": "请从最近的出口撤离", "body": "不要使用电梯", "tone": "danger"}}
    payload: dict[str, Any] = {"revision": 1} | ({"emergency": emergency} if kind == "emergency" else {})
    return nudge(kind=kind, screens=screens, payload=payload, now=datetime.now(UTC)).pk


async def _answers(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.005)


async def _share_of_a_core(pid: int) -> float:
    """Of a process with nothing to do but beats, over a whole round of them."""
    begun, spent = time.perf_counter(), _spent(pid)
    await asyncio.sleep(16)
    return (_spent(pid) - spent) / (time.perf_counter() - begun)


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """kB of 1000 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1.024
    raise LookupError("VmRSS")


if __name__ == "__main__":
    main()
