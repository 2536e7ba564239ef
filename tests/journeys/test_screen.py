"""A screen's player in the browser. What it shows is read by a script of the page itself: a test tool's own evaluation counts as a
gesture, and would hide that a browser refuses to play."""

import json
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import ConsoleMessage, Page
from pytest_django import Settings

from signage.models import Pairing, PlayCount, ScreenStatus
from signage.services.pairing import claim
from signage.services.programme.emergencies import EmergencyValues, announce, end_emergency
from tests.journeys.visitor import Visitor
from tests.signage.player_server.builders import OPERATOR, a_screen, a_version, an_author, an_item, on_air
from tests.signage.player_server.streams import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timezone.now().date()

# Runs in the page: what is decoded, four times a second.
LOOKER = """
setInterval(() => {
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
      return { frames, at: video.currentTime, paused: video.paused };
    }),
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
        raise AssertionError(f"not seen in {seconds} s: {self.seen}")

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


@pytest.fixture
def events(visitor: Visitor, settings: Settings) -> Iterator[None]:
    """The event stream beside the pages."""
    with serving() as served:
        settings.NOC_EVENTS_URL = f"http://127.0.0.1:{served.port}"
        visitor.others.append(settings.NOC_EVENTS_URL)
        yield
        visitor.page.goto("about:blank")


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("events")
def test_a_new_screen_is_paired_plays_proves_and_obeys_an_emergency(visitor: Visitor, tmp_path: Path) -> None:
    screen = a_screen()
    red = a_version(data=a_colour((200, 20, 20)), content_type="image/png")
    clip = a_version("video", data=a_clip(tmp_path), content_type="video/mp4", duration_ms=4000)
    on_air(items=[an_item(red, duration_ms=3000, transition="cut"), an_item(clip, duration_ms=4000)], first_day=DAY)
    look = Looker(visitor.page)
    visitor.page.goto(visitor.url("signage:player"))
    code = str(look.wait(lambda seen: Pairing.objects.exists() and "·" not in (seen["code"] or "·"))["code"])
    claim(code=code, screen=screen, by=OPERATOR, now=timezone.now())
    look.wait(lambda seen: seen["status"] and seen["status"]["isComplete"])
    look.wait(lambda seen: [200, 20, 20] in seen["images"])
    first = look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20)["videos"][0]
    assert not first["paused"]
    look.wait(lambda seen: seen["status"]["isStreaming"])
    region = screen.hall.region
    values = EmergencyValues(title="请立即离开", body="由东门疏散", severity=3, reason="演练", region=region)
    schedule = announce(values=values, by=OPERATOR, user=an_author(), now=timezone.now())
    look.wait(lambda seen: "请立即离开" in seen["text"], seconds=5)
    end_emergency(schedule=schedule, by=OPERATOR, now=timezone.now())
    look.wait(lambda seen: not seen["text"], seconds=10)
    look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20)
    look.page.wait_for_timeout(4_000)
    visitor.page.reload()
    look.wait(lambda _: PlayCount.objects.filter(screen=screen, version__in=[red.pk, clip.pk]).count() == 2)
    assert ScreenStatus.objects.get(screen=screen).complete_revision > 0
