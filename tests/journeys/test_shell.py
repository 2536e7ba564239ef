"""What a reader does with the shell all shift: pick, switch, search, walk by keyboard, keep a page open."""

import pytest
from playwright.sync_api import expect

from tests.builders import a_prefecture, a_province, a_user
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_PICKER = ".picker:first-child"
BANNER = "[data-live-banner]"
POLL = "document.querySelector('[data-live-content]').dispatchEvent(new CustomEvent('poll'))"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_style_guide_is_accessible_with_everything_on_it(visitor: Visitor, theme: str) -> None:
    visitor.sign_in(a_user("noc_staff", at=a_province()))
    visitor.visit("ui:styleguide")
    visitor.check_accessibility()


def test_a_picked_region_stays_picked(visitor: Visitor) -> None:
    province = a_province()
    a_prefecture("Liuzhou", under=province)
    page = visitor.sign_in(a_user("noc_staff", at=province))
    page.locator(f"{FIRST_PICKER} summary").click()
    page.locator(".picker-filter").fill("liuz")
    page.locator(".picker-filter").press("Enter")
    expect(page.locator(f"{FIRST_PICKER} .picker-label")).to_contain_text("Liuzhou")
    visitor.visit("search")
    expect(page.locator(f"{FIRST_PICKER} .picker-label")).to_contain_text("Liuzhou")


@pytest.mark.parametrize("theme", ["light"])
def test_the_theme_switches_by_key_and_is_drawn_by_the_server_afterwards(visitor: Visitor, theme: str) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=a_province()))
    with page.expect_response("**/theme/"):
        page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert 'data-theme="dark"' in visitor.context.request.get(visitor.url("home")).text()


def test_the_keyboard_opens_help_search_and_pages(visitor: Visitor) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=a_province()))
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    visitor.check_accessibility()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search] input")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("[data-search] input").blur()
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(visitor.url("complaints:tickets"))


def test_a_narrow_screen_opens_the_navigation_as_a_drawer(visitor: Visitor) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=a_province()))
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#navigation")).not_to_be_visible()
    page.locator("[data-drawer-open]").click()
    expect(page.locator("#navigation")).to_be_visible()
    visitor.check_accessibility()
    page.keyboard.press("Escape")
    expect(page.locator("#navigation")).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_stays_open_says_when_its_data_no_longer_arrive(visitor: Visitor) -> None:
    page = visitor.sign_in(a_user("noc_staff", at=a_province()))
    with page.expect_response(lambda response: response.status == 204 and response.url == visitor.url("home")):
        page.evaluate(POLL)
    expect(page.locator(BANNER)).to_be_hidden()
    page.route(visitor.url("home"), lambda route: route.abort())
    for _ in range(2):
        with page.expect_event("requestfailed"):
            page.evaluate(POLL)
    expect(page.locator(BANNER)).to_be_visible()
    visitor.check_accessibility()
    page.unroute(visitor.url("home"))
    page.evaluate(POLL)
    expect(page.locator(BANNER)).to_be_hidden()
    visitor.troubles.clear()
