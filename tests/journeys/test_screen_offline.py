"""A hall's line breaks, its power fails, its disk lies: the screen plays on, and nothing is lost or shown that is not what was approved."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Playwright, Request, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from signage.models import MediaFile, PlayCount, Screen, ScreenFault
from signage.services.pairing import open_here
from signage.services.publishing import publish_settings
from tests import ground
from tests.builders import a_user
from tests.journeys.conftest import FLAGS
from tests.journeys.screens import Looker, a_clip, a_colour
from tests.journeys.visitor import Visitor
from tests.lines import Line
from tests.signage.player_server.builders import OPERATOR, a_screen, a_version, an_item, on_air
from tests.signage.player_server.streams import serving
from tests.signage.programme.builders import decider, drafter, the_province
from tests.working import run_queued_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RED, BLUE = (200, 20, 20), (20, 40, 200)
PIECE = 4 << 20


@dataclass
class Way:
    """From a hall to the portal: its pages and its event stream, cut and mended together."""

    pages: Line
    events: Line

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.pages.port}"

    def cut(self) -> None:
        self.pages.cut()
        self.events.cut()

    def mend(self) -> None:
        self.pages.restore()
        self.events.restore()


@pytest.fixture
def way(visitor: Visitor, settings: Settings) -> Iterator[Way]:
    with serving() as served:
        port = urlsplit(visitor.server).port
        assert port is not None
        way = Way(Line(host="127.0.0.1", port=port), Line(host="127.0.0.1", port=served.port))
        settings.NOC_EVENTS_URL = f"http://127.0.0.1:{way.events.port}"
        visitor.others += [way.url, settings.NOC_EVENTS_URL]
        yield way
        way.cut()


def test_from_the_upload_to_the_proof_with_the_line_cut_between(visitor: Visitor, way: Way, tmp_path: Path) -> None:
    screen = a_screen(name="大厅主屏")
    player = visitor.context.new_page()
    look = Looker(player)
    player.goto(f"{way.url}/player/")
    code = str(look.wait(lambda seen: "·" not in (seen["code"] or "·"))["code"])
    _paired_by_hand(visitor, screen, code)
    look.wait(lambda seen: seen["status"] and seen["slides"] and not seen["status"]["faults"])
    poster = tmp_path / "春节海报.png"
    poster.write_bytes(a_colour(RED))
    _from_the_file_to_the_air(visitor, poster)
    look.wait(lambda seen: list(RED) in seen["images"] and seen["status"]["isStreaming"] and seen["hasShell"])
    way.cut()
    player.reload()
    look.seen = {}
    look.wait(lambda seen: list(RED) in seen["images"], seconds=40)
    since = timezone.now()
    player.wait_for_timeout(6_000)
    visitor.troubles.clear()
    way.mend()
    look.wait(lambda _: _milliseconds(screen) > 5_000, seconds=40)
    played = PlayCount.objects.filter(screen=screen).get()
    assert (played.plays >= 1, played.version is not None) == (True, True)
    assert played.hour <= since
    player.close()
    visitor.sign_in(decider())
    page = visitor.visit("signage:screen_plays", pk=screen.pk)
    expect(page.locator("main")).to_contain_text("春节海报")
    visitor.troubles.clear()


def _paired_by_hand(visitor: Visitor, screen: Screen, code: str) -> None:
    visitor.sign_in(a_user("administrator", at=the_province()))
    page = visitor.visit("signage:pair_screen", pk=screen.pk)
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(visitor.url("signage:screen", pk=screen.pk))
    visitor.leave()


def _from_the_file_to_the_air(visitor: Visitor, poster: Path) -> None:
    page = visitor.sign_in(drafter())
    visitor.visit("signage:new_content")
    page.locator("[data-upload-input]").set_input_files(poster)
    page.locator("[data-upload-start]").click()
    page.wait_for_url("**/done/")
    run_queued_jobs()
    visitor.visit("signage:new_playlist")
    page.locator("[name=title]").fill("春节")
    page.locator("[name=region]").select_option(value=str(the_province().pk))
    page.get_by_role("button", name="保存").click()
    page.locator("[data-item-choice]").select_option(index=0)
    page.locator("[data-item-add]").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_be_visible()
    visitor.visit("signage:new_schedule")
    page.locator("[name=title]").fill("春节节目")
    page.locator("[name=playlist]").select_option(index=1)
    page.locator("[name=region]").select_option(value=str(the_province().pk))
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="提交审批").click()
    visitor.leave()
    visitor.sign_in(decider())
    visitor.visit("signage:approvals").get_by_role("link", name="春节节目").first.click()
    page.get_by_role("button", name="批准并播出").click()
    expect(page.locator(".progress-figures")).to_be_visible()
    visitor.leave()


def _milliseconds(screen: Screen) -> int:
    return sum(PlayCount.objects.filter(screen=screen).values_list("milliseconds", flat=True))


@pytest.mark.timeout(120)
def test_a_killed_player_goes_on_with_the_pieces_that_it_kept_and_shows_no_wrong_bytes(
    visitor: Visitor, live_server: LiveServer, playwright: Playwright, tmp_path: Path
) -> None:
    """The hour's limit holds the download after two of five pieces, where the browser is killed."""
    data = a_clip(tmp_path)
    padded = data + (4 * PIECE + 1000 - len(data)).to_bytes(4) + b"free" + os.urandom(4 * PIECE + 1000 - len(data) - 8)
    clip = a_version("video", data=padded, content_type="video/mp4", duration_ms=4000)
    wrong = a_version(data=a_colour(BLUE), content_type="image/png")
    MediaFile.objects.filter(version=wrong).update(chunks=["0" * 64])
    screen = a_screen(bytes_per_hour=2 * PIECE)
    today = timezone.now().date()
    on_air(items=[an_item(clip, duration_ms=4000), an_item(wrong, duration_ms=1000)], first_day=today)
    begun = open_here(screen=screen, about="", address="127.0.0.1", by=OPERATOR, now=timezone.now())
    digest = MediaFile.objects.get(version=clip).file.sha256
    first = Hall(playwright, tmp_path / "profile", f"{live_server.url}/player/#pair={begun.key}.{begun.poll}", digest=digest)
    first.look.wait(lambda seen: seen["status"] and seen["status"]["held"] >= 2 * PIECE)
    first.page.wait_for_timeout(500)
    first.kill()
    assert first.asked == [0, PIECE]
    Screen.objects.filter(pk=screen.pk).update(bytes_per_hour=None)
    publish_settings(screens=[screen], by=OPERATOR, now=timezone.now())
    second = Hall(playwright, tmp_path / "profile", f"{live_server.url}/player/", digest=digest)
    second.look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20, seconds=40)
    assert second.asked == [2 * PIECE, 3 * PIECE, 4 * PIECE]
    second.look.wait(lambda _: ScreenFault.objects.filter(screen=screen, code="bad_media", cleared_at=None).exists())
    assert list(BLUE) not in second.look.seen["images"]
    second.close()


class Hall:
    """A kiosk: a browser on a profile that outlives it. `asked`: where the pieces begin that it asked for of the file with this digest."""

    def __init__(self, playwright: Playwright, profile: Path, address: str, *, digest: str) -> None:
        self.profile, self.digest, self.asked = profile, digest, list[int]()
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            profile, executable_path=ground.browser().address, args=flags
        )
        self.page: Page = self.context.pages[0]
        self.context.on("request", self._note)
        self.look = Looker(self.page)
        self.page.goto(address)

    def kill(self) -> None:
        mark = f"--user-data-dir={self.profile}".encode()
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            if mark in path.read_bytes():
                os.kill(int(path.parent.name), signal.SIGKILL)

    def close(self) -> None:
        self.page.goto("about:blank")
        self.context.close()

    def _note(self, request: Request) -> None:
        if f"/player/media/{self.digest}" in request.url:
            self.asked.append(int(request.headers["range"].removeprefix("bytes=").partition("-")[0]))
