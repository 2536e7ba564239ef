"""What is seen in the pictures of rendered halls, and what looking costs.

    python -m benchmarks.video.events [--halls 4] [--seconds 20]

Each hall is filmed by day, in dim light and at night by infrared, each light with its noise and its coding, in every scene of
tests/video/scenes.py: half a minute still, 80 s of the scene, half a minute still, with a running clock in the picture. The confusion
table counts clips by what was shown and what was told; precision and recall are of clips. Changes of a whole view (out of focus, black) are
motion too, so motion is judged in scenes that have none of these. The cost is the CPU time of the worker for an hour of one 1080p camera
with a key frame every two seconds: reading, decoding, measuring, following.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import av

from benchmarks import report
from tests.video.scenes import SCENES, Hall, clip_of
from video.adapters.key_frames import key_frames
from video.adapters.muxing import SegmentWriter
from video.domain.causes import EventKind
from video.domain.fragments import spaced, unpack
from video.domain.picture_events import Memory, follow
from video.domain.pictures import Picture, Sample, between, last_before
from video.domain.segments import Contents

SHOWN: Mapping[str, EventKind | None] = {
    "still": None, "lit": None, "flickering": None, "walked": EventKind.MOTION, "black": EventKind.BLACK, "frozen": EventKind.FROZEN,
    "blurred": EventKind.BLURRED, "red": EventKind.COLOUR_CAST,
}  # fmt: skip
LIGHTS: Mapping[str, Mapping[str, float]] = {
    "day": {"light": 1.0, "noise": 1.5, "quality": 24},
    "dim": {"light": 0.45, "noise": 3.0, "quality": 30},
    "infrared": {"light": 0.3, "noise": 2.0, "quality": 34},
}
STILL, LASTING = 15, 40
BAR = 0.95
_START = 1_000_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--halls", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=20, help="of 1080p footage, for the cost")
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="events-") as folder:
        told = {name: list(_told(name, chosen.halls, Path(folder))) for name in SHOWN}
        columns = ["clips", "nothing", *map(str, EventKind)]
        report.table("clips by what was shown, and how many were told what", {name: _row(told[name], columns) for name in SHOWN})
        report.table(f"by kind (bar: {BAR:.0%} each)", {str(kind): _figures(kind, told) for kind in EventKind})
        report.table("cost, 1080p, a key frame every 2 s", {"one camera": _cost(Path(folder), chosen.seconds)})


def _told(name: str, halls: int, folder: Path) -> Iterator[frozenset[EventKind]]:
    for seed in range(halls):
        for light, values in LIGHTS.items():
            hall = Hall(640, 360, seed=seed + 1, light=values["light"], noise=values["noise"])
            if light == "infrared":
                hall.room[:] = hall.room.mean(axis=2, keepdims=True)
            if light == "infrared" and name == "red":
                continue
            parts = ((SCENES["still"], STILL), (SCENES[name], LASTING), (SCENES["still"], STILL))
            samples = list(_samples(*_written(clip_of(*parts, hall=hall, quality=int(values["quality"])), folder)))
            events = follow(_used_to(samples[: STILL - 1]), samples).events
            yield frozenset(event.kind for event in events)


def _used_to(samples: Sequence[Sample]) -> Memory:
    """The memory of a camera that has seen this for long."""
    step, count = 2_000_000, 400
    long = [
        replace(samples[number % len(samples)], start_us=(number - count - 9) * step, end_us=(number - count - 8) * step)
        for number in range(count)
    ]
    return replace(follow(Memory(), long).memory, tracks={})


def _samples(path: Path, contents: Contents) -> Iterator[Sample]:
    last: Picture | None = None
    fragments = spaced(unpack(contents.fragments), apart_ms=1500)
    for picture in key_frames(path, init_bytes=contents.init_bytes, fragments=fragments, start_us=contents.start_us):
        if last is not None:
            yield between(last, picture)
        last = picture
    if last is not None:
        yield last_before(contents.end_us, last)


def _written(data: bytes, folder: Path) -> tuple[Path, Contents]:
    path = folder / f"{len(list(folder.iterdir()))}.mp4"
    with av.open(BytesIO(data)) as source:
        stream = source.streams.video[0]
        writer = SegmentWriter(path=path, stream=stream)
        packets = [packet for packet in source.demux(stream) if packet.dts is not None]
        shift = _START * 90 - (packets[0].dts or 0)
        for packet in packets:
            writer.mux(packet, decode=(packet.dts or 0) + shift, present=(packet.pts or 0) + shift)
        contents = writer.close()
    assert contents is not None
    return path, contents


def _row(told: Sequence[frozenset[EventKind]], columns: Sequence[str]) -> Mapping[str, object]:
    counts = Counter(str(kind) for kinds in told for kind in kinds)
    counts |= Counter(clips=len(told), nothing=sum(not kinds for kinds in told))
    return {column: counts[column] for column in columns}


def _figures(kind: EventKind, told: Mapping[str, Sequence[frozenset[EventKind]]]) -> Mapping[str, object]:
    judged = [name for name in SHOWN if kind is not EventKind.MOTION or SHOWN[name] in (None, kind, EventKind.FROZEN)]
    found = defaultdict(int)
    for name in judged:
        for kinds in told[name]:
            found[SHOWN[name] is kind, kind in kinds] += 1
    right, wrong, missed = found[True, True], found[False, True], found[True, False]
    return {
        "right": right, "wrong": wrong, "missed": missed,
        "precision": f"{right / (right + wrong):.3f}" if right + wrong else "-",
        "recall": f"{right / (right + missed):.3f}" if right + missed else "-",
    }  # fmt: skip


def _cost(folder: Path, seconds: int) -> Mapping[str, object]:
    path, contents = _written(_street(seconds), folder)
    turns, begin = 5, time.process_time()
    pictures = sum(len(follow(Memory(), _samples(path, contents)).memory.as_json()) > 0 for _ in range(turns)) * len(
        unpack(contents.fragments)
    )
    spent = (time.process_time() - begin) / pictures
    an_hour = spent * 1800
    return {
        "Mbit/s": round(contents.size * 8 / seconds / 1e6, 1), "key frames": pictures, "ms each": round(spent * 1000, 1),
        "CPU s per camera-hour": round(an_hour, 1), "cameras one core keeps up with": int(3600 / an_hour),
    }  # fmt: skip


def _street(seconds: int) -> bytes:
    """1080p at 25 pictures a second and 4 Mbit/s, a key frame every two seconds, somebody walking."""
    hall = Hall(1920, 1080, noise=2.0)
    views = [SCENES["walked"](hall, number) for number in range(12)]
    kept = BytesIO()
    with av.open(kept, "w", format="mpegts") as output:
        options = {"preset": "veryfast", "tune": "zerolatency", "g": "50", "keyint_min": "50", "sc_threshold": "0"}
        stream = output.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", 4_000_000
        for number in range(seconds * 25):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(views[number // 4 % 12], format="bgr24")))
        output.mux(stream.encode(None))
    return kept.getvalue()


if __name__ == "__main__":
    main()
