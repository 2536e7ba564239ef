"""Real RTSP cameras for the tests: starts and stops the server of `rtsp_camera.py`."""

import json
import shutil
import struct
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import av

SERVER = Path(__file__).with_name("rtsp_camera.py")
PYTHONS = ("/usr/bin/python3",)
_PROBE = (
    "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; "
    "Gst.init(None); import sys; sys.exit(not all(map(Gst.ElementFactory.find, ['appsrc', 'h264parse', 'rtph264pay'])))"
)


@cache
def python_with_gstreamer() -> str | None:
    """The interpreter that can run the server; None where the machine has none."""
    for name in PYTHONS:
        if (found := shutil.which(name)) and subprocess.run([found, "-c", _PROBE], capture_output=True, check=False).returncode == 0:
            return found
    return None


class Cameras:
    """A running server. `url("/main")` is where a mount is dialled; `kill` takes the power away, `start` gives it back on the same port."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = dict(config)
        self.port = 0
        self.start()

    def start(self) -> None:
        python = python_with_gstreamer()
        assert python is not None
        self.process = subprocess.Popen(
            [python, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({**self._config, "port": self.port}) + "\n")
        self.process.stdin.flush()
        word, number = self.process.stdout.readline().split()
        assert word == "port", word
        self.port = int(number)

    def url(self, mount: str) -> str:
        return f"rtsp://127.0.0.1:{self.port}{mount}"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def cameras(mounts: Mapping[str, Mapping[str, Any]], *, user: str = "", password: str = "") -> Iterator[Cameras]:
    running = Cameras({"mounts": mounts, "user": user, "password": password})
    try:
        yield running
    finally:
        running.kill()


def write_units(clip: bytes, path: Path) -> Path:
    """The access units of an MPEG-TS clip as the server reads them."""
    with av.open(BytesIO(clip)) as source, path.open("wb") as file:
        for packet in source.demux(video=0):
            if packet.size:
                data = bytes(packet)
                file.write(struct.pack(">I", len(data)) + data)
    return path
