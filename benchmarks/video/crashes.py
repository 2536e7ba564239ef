"""What kill -9, a camera without power, and a quiet minute cost: pictures stored, files and rows that disagree.

python -m benchmarks.video.crashes [--cameras 8] [--seconds 60] [--kills 4] [--restarts 10]
"""

import argparse
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import av

from benchmarks.video.site import Site, descriptors, site, stop, until

GOP_SECONDS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--restarts", type=int, default=10)
    options = parser.parse_args()
    random.seed(5)
    _stored_equals_sent(options.cameras, options.seconds)
    _kills(options.cameras, options.kills)
    _power_failures(options.restarts)


def _stored_equals_sent(cameras: int, seconds: int) -> None:
    """Each camera ends its stream after so many pictures; the first connection's segments must hold every one of them."""
    frames = seconds * 25
    with tempfile.TemporaryDirectory() as name, site(Path(name), count=cameras, frames=frames) as ground:
        recorder = ground.recorder()
        until(lambda: len(ground.files()) >= cameras, seconds=60)
        time.sleep(seconds + 5)
        stop(recorder)
        stored = [_first_connection(ground, url) for url in ground.urls]
    print(f"stored packets, {cameras} cameras × {seconds} s: sent {frames} each, stored {min(stored)}–{max(stored)}", flush=True)


def _first_connection(ground: Site, url: str) -> int:
    rows = [row for row in ground.rows()["segments"] if row["camera"] == url]
    count, last = 0, None
    for row in rows:
        if last is not None and row["start"] - last > 300_000:
            break
        count, last = count + row["packets"], row["end"]
    return count


def _kills(cameras: int, kills: int) -> None:
    with tempfile.TemporaryDirectory() as name, site(Path(name), count=cameras) as ground:
        lost: list[float] = []
        for _ in range(kills):
            before = len(ground.files())
            recorder = ground.recorder()
            until(lambda before=before: len(ground.files()) >= before + cameras, seconds=60)
            time.sleep(random.uniform(3, 8))
            killed = time.time()
            recorder.kill()
            recorder.wait()
            lost += [killed - _last_picture(ground, number) for number in range(cameras)]
        recorder = ground.recorder()
        before = len(ground.files())
        until(lambda: len(ground.files()) >= before + cameras, seconds=60)
        time.sleep(4)
        stop(recorder)
        faults = _faults(ground)
        gaps = [gap for gap in ground.rows()["gaps"] if gap["cause"] == "recorder_crashed"]
    print(
        f"kill -9 × {kills}, {cameras} cameras: {max(lost):.2f} s lost at most (a group is {GOP_SECONDS:.0f} s); "
        f"{len(gaps)} gaps told; {faults}"
    )


def _last_picture(ground: Site, number: int) -> float:
    folders = sorted(path for path in ground.disk.iterdir() if path.is_dir())
    return max(_end_of(path) for path in folders[number].rglob("*.mp4"))


def _end_of(path: Path) -> float:
    """A file that was only just begun holds no picture yet."""
    with av.open(str(path)) as played:
        ends = [(packet.pts + packet.duration) * packet.time_base for packet in played.demux(video=0) if packet.pts is not None]
    return float(max(ends, default=0))


def _power_failures(restarts: int) -> None:
    with tempfile.TemporaryDirectory() as name, site(Path(name), count=2) as ground:
        recorder = ground.recorder()
        until(lambda: len(ground.files()) >= 2, seconds=60)
        time.sleep(3)
        open_files = [descriptors(recorder.pid)]
        outages: list[tuple[float, float]] = []
        for _ in range(restarts):
            before = len(ground.files())
            off = time.time()
            ground.cameras.kill()
            time.sleep(random.uniform(1, 4))
            ground.cameras.start()
            outages.append((off, time.time()))
            until(lambda before=before: len(ground.files()) >= before + 2, seconds=90)
            time.sleep(2)
            open_files.append(descriptors(recorder.pid))
        stop(recorder)
        faults = _faults(ground)
        rows = ground.rows()
        worst = [_worst([gap for gap in rows["gaps"] if gap["camera"] == url], outages) for url in ground.urls]
    off_by, back = (max(each) for each in zip(*worst, strict=True))
    print(
        f"camera restarted × {restarts}: gaps begin within {off_by:.2f} s of the power going; stored again at most {back:.1f} s after its "
        f"return; descriptors {min(open_files)}–{max(open_files)}; {faults}"
    )


def _worst(gaps: Sequence[Mapping[str, Any]], outages: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """How far the nearest start of a gap lies from the moment the power went, and how long after its return pictures were stored again."""
    off_by = back = 0.0
    for number, (off, on) in enumerate(outages):
        until = outages[number + 1][0] if number + 1 < len(outages) else float("inf")
        its = [gap for gap in gaps if gap["end"] and off - 1 < gap["start"] / 1e6 < until - 1]
        off_by = max(off_by, min(abs(gap["start"] / 1e6 - off) for gap in its))
        back = max(back, max(gap["end"] for gap in its) / 1e6 - on)
    return off_by, back


def _faults(ground: Site) -> str:
    rows = ground.rows()["segments"]
    files = {path.relative_to(ground.disk).as_posix(): path for path in ground.files()}
    named = {row["path"]: row for row in rows}
    wrong = sum(
        1
        for path, row in named.items()
        if path in files and (row["state"] != "closed" or sha256(files[path].read_bytes()).hexdigest() != row["sha256"])
    )
    mute = 0
    for path in files.values():
        with av.open(str(path)) as played:
            mute += sum(1 for _ in played.decode(video=0)) == 0
    return f"orphan files {len(set(files) - set(named))}, orphan rows {len(set(named) - set(files))}, wrong sums {wrong}, unplayable {mute}"


if __name__ == "__main__":
    main()
