"""The playlist of a camera-day and the page of a day of sixteen cameras: milliseconds, queries, bytes.

    python -m benchmarks.video.playlist [--fragments 150 300] [--requests 20]

Works on an SQLite database of its own in a temporary folder: 288 segments a camera. "request" goes through the whole of Django (middleware,
access, view) without a server; "written" is the playlist alone, from rows in memory. The bars: 50 ms and one query of footage for a
playlist, 12 queries for the page.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from benchmarks import report

START = datetime(2026, 11, 1, 16, tzinfo=UTC)
SEGMENTS, CAMERAS = 288, 16
BAR_MS, BAR_QUERIES = 50, 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fragments", type=int, nargs="+", default=[150, 300], help="in a segment of 300 s")
    parser.add_argument("--requests", type=int, default=20)
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="playlist-") as folder:
        _settle(folder)
        client, cameras = _filled(chosen.fragments)
        rows = {
            f"{SEGMENTS} × {count} fragments": _playlist(client, camera, chosen.requests)
            for count, camera in zip(chosen.fragments, cameras, strict=False)
        }
        report.table(f"playlist of a camera-day (bar: {BAR_MS} ms, one query of footage)", rows)
        pages = {f"{CAMERAS} cameras, 24 h": _page(client, cameras, chosen.requests)}
        report.table(f"player's page (bar: {BAR_QUERIES} queries)", pages)


def _settle(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.test")
    import django
    from django.conf import settings

    django.setup()
    settings.DATABASES["default"]["NAME"] = f"{folder}/playlist.sqlite3"
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = f"{folder}/playlist.sqlite3"
    call_command("migrate", verbosity=0)


def _filled(fragments: list[int]) -> tuple[Any, list[Any]]:
    from django.test import Client

    from tests.builders import a_province, a_user
    from tests.video.builders import a_camera, a_gap, a_hall, a_node, a_volume
    from tests.video.footage import recorded_hours
    from video.domain.fragments import Fragment, pack
    from video.models import Segment

    province = a_province()
    node = a_node(region=province)
    volume = a_volume(node)
    hall = a_hall()
    cameras = [a_camera(hall, name=f"camera {number}", node=node) for number in range(CAMERAS)]
    for number, camera in enumerate(cameras):
        recorded_hours(camera, volume, start=START, count=SEGMENTS)
        a_gap(camera, start=START + timedelta(hours=30))
        if number < len(fragments):
            count = fragments[number]
            table = pack(Fragment(776 + 250_000 * place, 250_000, 300_000 * place // count) for place in range(count))
            Segment.objects.filter(camera=camera).update(fragments=table)
    client = Client()
    user = a_user("administrator", at=hall.region.parent.parent.parent)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, cameras


def _playlist(client: Any, camera: Any, requests: int) -> dict[str, object]:
    from django.urls import reverse

    from video.domain.playlists import playlist
    from video.domain.segments import microseconds
    from video.selectors.footage import footage_between

    end = START + timedelta(days=1)
    query = f"from={START:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"
    url = f"{reverse('video:playlist', kwargs={'gb_id': camera.gb_id})}?{query}"
    footage = footage_between(camera, start=START, end=end, address="/video/segments/0.mp4")
    span = {"from_us": microseconds(START), "to_us": microseconds(end)}
    size = len(client.get(url).content)
    spent = _times(lambda: client.get(url), requests)
    written = _times(lambda: playlist(footage, **span), requests)
    return {
        "request ms": median(spent),
        "worst ms": max(spent),
        "written ms": median(written),
        "footage queries": _queries(client, url, "video_segment"),
        "KiB": round(size / 1024),
        "bar ÷ measured": BAR_MS / median(spent),
    }


def _page(client: Any, cameras: list[Any], requests: int) -> dict[str, object]:
    from django.urls import reverse

    url = f"{reverse('video:playback')}?cameras={','.join(camera.gb_id for camera in cameras)}&day=2026-11-02"
    size = len(client.get(url).content)
    spent = _times(lambda: client.get(url), requests)
    queries = _queries(client, url, "")
    return {
        "request ms": median(spent),
        "worst ms": max(spent),
        "queries": queries,
        "KiB": round(size / 1024),
        "bar ÷ measured": BAR_QUERIES / queries,
    }


def _times(work: Callable[[], object], count: int) -> list[float]:
    found = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _queries(client: Any, url: str, table: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return sum(f'FROM "{table}' in query["sql"] or not table for query in captured)


if __name__ == "__main__":
    main()
