"""Scenes of a hall as key frames two seconds apart, for what looks at pictures: still, walked through, dark, covered, out of focus …"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO

import av
import cv2
import numpy as np

APART = 2
Image = np.ndarray


@dataclass
class Hall:
    """A room with furniture, sensor noise of `noise` levels, and the clock that cameras write into their picture."""

    width: int = 320
    height: int = 180
    seed: int = 5
    noise: float = 2.0
    light: float = 1.0
    has_clock: bool = True
    room: Image = field(init=False)

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)
        self.room = np.full((self.height, self.width, 3), (158, 152, 150), np.float32)
        for _ in range(90):
            x, y = int(self.chance.integers(0, self.width)), int(self.chance.integers(0, self.height))
            size = (self.chance.uniform(0.02, 0.15, 2) * (self.width, self.height)).astype(int)
            tone = self.chance.uniform(50, 200)
            colour = np.clip(tone + self.chance.uniform(-18, 18, 3), 0, 255)
            cv2.rectangle(self.room, (x, y), (x + int(size[0]), y + int(size[1])), tuple(map(float, colour)), -1)

    def seen(self, number: int, room: Image | None = None) -> Image:
        """The room, or another view, through sensor and clock."""
        view = (self.room if room is None else room) * self.light
        noisy = view + self.chance.normal(0, self.noise, (self.height, self.width, 1)) if self.noise else view
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
        if self.has_clock:
            text = f"2026-11-26 12:{number * APART // 60 % 60:02d}:{number * APART % 60:02d}"
            size = self.height / 540
            cv2.putText(
                picture, text, (self.width // 2, self.height // 12), cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), 1, cv2.LINE_AA
            )
        return picture


def still(hall: Hall, number: int) -> Image:
    return hall.seen(number)


def walked(hall: Hall, number: int) -> Image:
    """Somebody crosses the room."""
    there = hall.room.copy()
    x = int(number * 0.09 * hall.width) % hall.width
    middle, size = (x, int(hall.height * 0.55)), (int(hall.width * 0.04), int(hall.height * 0.2))
    cv2.ellipse(there, middle, size, 0, 0, 360, (60.0, 50.0, 45.0), -1)
    return hall.seen(number, there)


def lit(hall: Hall, number: int) -> Image:
    """A lamp goes on and off every half minute."""
    return hall.seen(number, hall.room * (1.5 if number // 15 % 2 else 0.75))


def flickering(hall: Hall, number: int) -> Image:
    """Lamps whose brightness beats against the camera's own rate: bands that wander through the picture."""
    rows = np.linspace(0, 2 * np.pi, hall.height, dtype=np.float32)[:, None, None]
    return hall.seen(number, hall.room * (1 + 0.12 * np.sin(rows + number * 1.7)))


def blackened(hall: Hall, number: int) -> Image:
    return hall.seen(number, hall.room * 0 + 6)


def blurred(hall: Hall, number: int) -> Image:
    return hall.seen(number, cv2.GaussianBlur(hall.room, (0, 0), hall.width / 90))


def reddened(hall: Hall, number: int) -> Image:
    return hall.seen(number, hall.room * np.array([0.62, 0.8, 1.25], np.float32))


def frozen(hall: Hall, number: int) -> Image:
    """The same picture, noise and all, under a clock that goes on."""
    state = hall.chance.bit_generator.state
    hall.chance = np.random.default_rng(hall.seed + 1)
    picture = hall.seen(number)
    hall.chance.bit_generator.state = state
    return picture


Scene = Callable[[Hall, int], Image]
SCENES: Mapping[str, Scene] = {
    "still": still, "walked": walked, "lit": lit, "flickering": flickering,
    "black": blackened, "blurred": blurred, "red": reddened, "frozen": frozen,
}  # fmt: skip


def clip_of(*parts: tuple[Scene, int], hall: Hall | None = None, quality: int = 26) -> bytes:
    """An MPEG-TS clip of key frames alone: each part a scene and a number of pictures."""
    hall = hall or Hall()
    kept = BytesIO()
    with av.open(kept, "w", format="mpegts") as output:
        options = {"preset": "superfast", "tune": "zerolatency", "crf": str(quality), "g": "1"}
        stream = output.add_stream("libx264", rate=Fraction(1, APART), options=options)
        stream.width, stream.height, stream.pix_fmt = hall.width, hall.height, "yuv420p"
        for picture in _pictures(parts, hall):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        output.mux(stream.encode(None))
    return kept.getvalue()


def _pictures(parts: tuple[tuple[Scene, int], ...], hall: Hall) -> Iterator[Image]:
    number = 0
    for scene, count in parts:
        for _ in range(count):
            yield scene(hall, number)
            number += 1
