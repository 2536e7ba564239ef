"""Drives Debian's Chromium against a live server. A journey fails on a console error, a broken content-security policy, or a
request that leaves the machine, whatever else it checks.

    def test_the_manager_downloads_the_month(visitor: Visitor) -> None:
        page = visitor.sign_in(a_user("manager", at=province))
        page.goto(visitor.url("complaints:overview"))
        visitor.check_accessibility()

`visitor` reads Chinese in the light theme; a test that is parametrised with `language` or `theme` has another one.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import ground
from tests.journeys.visitor import Visitor

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-proxy-server",
)
HERE = Path(__file__).resolve().parent
RESULTS = HERE.parents[1] / "test-results"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys that may take longest begin first, so that no worker waits for the other's last one."""
    journeys = [item for item in items if item.path.parent == HERE]
    if len(journeys) == len(items):
        items.sort(key=_may_take, reverse=True)


def _may_take(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else 0


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's own event loop runs in this thread; Django would take every query of a test for one inside a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    browser = playwright.chromium.launch(executable_path=ground.browser().address, args=flags)
    yield browser
    browser.close()


@pytest.fixture
def language() -> str:
    return "zh-CN"


@pytest.fixture
def theme() -> Literal["light", "dark"]:
    return "light"


@pytest.fixture
def context(chromium: Browser, language: str, theme: Literal["light", "dark"]) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        locale=language,
        color_scheme=theme,
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def visitor(context: BrowserContext, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A person in front of a fresh browser. What went wrong behind the pages fails the test at its end."""
    visitor = Visitor(context=context, server=live_server.url, page=context.new_page())
    visitor.watch()
    yield visitor
    if getattr(request.node, "failed", False):
        RESULTS.mkdir(exist_ok=True)
        visitor.page.screenshot(path=RESULTS / f"{request.node.name}.png", full_page=True)
    assert not visitor.troubles, "\n".join(visitor.troubles)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed  # type: ignore[attr-defined]
    return report
