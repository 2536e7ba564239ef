"""Recorded video plays and is sought in the browser: what is asserted are decoded pictures, told apart by their brightness."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from portalkit.audit.models import AuditEvent
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.journeys.visitor import Visitor
from tests.video.builders import NOON, a_camera, a_gap, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.models import Camera, CameraEvent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HLS_FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "hls.js" / "dist"
# The picture's number modulo 55, and how many were decoded so far: see tests/video/footage.py.
LOOK = """place => {
  const video = document.querySelectorAll("video")[place];
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  const [red] = context.getImageData(canvas.width >> 1, canvas.height - 20, 1, 1).data;
  const decoded = video.getVideoPlaybackQuality().totalVideoFrames;
  return { number: Math.round((red - 16) / 4), decoded, blob: video.src.startsWith("blob:") };
}"""


class Player:
    """The player on a page, asked in seconds after noon."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self) -> float:
        return (float(self.page.locator("[data-player]").get_attribute("data-utc") or 0) / 1000) - NOON.timestamp()

    def jump(self, time: str) -> None:
        self.page.locator("[data-time]").fill(time)
        self.page.keyboard.press("Enter")
        self.page.locator("[data-clock]").click()

    def shows(self, number: int, *, place: int = 0) -> None:
        """Waits until the picture with this number, or a neighbour of it, is on the screen."""
        script = f"([place, number]) => [0, 1, 54].includes((({LOOK})(place).number + 55 - number % 55) % 55)"
        self.page.wait_for_function(script, arg=[place, number])

    def until(self, seconds: float) -> None:
        utc = (NOON.timestamp() + seconds) * 1000
        self.page.wait_for_function("utc => Number(document.querySelector('[data-player]').dataset.utc) >= utc", arg=utc)

    def decoded(self, place: int = 0) -> int:
        return self.page.evaluate(LOOK, place)["decoded"]


@pytest.mark.parametrize("engine", ["native", "hls.js"])
def test_recorded_video_plays_is_sought_and_jumps_over_gaps(visitor: Visitor, tmp_path: Path, settings: Settings, engine: str) -> None:
    if engine == "hls.js":
        if not HLS_FOLDER.is_dir():
            pytest.skip("hls.js not found: install npm and run `npm ci`")
        settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("vendor", str(HLS_FOLDER))]
    else:
        settings.STATICFILES_DIRS = [entry for entry in settings.STATICFILES_DIRS if "vendor" not in entry]
    first, second = _two_cameras(tmp_path)
    page = visitor.sign_in(a_user("supervisor", at=first.hall.region.parent))
    if engine == "native" and not page.evaluate("document.createElement('video').canPlayType('application/vnd.apple.mpegurl')"):
        pytest.skip("this Chromium does not play HLS itself")
    page.goto(f"{visitor.server}{reverse('video:play', kwargs={'gb_id': first.gb_id})}?at=2026-11-02T12:00:05")
    player = Player(page)

    player.shows(125)
    assert page.evaluate(LOOK, 0)["blob"] == (engine == "hls.js")
    for key, number in ((".", 126), (".", 127), (",", 126), ("ArrowRight", 376)):
        page.keyboard.press(key)
        player.shows(number if number < 300 else number - 300)
    assert player.at() == pytest.approx(15.04, abs=0.05)

    player.jump("12:00:10")
    player.shows(250)
    before = player.decoded()
    page.keyboard.press("Space")
    player.until(13)
    assert player.decoded() >= before + 50, "pictures are decoded across the seam of two files"
    page.keyboard.press("+")
    expect(page.locator("[data-speed]")).to_have_value("2")
    player.jump("12:00:23")
    player.until(61)
    assert player.at() < 66, "the gap was jumped over, not sat through"
    page.keyboard.press("Space")

    player.jump("12:00:30")
    note = page.locator("[data-note]")
    expect(note).to_contain_text("无录像 · 摄像机无法连通")
    note.get_by_role("button", name="跳到下一段录像").click()
    player.shows(0)
    assert player.at() == pytest.approx(60, abs=0.05)
    assert "at=2026-11-02T12:01:00" in page.url
    page.locator("[data-zoom='10']").click()
    _click_where_the_timeline_tells(page)
    _click_among_the_marks(page)
    _mark_a_span_for_export(page, player)
    visitor.check_accessibility()

    page.goto(f"{visitor.server}{reverse('video:playback')}?cameras={first.gb_id},{second.gb_id}&at=2026-11-02T12:00:04")
    player.shows(100)
    player.shows(100, place=1)
    page.keyboard.press("Space")
    player.until(6)
    page.keyboard.press("Space")
    number = round(player.at() * 25)
    player.shows(number)
    player.shows(number, place=1)
    player.jump("12:00:15")
    player.shows(75)
    expect(page.locator("[data-note]").nth(1)).to_contain_text("无录像")
    visitor.check_accessibility()
    watched = AuditEvent.objects.filter(action="video.play")
    assert {event.object_id for event in watched} == {str(first.pk), str(second.pk)}
    assert watched.count() == 2, "one event for each camera that was watched"


