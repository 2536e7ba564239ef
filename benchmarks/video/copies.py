"""What recording costs: the recorder against one FFmpeg process a camera, over the same cameras in the same run.

    python -m benchmarks.video.copies [--cameras 16] [--seconds 60]

CPU is user and system time a minute of one camera, memory proportional set size a camera (pages that processes share count once).
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import av
import numpy as np

from benchmarks.video.site import PASSWORD, Site, Usage, site, stop, until, usage
from video.adapters.streams import with_credentials


def full_hd(*, seconds: int = 4, rate: int = 25, bits: int = 4_000_000) -> bytes:
    """1080p25 with two seconds a group, held at 4 Mbit/s."""
    kept = BytesIO()
    output = av.open(kept, "w", format="mpegts")
    options = {
        "preset": "ultrafast", "tune": "zerolatency", "g": str(2 * rate), "keyint_min": str(2 * rate), "sc_threshold": "0",
        "x264-params": f"nal-hrd=cbr:bitrate={bits // 1000}:vbv-maxrate={bits // 1000}:vbv-bufsize={bits // 1000}",
    }  # fmt: skip
    stream = output.add_stream("libx264", rate=rate, options=options)
    stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", bits
    chance = np.random.default_rng(1)
    for _ in range(seconds * rate):
        picture = np.kron(chance.integers(0, 255, (135, 240, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
        output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
    output.mux(stream.encode(None))
    output.close()
    return kept.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    made = full_hd()
    with tempfile.TemporaryDirectory() as name, site(Path(name), count=options.cameras, made=made) as ground:
        ours = _measure(ground, options.seconds, _recorder)
        theirs = _measure(ground, options.seconds, _ffmpegs)
    minutes = options.cameras * options.seconds / 60
    print(f"clip: {len(made) * 8 / 4 / 1e6:.1f} Mbit/s, {options.cameras} cameras, {options.seconds} s each")
    print(f"{'':24}{'recorder':>12}{'ffmpeg':>12}{'ratio':>10}")
    rows = [
        ("CPU s a camera-minute", ours.cpu / minutes, theirs.cpu / minutes),
        ("MiB a camera", ours.memory / options.cameras / 2**20, theirs.memory / options.cameras / 2**20),
    ]
    for title, mine, other in rows:
        print(f"{title:24}{mine:12.3f}{other:12.3f}{mine / other:10.2f}")


def _measure(ground: Site, seconds: int, start: Callable[[Site], Sequence[subprocess.Popen[bytes]]]) -> Usage:
    before = len(ground.files())
    processes = start(ground)
    until(lambda: len(ground.files()) - before >= len(ground.urls), seconds=120)
    time.sleep(5)
    pids = [process.pid for process in processes]
    first = usage(pids)
    time.sleep(seconds)
    last = usage(pids)
    for process in processes:
        stop(process)
    return Usage(last.cpu - first.cpu, last.memory)


def _recorder(ground: Site) -> Sequence[subprocess.Popen[bytes]]:
    return [ground.recorder()]


def _ffmpegs(ground: Site) -> Sequence[subprocess.Popen[bytes]]:
    program = shutil.which("ffmpeg")
    if program is None:
        raise SystemExit("ffmpeg not found: nothing to compare with")
    started = []
    for number, url in enumerate(ground.urls):
        target = ground.disk / f"ffmpeg-{number}-%d.mp4"
        command = [
            program, "-loglevel", "error", "-nostdin", "-rtsp_transport", "tcp", "-i", with_credentials(url, "admin", PASSWORD),
            "-an", "-c", "copy", "-f", "segment", "-segment_time", "300", str(target),
        ]  # fmt: skip
        started.append(subprocess.Popen(command))
    return started


if __name__ == "__main__":
    main()
