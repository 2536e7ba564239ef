"""A person in front of the browser, and the eye that is kept on what the browser does meanwhile."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from portalkit.access.models import User
from tests import ground
from tests.builders import PASSWORD

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOCAL_SCHEMES = frozenset({"data", "blob", "about"})


@dataclass
class Visitor:
    """`page` is the open tab, `troubles` what failed behind it so far; a test that provokes one empties the list itself. `others` are
    servers of the test that pages may load from besides the portal."""

    context: BrowserContext
    server: str
    page: Page
    troubles: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def url(self, name: str, **parameters: object) -> str:
        return self.server + reverse(name, kwargs=parameters or None)

    def visit(self, name: str, **parameters: object) -> Page:
        self.page.goto(self.url(name, **parameters))
        return self.page

    def sign_in(self, user: User, *, password: str = PASSWORD) -> Page:
        """Through the login form, as people do."""
        self.visit("access:login")
        self.page.locator("input[name=username]").fill(user.username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: reverse("access:login") not in url)
        return self.page

    def leave(self) -> None:
        """Forgets who is signed in, with no page left open that would still ask the server for this person's news."""
        self.page.goto("about:blank")
        self.context.clear_cookies()

    def watch(self) -> None:
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))
        self.context.on("response", self._on_response)
        self.context.on("request", self._on_request)

    def check_accessibility(self) -> None:
        """Fails with what axe finds against WCAG 2.2 AA on the page as it is shown now."""
        if not AXE.exists():
            self._no_axe()
        self.page.wait_for_load_state("load")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        assert not found["violations"], "\n".join(map(_violation, found["violations"]))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")

    def _on_request(self, request: Request) -> None:
        """The browser resolves no name (see FLAGS in conftest.py); whoever asks for one is told of here."""
        if urlsplit(request.url).scheme not in LOCAL_SCHEMES and not request.url.startswith((self.server, *self.others)):
            self.troubles.append(f"request to another machine: {request.url}")

    def _no_axe(self) -> None:
        message = "axe-core not found: install npm and run `npm ci`"
        if "browser" in ground.required():
            pytest.fail(message)
        pytest.skip(message)


def _violation(found: dict) -> str:
    places = "; ".join(" ".join(node["target"]) + " " + node.get("failureSummary", "").replace("\n", " ") for node in found["nodes"][:5])
    return f"{found['id']} ({found['impact']}): {found['help']}: {places}"