def _mark_a_span_for_export(page: Page, player: Player) -> None:
    for time, button in (("12:00:12", "设为终点"), ("12:00:05", "设为起点")):
        player.jump(time)
        page.get_by_role("button", name=button).click()
    export = page.get_by_role("link", name="导出为证据")
    expect(export).to_have_attribute("href", re.compile(r"from=2026-11-02T12%3A00%3A05&to=2026-11-02T12%3A00%3A12$"))
    page.get_by_role("button", name="设为终点").click()
    expect(export).to_have_attribute("href", re.compile(r"from=2026-11-02T11%3A59%3A05&to=2026-11-02T12%3A00%3A05$"))


def _two_cameras(folder: Path) -> tuple[Camera, Camera]:
    """One with 24 seconds in two files, a gap and 12 more; one with the first 12 only."""
    province = a_province()
    hall = a_hall(county=a_county("城东县", under=a_prefecture("东海市", under=province)))
    node = a_node(region=province)
    volume = a_volume(node, path=folder)
    first, second = a_camera(hall, name="柜台一", node=node), a_camera(hall, name="柜台二", node=node)
    for seconds in (0, 12, 60):
        recorded(first, volume, start=NOON + timedelta(seconds=seconds), seconds=12)
    recorded(second, volume, start=NOON, seconds=12)
    for kind, begin in (("motion", 62), ("black", 66)):
        start = NOON + timedelta(seconds=begin)
        CameraEvent.objects.create(camera=first, kind=kind, start=start, end=NOON + timedelta(seconds=70))
    a_gap(first, start=NOON + timedelta(seconds=24), end=NOON + timedelta(seconds=60), cause="unreachable")
    return first, second


def _click_where_the_timeline_tells(page: Page) -> None:
    timeline = page.locator("[data-timeline]")
    timeline.hover(position={"x": 300, "y": 40})
    told = page.locator("[data-tip]").inner_text().split(" · ")[0]
    timeline.click(position={"x": 300, "y": 40})
    expect(page.locator("[data-clock]")).to_have_text(f"2026-11-02 {told}")


def _click_among_the_marks(page: Page) -> None:
    """Where two marks lie over one another both are told, and a click leads to where the later one begins."""
    timeline, mark = page.locator("[data-timeline]"), page.locator(".timeline-quality").bounding_box()
    frame = timeline.bounding_box()
    assert mark is not None
    assert frame is not None
    inside = {"x": mark["x"] - frame["x"] + mark["width"] / 2, "y": mark["y"] - frame["y"] + mark["height"] / 2}
    timeline.hover(position=inside)
    expect(page.locator("[data-tip]")).to_contain_text("画面移动 · 黑屏")
    timeline.click(position=inside)
    expect(page.locator("[data-clock]")).to_have_text("2026-11-02 12:01:06")
