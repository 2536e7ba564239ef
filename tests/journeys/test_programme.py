"""The programme in the browser: a playlist put in order, a layout drawn, a schedule from draft to on air, an emergency."""

import pytest
from playwright.sync_api import Page, expect

from signage.models import Layout, LayoutZone, Playlist, Schedule, Screen
from tests.builders import a_user
from tests.journeys.visitor import Visitor
from tests.signage.library import files
from tests.signage.player_server.builders import a_screen, a_version
from tests.signage.programme.builders import a_playlist, decider, drafter, the_province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}


def look(visitor: Visitor, name: str, **parameters: object) -> Page:
    """Clean for axe, and no wider than the screen on a phone."""
    page = visitor.visit(name, **parameters)
    visitor.check_accessibility()
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(WIDE)
    return page


def a_picture(title: str) -> None:
    version = a_version(data=files.a_picture(size=(640, 360)), title=title)
    version.content.current = version
    version.content.save()


def test_a_playlist_is_put_in_order_and_played_in_its_page(visitor: Visitor) -> None:
    playlist = a_playlist(a_version(data=files.a_picture(size=(640, 360)), title="品牌形象"))
    a_picture("五一促销")
    visitor.sign_in(drafter())
    page = look(visitor, "signage:playlist", pk=playlist.pk)
    page.wait_for_function("document.querySelector('[data-preview-stage] img')?.naturalWidth === 640")
    page.locator("[data-item-choice]").select_option(label="五一促销 · 画面")
    page.locator("[data-item-add]").click()
    added = page.locator("[data-item]").nth(1)
    expect(added).to_contain_text("五一促销")
    expect(added.locator("[data-item-picture] > *")).to_have_count(1)
    added.locator("input[name$='-seconds']").fill("6")
    added.locator("[data-item-up]").press("Enter")
    expect(page.locator("[data-item] [data-item-title]")).to_have_text(["五一促销 · 画面", "品牌形象 · 画面"])
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.wait_for_function("document.querySelector('[data-preview-title]').textContent.startsWith('1 / 2')")
    page.get_by_role("button", name="播放").press("Enter")
    expect(page.get_by_role("button", name="暂停")).to_be_focused()
    page.get_by_role("button", name="暂停").press("Enter")
    expect(page.get_by_role("button", name="播放")).to_be_focused()
    assert [(item.content.title, item.duration_ms) for item in playlist.items.select_related("content")] == [
        ("五一促销", 6000),
        ("品牌形象", None),
    ]
    page.locator("[data-item] .item-head").nth(1).drag_to(page.locator("[data-item]").first, target_position={"x": 40, "y": 4})
    expect(page.locator("[data-item] [data-item-title]").first).to_have_text("品牌形象 · 画面")


def test_a_layout_is_drawn_with_the_mouse_and_put_right_with_keys(visitor: Visitor) -> None:
    layout = Layout.objects.create(name="主区加侧栏", region=the_province())
    LayoutZone.objects.create(layout=layout, name="main", title="主区", left=0, top=0, width=8, height=12)
    visitor.sign_in(a_user("administrator", at=the_province()))
    page = look(visitor, "signage:layout", pk=layout.pk)
    cell = "[data-left='{}'][data-top='{}']"
    page.locator(cell.format(9, 0)).hover()
    page.mouse.down()
    for left, top in ((11, 7), (11, 5)):
        box = page.locator(cell.format(left, top)).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    drawing = page.locator("[data-drawing]")
    drawing.focus()
    drawing.press("ArrowLeft")
    drawing.press("Shift+ArrowDown")
    expect(page.locator("[data-zones]")).to_be_hidden()
    row = page.locator("[data-zone-rows] > li").nth(1)
    expect(row.get_by_label("标题")).to_have_value("区 2")
    row.get_by_label("标题").fill("办事提示")
    row.get_by_label("名称").fill("tips")
    expect(page.locator(".drawing-zone[aria-pressed=true]")).to_have_text("办事提示")
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state("load")
    drawn = layout.zones.exclude(name="main").get()
    assert (drawn.left, drawn.top, drawn.width, drawn.height) == (8, 0, 3, 7)
    assert (drawn.name, drawn.title) == ("tips", "办事提示")
    page.locator("[data-zone-rows] > li").nth(1).get_by_role("button", name="删除此区").click()
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state("load")
    assert [zone.name for zone in layout.zones.all()] == ["main"]


def test_from_a_draft_to_on_air_by_two_people(visitor: Visitor) -> None:
    screen = a_screen(name="大厅主屏")
    a_playlist(a_version(), title="日常")
    page = visitor.sign_in(drafter())
    page = look(visitor, "signage:new_schedule")
    page.locator("[name=region]").select_option(value=str(the_province().pk))
    expect(page.locator("#meets")).to_contain_text("168.0")
    page.locator("[name=title]").fill("日常节目")
    page.locator("[name=playlist]").select_option(index=1)
    page.locator("[name=day_parts]").fill("08:00-20:00")
    page.locator("[name=day_parts]").blur()
    expect(page.locator("#meets")).to_contain_text("84.0")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="提交审批").click()
    schedule = Schedule.objects.get()
    visitor.leave()
    visitor.sign_in(decider())
    look(visitor, "signage:approvals").get_by_role("link", name="日常节目").first.click()
    page.get_by_role("button", name="批准并播出").click()
    expect(page.locator(".progress-figures")).to_contain_text("0 / 1")
    screen.refresh_from_db()
    assert screen.revision == schedule.publications.get().pk
    for name in ("signage:calendar", "signage:on_screen", "signage:schedules", "signage:outdated"):
        look(visitor, name)
    look(visitor, "signage:schedule", pk=schedule.pk)
    look(visitor, "signage:publication", pk=screen.revision)


def test_an_emergency_is_two_steps_away_and_ends_with_a_button(visitor: Visitor) -> None:
    screen = a_screen()
    visitor.sign_in(decider())
    page = look(visitor, "signage:emergency")
    page.locator("[name=title]").fill("停电检修")
    page.get_by_label(screen.hall.region.name, exact=True).check()
    page.locator("[name=reason]").fill("线路抢修")
    page.locator("main form button.button-primary").click()
    visitor.check_accessibility()
    page.locator("main form button.button-danger").click()
    expect(page.get_by_role("button", name="立即结束")).to_be_visible()
    assert Screen.objects.get().revision > 0
    visitor.check_accessibility()
    page.get_by_role("button", name="立即结束").click()
    expect(page.get_by_role("button", name="立即结束")).to_have_count(0)
    assert Schedule.objects.get().on_air is None
    assert Playlist.objects.count() == 0
