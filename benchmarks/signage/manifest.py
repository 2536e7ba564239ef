"""What a manifest costs: the word that it is unchanged, the kept one, and building it.

    python -m benchmarks.signage.manifest [--requests 2000] [--schedules 50]

Requests go through the portal's WSGI application as a server would send them, all middleware included, on SQLite in a temporary folder.
CPU is this process's. The bar for the 304: 1 ms and one query.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from benchmarks import report
from benchmarks.signage import site

BAR_MS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--schedules", type=int, default=50, help="on air for the screen, three items each")
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="manifest-") as folder:
        os.environ.update(site.environment(folder))
        site.settle()
        screen, token = site.paired_screens(1)[0]
        _on_air(chosen.schedules)
        report.table(f"manifest with {chosen.schedules} schedules", _rows(screen, token, chosen.requests))


def _rows(screen: int, token: str, requests: int) -> dict[str, dict[str, object]]:
    from noc_portal.wsgi import application
    from signage.models import Screen
    from signage.selectors.manifests import build_manifest
    from signage.selectors.recurring import forget

    def ask(etag: str = "") -> tuple[str, dict[str, str], int]:
        told: list[Any] = []
        parts = application(_environ(token, etag), lambda status, headers, _=None: told.extend((status, dict(headers))))
        size = sum(map(len, parts))
        parts.close()
        return told[0], told[1], size

    def build_cold() -> None:
        forget()
        build_manifest(Screen(pk=screen), datetime.now(UTC))

    status, headers, size = ask()
    assert status.startswith("200"), status
    etag = headers["ETag"]
    assert ask(etag)[0].startswith("304")
    return {
        "304": _row(lambda: ask(etag), requests, bar=BAR_MS),
        f"200, kept, {size // 1024} KiB": _row(ask, max(requests // 10, 1)),
        "built, occurrences kept": _row(lambda: build_manifest(Screen(pk=screen), datetime.now(UTC)), 20),
        "built, nothing kept": _row(build_cold, 20),
    }


def _row(work: Callable[[], object], count: int, *, bar: float | None = None) -> dict[str, object]:
    from django.db import connection

    for _ in range(min(count, 200)):
        work()
    queries: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (queries.append(sql), execute(sql, *rest))[1]):
        work()
    begun = time.process_time()
    for _ in range(count):
        work()
    ms = (time.process_time() - begun) / count * 1000
    return {"CPU ms": f"{ms:.2f}", "queries": len(queries), "bar ÷ measured": bar / ms if bar else "-"}


def _environ(token: str, etag: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/player/manifest", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9", "HTTP_USER_AGENT": "Mozilla/5.0 Chromium",
        **({"HTTP_IF_NONE_MATCH": etag} if etag else {}),
    }  # fmt: skip


def _on_air(count: int) -> None:
    from tests.signage.player_server.builders import a_version, on_air

    versions = [a_version() for _ in range(12)]
    today = datetime.now(UTC).date()
    for number in range(count):
        chosen = [versions[(number + step) % len(versions)] for step in range(3)]
        on_air(
            *chosen, first_day=today - timedelta(days=number % 9), weekdays=list(range(number % 7 + 1)), priority=number % 10,
            day_parts=[["08:00", f"{12 + number % 8}:00"]], rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR" if number % 5 == 0 else "",
        )  # fmt: skip


if __name__ == "__main__":
    main()
