"""The library in the browser: files sent piece by piece over a bad line, what becomes of them, and a notice as it is written."""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Route, expect

from portalkit.regions.models import Region
from signage.models import Content, Upload
from tests.builders import a_prefecture, a_province, a_user
from tests.journeys.visitor import Visitor
from tests.signage.library import files
from tests.working import run_queued_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def east() -> Region:
    return a_prefecture("东海市", under=a_province("南江省"))


def test_a_file_goes_on_after_a_lost_line_and_after_a_reload(visitor: Visitor, east: Region, tmp_path: Path) -> None:
    poster = tmp_path / "春节海报.jpg"
    poster.write_bytes(files.a_picture(size=(640, 360)) + os.urandom(9_000_000))
    pieces: list[int] = []

    def bad_line(route: Route) -> None:
        """Lets two pieces pass, then none."""
        if route.request.method != "PUT":
            route.continue_()
            return
        pieces.append(int(route.request.headers["upload-offset"]))
        if len(pieces) > 2:
            route.abort("connectionfailed")
        else:
            route.continue_()

    page = visitor.sign_in(a_user("noc_staff", at=east))
    page.route("**/signage/uploads/*/", bad_line)
    visitor.visit("signage:new_content")
    visitor.check_accessibility()
    page.locator("[data-upload-input]").set_input_files(poster)
    page.locator("[data-upload-start]").click()
    expect(page.locator("[data-upload-state]")).to_contain_text("网络中断")
    kept = Upload.objects.get().received
    assert 0 < kept < poster.stat().st_size
    page.once("dialog", lambda dialog: dialog.accept())
    page.unroute("**/signage/uploads/*/")
    visitor.visit("signage:new_content")
    visitor.troubles.clear()
    expect(page.locator("[data-upload-row]")).to_contain_text("春节海报.jpg")
    visitor.check_accessibility()
    with page.expect_request(lambda request: request.method == "PUT") as first:
        page.locator("[data-upload-input]").set_input_files(poster)
        page.locator("[data-upload-start]").click()
    assert int(first.value.headers["upload-offset"]) == kept
    page.wait_for_url("**/done/")
    assert Upload.objects.count() == 1
    run_queued_jobs()
    expect(page.get_by_role("heading", level=1)).to_have_text("春节海报", timeout=10_000)
    assert Content.objects.get().current is not None
    page.wait_for_function("() => document.querySelector('img.media-preview').naturalWidth === 640")
    visitor.check_accessibility()
    visitor.visit("signage:library")
    page.wait_for_function("() => document.querySelector('.cell-picture img').naturalWidth > 0")
    visitor.check_accessibility()


def test_several_files_are_sent_one_after_the_other_and_a_bad_one_says_why(visitor: Visitor, east: Region, tmp_path: Path) -> None:
    names = {"一.png": files.a_picture("PNG"), "二.mp4": files.a_clip(), "三.png": files.SVG, "空.jpg": b""}
    for name, body in names.items():
        (tmp_path / name).write_bytes(body)
    page = visitor.sign_in(a_user("noc_staff", at=east))
    visitor.visit("signage:new_content")
    page.locator("[data-upload-input]").set_input_files([tmp_path / name for name in names])
    page.locator("[data-upload-start]").click()
    expect(page.locator("[data-upload-row]", has_text="空.jpg")).to_contain_text("文件为空")
    expect(page.locator("[data-upload-row] progress:indeterminate")).to_have_count(3)
    visitor.troubles.clear()
    run_queued_jobs()
    assert sorted(Content.objects.values_list("title", flat=True)) == ["一", "二"]
    expect(page.locator(".upload.is-good")).to_have_count(2, timeout=10_000)
    expect(page.locator("[data-upload-row]", has_text="三.png")).to_contain_text("SVG")
    expect(page.locator("[data-upload-row] progress:visible")).to_have_count(0)
    visitor.check_accessibility()
    page.locator("[data-upload-row]", has_text="二.mp4").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("二")


def test_nothing_to_send_is_said(visitor: Visitor, east: Region, tmp_path: Path) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=east))
    visitor.visit("signage:new_content")
    page.locator("[data-upload-start]").click()
    expect(page.locator("[data-upload-alert]")).to_be_visible()
    (tmp_path / "海报.png").write_bytes(files.a_picture("PNG"))
    page.locator("[data-upload-input]").set_input_files(tmp_path / "海报.png")
    expect(page.locator("[data-upload-alert]")).to_be_hidden()


@pytest.mark.parametrize(("theme", "language"), [("dark", "en-GB")])
def test_a_notice_is_seen_as_it_is_written(visitor: Visitor, east: Region, theme: Literal["light", "dark"], language: str) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=east))
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.visit("signage:new_notice")
    page.get_by_label("Heading").fill("Closed on Monday")
    page.get_by_label("Tone").select_option("danger")
    expect(page.locator("[data-notice-preview]")).to_have_attribute("data-tone", "danger")
    expect(page.locator("[data-notice-shows=heading]")).to_have_text("Closed on Monday")
    visitor.check_accessibility()
    page.get_by_label("Title").fill("Monday")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice-preview")).to_contain_text("Closed on Monday")
    visitor.check_accessibility()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
