"""The page of a roster with 300 agents and 31 days: milliseconds, queries and bytes, and what one hand edit costs.

    python -m benchmarks.scheduling.grid [--agents 300] [--requests 20]

Works on an SQLite database of its own in a temporary folder, through the whole of Django (middleware, access, template) without a server.
The bar: at most 1 s and 15 queries, without the rows of the session and the header that every page has.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import UTC, date, datetime
from statistics import median

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
BAR_SECONDS, BAR_QUERIES = 1.0, 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--requests", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grid-") as folder:
        _settle(folder)
        roster, user = _filled(chosen.agents)
        page, edit = _pages(roster, user, chosen.requests), _edits(roster, user, chosen.requests)
    print(f"{'':28}{'ms (median)':>12}{'ms (worst)':>12}{'queries':>9}{'KiB':>8}")
    for name, times, queries, size in (page, edit):
        print(f"{name:28}{median(times) * 1000:12.0f}{max(times) * 1000:12.0f}{queries:9}{size / 1024:8.0f}")
    print(f"bar ÷ measured: {BAR_SECONDS / median(page[1]):.1f} × in time, {BAR_QUERIES / page[2]:.1f} × in queries")


def _settle(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.test")
    import django
    from django.conf import settings

    django.setup()
    settings.DATABASES["default"]["NAME"] = f"{folder}/grid.sqlite3"
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = f"{folder}/grid.sqlite3"
    call_command("migrate", verbosity=0)


def _filled(agents: int):
    from tests.builders import a_province, a_user
    from tests.scheduling.roster_builders import EVERY_WORKDAY, a_hotline, a_requirement, a_roster

    region = a_province()
    user = a_user("planner", at=region)
    queue, people = a_hotline(region, agents=agents)
    a_requirement(queue, heads=agents // 4, hours=range(7, 23), minutes=15)
    codes = ("A1", "A2", "A3", "B1", "B2", "C1")
    plan = {agent: dict.fromkeys(EVERY_WORKDAY, codes[number % 6]) for number, agent in enumerate(people)}
    for number, agent in enumerate(people):
        if number % 10 == 0:
            plan[agent] |= {5: "N1"}
    return a_roster(region, user, plan), user


def _pages(roster, user, requests: int):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client, url = Client(), reverse("scheduling:roster", args=[roster.pk])
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    times = []
    for _ in range(requests):
        start = time.perf_counter()
        answer = client.get(url)
        times.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return f"page, {answer.content.count(b'<tr data-agent=')} agents × 31 days", times, len(queries), len(answer.content)


def _edits(roster, user, requests: int):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client, url = Client(), reverse("scheduling:roster_cells", args=[roster.pk])
    client.force_login(user)
    agent = roster.assignments.order_by("agent").first().agent_id

    def send(code: str):
        body = json.dumps({"cells": [{"agent": agent, "day": "2026-12-08", "code": code}]})
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer

    times = []
    for number in range(requests):
        start = time.perf_counter()
        answer = send(("B1", "A1")[number % 2])
        times.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as queries:
        send("B2")
    return "one cell by hand", times, len(queries), len(answer.content)


if __name__ == "__main__":
    main()
