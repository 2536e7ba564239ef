"""What the pages of an operator cost with 2,000 screens: CPU and queries of the whole request, middleware included.

    python -m benchmarks.signage.pages [--screens 2000]

On SQLite in a temporary folder, medians of twenty requests after one that warms caches up; CPU is this process's. The bar of a list
page: 60 ms and 12 queries.
"""

import argparse
import gc
import os
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks import report
from benchmarks.pages import _client, _measured
from benchmarks.signage import site

BAR_MS, BAR_QUERIES = 60, 12
HALLS = 1000
_SINCE = 1_795_000_000_000
PAGES: Mapping[str, str] = {
    "wall": "/signage/wall/",
    "… poll": "/signage/wall/state/",
    "… silent ones": "/signage/wall/?state=silent",
    "screens": "/signage/screens/",
    "… search": "/signage/screens/?q=12",
    "… page 20": "/signage/screens/?page=20",
    "command to all": "/signage/commands/new/",
    "… narrowed": "/signage/commands/new/?region=C1",
    "commands": "/signage/commands/",
    "schedules": "/signage/schedules/",
    "new schedule": "/signage/schedules/new/",
    "on screen": "/signage/on-screen/",
    "calendar": "/signage/calendar/",
    "emergency": "/signage/emergency/",
    "proof of play": "/signage/proof/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--screens", type=int, default=2000)
    chosen = parser.parse_args()
    report.heading()
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        os.environ.update(site.environment(folder))
        site.settle()
        fill(chosen.screens)
        gc.collect()
        gc.freeze()  # what filling left behind is no part of a server's heap
        client = _client()
        rows = {page: _measured(client, url) for page, url in PAGES.items()}
        report.table(f"{chosen.screens} screens, bar {BAR_MS} ms and {BAR_QUERIES} queries", rows)


def fill(screens: int) -> None:
    """Screens of halls all over a province: most play, some are silent, behind or have faults; a batch of commands to all of them."""
    from signage.domain.tokens import digest_of
    from signage.models import Screen, Tag
    from tests.signage.player_server.builders import a_version

    halls, now = list(_halls()), datetime.now(UTC)
    tags = Tag.objects.bulk_create([Tag(name=f"标签{number}") for number in range(8)])
    Screen.objects.bulk_create(
        [
            Screen(
                hall=halls[number % len(halls)], name=f"屏{number}", place="入口右侧", token_digest=digest_of(f"{number}"), paired_at=now,
                hours=[[["08:00", "20:00"]]] * 7 if number % 3 == 0 else [], revision=5,
            )
            for number in range(screens)
        ],
        batch_size=500,
    )  # fmt: skip
    made = list(Screen.objects.order_by("pk"))
    Screen.tags.through.objects.bulk_create(
        [Screen.tags.through(screen=screen, tag=tags[number % 8]) for number, screen in enumerate(made)], batch_size=500
    )
    _reports(made, [a_version().pk for _ in range(20)], now=now)


def _reports(screens: list[Any], versions: list[int], *, now: datetime) -> None:
    from signage.models import ScreenCommand, ScreenFault, ScreenStatus

    ScreenStatus.objects.bulk_create(
        [
            ScreenStatus(
                screen=screen, seen_at=now - timedelta(hours=3 if number % 20 == 0 else 0), version="1.0", free_bytes=9_000_000_000,
                complete_revision=4 if number % 25 == 1 else 5,
                playing=[{"zone": "main", "schedule": 1, "item": str(versions[number % 20]), "title": "新春优惠", "since": _SINCE}],
            )
            for number, screen in enumerate(screens)
        ],
        batch_size=500,
    )  # fmt: skip
    ScreenFault.objects.bulk_create(ScreenFault(screen=screen, code="storage_full", first_at=now, last_at=now) for screen in screens[2::40])
    ScreenCommand.objects.bulk_create(
        [
            ScreenCommand(
                screen=screen, batch="12345678-1234-4234-8234-123456789012", kind="reload", asked_by_name="bench", asked_at=now,
                expires_at=now + timedelta(minutes=30),
            )
            for screen in screens
        ],
        batch_size=500,
    )  # fmt: skip


def _halls() -> Iterator[Any]:
    from portalkit.regions.models import Region
    from storefronts.models import Hall
    from tests.builders import a_county, a_hall, a_prefecture, a_province

    province = a_province("南江省")
    prefectures = [a_prefecture(f"第{number}市", under=province) for number in range(10)]
    counties = [a_county(f"第{number}县", under=prefectures[number % 10], code=f"C{number}") for number in range(100)]
    places: list[Region] = [a_hall(f"第{number}营业厅", under=counties[number % 100]) for number in range(HALLS)]
    yield from Hall.objects.bulk_create([Hall(region=place) for place in places])


if __name__ == "__main__":
    main()
