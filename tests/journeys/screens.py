"""A screen's player in the browser of a test: what its page says of itself, and what it is given to play."""

import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image
from playwright.sync_api import ConsoleMessage, Page

# Runs in the page: what is decoded, four times a second.
LOOKER = """
if (window === top) setInterval(() => {
  const picture = (image) => {
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const on = (selector) => [...document.querySelectorAll(`.layer.is-on ${selector}`)];
  console.debug("LOOK " + JSON.stringify({
    images: on("img").filter((image) => image.complete && image.naturalWidth).map(picture),
    videos: on("video").map((video) => {
      const { totalVideoFrames: frames } = video.getVideoPlaybackQuality();
      return { frames, at: video.currentTime, now: nocPlayer.status().now, paused: video.paused };
    }),
    slides: [...document.querySelectorAll(".zone .slide")].length && !on("*").length,
    hasShell: Boolean(navigator.serviceWorker?.controller),
    code: document.querySelector("[data-code]")?.textContent,
    text: document.querySelector("[data-emergency]:not([hidden])")?.textContent ?? "",
    status: globalThis.nocPlayer?.status() ?? null,
  }));
}, 250);
"""


class Looker:
    """What the page last said of itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: dict[str, Any] = {}
        page.add_init_script(LOOKER)
        page.on("console", self._hear)

    def wait(self, what: Callable[[dict[str, Any]], object], *, seconds: float = 20) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.seen and what(self.seen):
                return self.seen
            self.page.wait_for_timeout(100)
        raise AssertionError(f"not seen in {seconds} s: {self.seen}; on the page: {self.page.inner_text('body')!r}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith("LOOK "):
            self.seen = json.loads(message.text.removeprefix("LOOK "))


def a_colour(colour: tuple[int, int, int]) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (640, 360), colour).save(kept, "PNG")
    return kept.getvalue()


def a_clip(folder: Path, *, seconds: int = 4) -> bytes:
    path = folder / "clip.mp4"
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream: Any = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "25"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(seconds * 25):
            frame = np.full((180, 320, 3), (number * 2 % 256, 90, 40), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    return path.read_bytes()
