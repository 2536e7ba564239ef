"""A site to measure on: an installation in a temporary folder, real RTSP cameras, the recorder as a process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.video.cameras import Cameras, cameras, write_units
from tests.video.clips import clip

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "p@ss:w/rd%"
_TICK = os.sysconf("SC_CLK_TCK")
_PREPARE = """
import json, sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from portalkit.vault.services.sealing import seal
from tests.video.builders import a_camera, a_node, a_volume
from video.adapters.volumes import mark
node = a_node("bench")
volume = a_volume(node, path=sys.argv[1])
mark(Path(volume.path), str(volume.marker))
from tests.video.builders import a_hall
hall = a_hall()
for url in json.loads(sys.argv[2]):
    a_camera(hall, node=node, main_url=url, username="admin", password_sealed=seal(sys.argv[3]))
"""
_READ = """
import json, django
django.setup()
from video.models import Gap, Segment
from video.domain.segments import microseconds
print(json.dumps({
    "segments": [
        {"camera": s.camera.main_url, "path": s.path, "size": s.size, "sha256": s.sha256, "packets": s.packets, "state": s.state,
         "start": microseconds(s.start), "end": microseconds(s.end), "epoch": s.epoch}
        for s in Segment.objects.select_related("camera").order_by("camera", "start")],
    "gaps": [
        {"camera": g.camera.main_url, "start": microseconds(g.start), "end": g.end and microseconds(g.end), "cause": g.cause}
        for g in Gap.objects.select_related("camera").order_by("camera", "start")]}))
"""


@dataclass(frozen=True)
class Usage:
    """`cpu` seconds of user and system time; `memory` bytes of proportional set size, shared pages split between their users."""

    cpu: float
    memory: int


def usage(pids: Sequence[int]) -> Usage:
    cpu = memory = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        cpu += int(fields[11]) + int(fields[12])
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        memory += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return Usage(cpu / _TICK, memory)


def descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


class Site:
    """`urls` are the cameras' addresses; `disk` holds the footage."""

    def __init__(self, folder: Path, running: Cameras, mounts: Sequence[str]) -> None:
        self.folder, self.cameras, self.disk = folder, running, folder / "disk"
        self.urls = [running.url(mount) for mount in mounts]
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev", "NOC_DATA_DIR": str(folder / "var"),
            "NOC_ALLOW_LOOPBACK_TARGETS": "1",
        }  # fmt: skip
        for name in ("DATABASE_URL", "REDIS_URL", "NOC_LANE"):
            self.environment.pop(name, None)

    def prepare(self) -> None:
        import json

        self.python("-c", _PREPARE, str(self.disk), json.dumps(self.urls), PASSWORD)

    def rows(self) -> Mapping[str, list[dict[str, object]]]:
        import json

        return json.loads(self.python("-c", _READ))

    def python(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def recorder(self) -> subprocess.Popen[bytes]:
        log = (self.folder / "recorder.log").open("ab")
        return subprocess.Popen([sys.executable, "manage.py", "recorder", "--node", "bench"], cwd=ROOT, env=self.environment, stderr=log)

    def files(self) -> list[Path]:
        return sorted(self.disk.rglob("*.mp4"))


@contextmanager
def site(folder: Path, *, count: int, frames: int = 0, made: bytes | None = None, rate: int = 25, prepare: bool = True) -> Iterator[Site]:
    units = write_units(made or clip(seconds=4, gop=25), folder / "units.bin")
    mounts = {f"/{number}": {"units": str(units), "rate": rate, "frames": frames} for number in range(count)}
    with cameras(mounts, user="admin", password=PASSWORD) as running:
        made_site = Site(folder, running, list(mounts))
        if prepare:
            made_site.prepare()
        yield made_site


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def until(check: object, *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not check():  # type: ignore[operator]
        if time.monotonic() > ends:
            raise SystemExit("it did not come about in time")
        time.sleep(0.2)
