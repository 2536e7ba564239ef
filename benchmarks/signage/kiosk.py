"""A portal of its own processes and a screen's player in Chromium, for measures from the outside."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

from benchmarks.signage import site

FLAGS = ["--no-sandbox", "--no-proxy-server", "--autoplay-policy=no-user-gesture-required"]


@dataclass
class Portal:
    """`web` and `events` are its ports."""

    environment: dict[str, str]
    web: int
    events: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "django", "portal", "--port", str(self.web), "--events-port", str(self.events)]
        with (Path(self.environment["NOC_DATA_DIR"]) / "portal.log").open("ab") as log:
            self.process = subprocess.Popen(command, env={**os.environ, **self.environment}, stdout=log, stderr=log)
        until = time.monotonic() + 120
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the portal does not answer; see portal.log in its folder")
            time.sleep(0.2)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.web}/player/time", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


@contextmanager
def portal(folder: str) -> Iterator[Portal]:
    """The embedded shape in a folder, with a database that this process writes too."""
    web, events = site.free_port(), site.free_port()
    environment = site.environment(folder) | {"NOC_EVENTS_PORT": str(events)}
    os.environ.update(environment | {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"})  # Playwright's loop is in this thread
    site.settle()
    made = Portal(environment, web, events)
    made.start()
    try:
        yield made
    finally:
        made.stop()


@dataclass
class Kiosk:
    """The browser of a screen. `heard` holds what its page script said, newest last; nothing is evaluated in the page from here."""

    context: BrowserContext
    page: Page
    folder: Path
    heard: list[dict[str, Any]] = field(default_factory=list)

    def wait(self, what: Callable[[dict[str, Any]], object], *, seconds: float = 60) -> dict[str, Any]:
        until = time.monotonic() + seconds
        seen = 0
        while time.monotonic() < until:
            for told in self.heard[seen:]:
                if what(told):
                    return told
            seen = max(0, len(self.heard) - 1)
            self.page.wait_for_timeout(20)
        raise TimeoutError(f"not seen in {seconds:.0f} s; last: {self.heard[-1:]}")

    def forget(self) -> None:
        self.heard.clear()

    def kill(self) -> None:
        """At once, as a power cut would: every process of this browser."""
        for pid in self._processes():
            os.kill(pid, signal.SIGKILL)

    def _processes(self) -> list[int]:
        mark = f"--user-data-dir={self.folder}".encode()
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if mark in _read(path)]


@contextmanager
def kiosk(folder: Path, *, address: str, script: str) -> Iterator[Kiosk]:
    """Chromium on a profile in `folder`, which a later one finds again. `script` runs in the page and says JSON with console.debug."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("Chromium not found")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=program, args=FLAGS, viewport={"width": 1280, "height": 720}
        )
        page = context.pages[0]
        made = Kiosk(context, page, folder)
        page.on("console", lambda message: _hear(made, message))
        page.add_init_script(script)
        page.goto(address)
        try:
            yield made
        finally:
            if made._processes():
                context.close()


def pairing_address(portal: Portal, screen: Any) -> str:
    """Where a browser becomes the player of this screen."""
    from signage.services.pairing import open_here
    from tests.signage.player_server.builders import OPERATOR

    begun = open_here(screen=screen, about="measure", address="127.0.0.1", by=OPERATOR, now=datetime.now(UTC))
    return f"http://127.0.0.1:{portal.web}/player/#pair={begun.key}.{begun.poll}"


def _hear(kiosk: Kiosk, message: ConsoleMessage) -> None:
    if message.type == "debug" and message.text.startswith("{"):
        kiosk.heard.append(json.loads(message.text))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
