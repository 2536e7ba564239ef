"""The camera of the demo: a clip with a running clock, made once and sent in real time, so that a hall moves without any hardware."""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import takewhile
from typing import Any

import av
import cv2
import numpy as np

RATE = 10
SECONDS = 60
WIDTH, HEIGHT = 640, 360
_OPTIONS: Mapping[str, str] = {"preset": "veryfast", "tune": "zerolatency", "g": str(RATE), "keyint_min": str(RATE), "sc_threshold": "0"}
_STRIDE = 20  # pixels outside the picture where people appear and vanish
_making = threading.Lock()


class DemoSource:
    """A minute that repeats, in step with the minutes of the clock: the seconds in the picture are those on the wall.

    Behaves like a camera over RTSP: packets come when their time has come.
    """

    def __init__(self, *, name: str) -> None:
        with _making:
            clip = _clip(name[-6:])
        self._container: Any = av.open(BytesIO(clip))
        self.stream: Any = self._container.streams.video[0]
        self._clip = clip
        self._is_closed = threading.Event()

    def packets(self) -> Iterator[Any]:
        for due, packet in self._timed(time.time()):
            if self._is_closed.wait(max(due - time.time(), 0)):
                return
            yield packet

    def footage(self, *, start: float, end: float) -> Iterator[tuple[float, Any]]:
        """What it would have sent between two moments, at once: when a packet would have come, and the packet."""
        return takewhile(lambda each: each[0] < end, self._timed(start))

    def _timed(self, since: float) -> Iterator[tuple[float, Any]]:
        minute, at = divmod(since, SECONDS)
        begin = minute * SECONDS
        while not self._is_closed.is_set():
            with av.open(BytesIO(self._clip)) as container:
                for number, packet in enumerate(_packets(container)):
                    if number / RATE < at - 1 / RATE:
                        continue
                    due = begin + number / RATE
                    packet.pts = packet.dts = round(due / self.stream.time_base)
                    yield due, packet
            begin, at = begin + SECONDS, 0.0

    def close(self) -> None:
        self._is_closed.set()
        self._container.close()


def _packets(container: Any) -> Iterator[Any]:
    return (packet for packet in container.demux(video=0) if packet.size)


@cache
def _clip(name: str) -> bytes:
    """The same name gives the same scene; a minute takes a second or two to make."""
    kept = BytesIO()
    output = av.open(kept, "w", format="matroska")
    stream: Any = output.add_stream("libx264", rate=RATE, options=dict(_OPTIONS))
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    scene = Scene(name)
    for number in range(RATE * SECONDS):
        output.mux(stream.encode(av.VideoFrame.from_ndarray(scene.picture(number), format="bgr24")))
    output.mux(stream.encode(None))
    output.close()
    return kept.getvalue()


@dataclass(frozen=True)
class Walker:
    """Somebody who comes in on the left once a minute and goes out on the right. Seconds of the minute; `floor` in pixels from above."""

    enters: float
    takes: float
    floor: int
    colour: tuple[int, ...]

    def across(self, second: float) -> int | None:
        """Pixels from the left; None for who is not in the hall."""
        share = (second - self.enters) / self.takes
        return round((WIDTH + 2 * _STRIDE) * share) - _STRIDE if 0 < share < 1 else None


class Scene:
    """A hall as a drawing: floor, counter, the seconds of the minute and the camera's number. People cross it during half a minute that is
    each camera's own; the other half nothing moves, so that motion has a begin and an end. Nobody is there at the seam of the loop."""

    def __init__(self, name: str) -> None:
        seed = int.from_bytes(sha256(name.encode()).digest()[:4], "big")
        chance = np.random.default_rng(seed)
        self._name = name
        self._ground = self._empty(chance)
        first = chance.uniform(0, 25)
        self._people = [self._walker(chance, first + wait) for wait in (0, *chance.uniform(2, 18, 3))]

    def picture(self, number: int) -> np.ndarray:
        canvas = self._ground.copy()
        second = number / RATE
        for one in self._people:
            if (across := one.across(second)) is not None:
                cv2.circle(canvas, (across, one.floor - 46), 11, (170, 190, 220), -1, cv2.LINE_AA)
                cv2.ellipse(canvas, (across, one.floor), (15, 38), 0, 0, 360, one.colour, -1, cv2.LINE_AA)
        _write(canvas, f"CAM {self._name}", 12)
        _write(canvas, f"{int(second):02d}.{number % RATE} s", WIDTH - 112)
        return canvas

    @staticmethod
    def _walker(chance: Any, enters: float) -> Walker:
        colour = tuple(int(part) for part in chance.integers(60, 220, 3))
        return Walker(enters=enters, takes=chance.uniform(10, 16), floor=int(chance.integers(190, 300)), colour=colour)

    @staticmethod
    def _empty(chance: Any) -> np.ndarray:
        tone = int(chance.integers(150, 205))
        canvas = np.full((HEIGHT, WIDTH, 3), (tone + 20, tone + 10, tone), np.uint8)
        cv2.rectangle(canvas, (0, 200), (WIDTH, HEIGHT), (tone - 60, tone - 50, tone - 40), -1)
        left = int(chance.integers(40, 320))
        cv2.rectangle(canvas, (left, 150), (left + 240, 215), (90, 110, 150), -1)
        cv2.rectangle(canvas, (left, 140), (left + 240, 152), (70, 90, 120), -1)
        for place in range(3):
            cv2.rectangle(canvas, (left + 20 + 75 * place, 96), (left + 70 + 75 * place, 138), (60, 60, 60), -1)
        return canvas


def _write(canvas: np.ndarray, text: str, left: int) -> None:
    cv2.rectangle(canvas, (left - 8, 10), (left + 14 + 11 * len(text), 42), (40, 40, 40), -1)
    cv2.putText(canvas, text, (left, 33), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (255, 255, 255), 1, cv2.LINE_AA)
