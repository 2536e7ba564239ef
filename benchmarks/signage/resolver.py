"""What is on a screen with 500 schedules: milliseconds an answer, first and again.

    python -m benchmarks.signage.resolver [--schedules 500]

21 days of occurrences, two zones, one schedule in ten an advert, equal priorities. "first" builds everything from the manifest's plain
data; "asked" is one answer of a new resolver, "again" one of a resolver that has answered for the hour before. The bar: 5 ms for "asked".
"""

import argparse
import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import report
from signage.domain.programme import programme_of
from signage.domain.resolver import Resolver

BAR_MS = 5.0
DAY, HOUR, SECOND = 86_400_000, 3_600_000, 1000
BEGIN = 20_418 * DAY
PROBES = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedules", type=int, default=500)
    chosen = parser.parse_args()
    report.heading()
    manifest = a_manifest(chosen.schedules)
    programme = programme_of(manifest)
    files = {one["media"] for schedule in manifest["schedules"] for one in schedule["items"]}
    chance = random.Random(7)
    moments = [BEGIN + chance.randrange(20 * DAY) for _ in range(PROBES)]
    kept = Resolver(programme, verified=files)
    following = [BEGIN + 10 * DAY + number * 15 * SECOND for number in range(PROBES)]
    rows = {
        "first": _times(moments[:20], lambda at: Resolver(programme_of(manifest), verified=files).resolve(at)),
        "asked": _times(moments, lambda at: Resolver(programme, verified=files).resolve(at)),
        "again": _times(following, kept.resolve),
    }
    report.table(f"{chosen.schedules} schedules, ms", rows)
    print(f"asked: {rows['asked']['median']:.2f} ms, bar {BAR_MS:.0f} ms: {rows['asked']['median'] / BAR_MS:.2f} of it")


def a_manifest(count: int) -> dict[str, Any]:
    chance = random.Random(3)
    return {
        "layout": {"zones": [{"name": "main"}, {"name": "side"}]},
        "schedules": [_schedule(chance, number) for number in range(count)],
        "defaults": {"main": [], "side": []},
    }


def _schedule(chance: random.Random, number: int) -> dict[str, Any]:
    start, hours = chance.randrange(7, 20), chance.randrange(1, 12)
    is_advert = number % 10 == 0
    return {
        "id": number,
        "kind": "advert" if is_advert else "loop",
        "zone": chance.choice(("main", "side")),
        "priority": chance.randrange(3, 8),
        "order": chance.randrange(3),
        "created": number,
        "plays": chance.choice((2, 4, 6)) if is_advert else None,
        "intervals": [[BEGIN + day * DAY + start * HOUR, BEGIN + day * DAY + (start + hours) * HOUR] for day in range(21)],
        "items": [{"id": f"{number}", "media": f"{number % 60:064x}", "duration": chance.choice((10, 15, 30)) * SECOND} for _ in range(5)],
    }


def _times(moments: list[int], ask: Callable[[int], object]) -> dict[str, float]:
    taken = []
    for moment in moments:
        begin = time.perf_counter()
        ask(moment)
        taken.append((time.perf_counter() - begin) * 1000)
    taken.sort()
    return {"median": median(taken), "p99": taken[len(taken) * 99 // 100], "most": taken[-1]}


if __name__ == "__main__":
    main()
