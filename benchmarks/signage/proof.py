"""A hundred thousand messages of proof of play, shuffled, a third of them twice: are the totals exact, and how long does it take.

    python -m benchmarks.signage.proof [--messages 100000] [--screens 200]

On SQLite in a temporary folder and on the PostgreSQL server of NOC_BENCH_DATABASE_URL, in one of its own. Each counter of a screen is
sent many times with rising totals; all messages are shuffled, a third of them with a copy, and taken in portions as players send them.
Exact: every row is the newest counter of its key, and the sums of plays and milliseconds are those of the players. The bar is exactness.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from benchmarks import report
from benchmarks.signage import site

NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)
POSTGRES = os.environ.get("NOC_BENCH_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
HOURS, ITEMS, PORTION = 6, 4, 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        _measure(chosen.messages, chosen.screens)
        return
    report.heading()
    arguments = [sys.executable, "-m", "benchmarks.signage.proof", "--inside", *sys.argv[1:]]
    failed = 0
    for server in ("", POSTGRES):
        with tempfile.TemporaryDirectory(prefix="proof-") as folder, site.database(server) as url:
            failed += subprocess.run(arguments, env={**os.environ, **site.environment(folder, database=url)}, check=False).returncode
    sys.exit(failed)


def _measure(messages: int, screens: int) -> None:
    site.settle()
    from django.db import connection
    from django.db.models import Sum

    from signage.models import PlayCount, Screen
    from signage.selectors.devices import Device
    from signage.services.proving import take_proof

    chance = random.Random(20_261_102)
    schedule, versions = _stage()
    screens_with_tokens = site.paired_screens(screens)
    hall = Screen.objects.values_list("hall", flat=True)[0]
    devices = [
        Device(pk=pk, hall=hall, revision=0, is_enabled=True, time_zone="Asia/Shanghai", path="/", digest=token)
        for pk, token in screens_with_tokens
    ]
    sent, truth = _counters(chance, devices, schedule, versions, messages)
    again = chance.sample(sent, messages // 3)
    sent += again
    chance.shuffle(sent)
    portions: dict[int, list[dict[str, object]]] = {}
    begun = time.perf_counter()
    taken = 0
    for place, told in sent:
        waiting = portions.setdefault(place, [])
        waiting.append(told)
        if len(waiting) == PORTION:
            taken += len(take_proof(device=devices[place], counts=portions.pop(place), now=NOW).accepted)
    for place, waiting in portions.items():
        taken += len(take_proof(device=devices[place], counts=waiting, now=NOW).accepted)
    seconds = time.perf_counter() - begun
    rows = PlayCount.objects.values_list("screen_id", "hour", "item", "zone", "plays", "milliseconds", "sequence")
    kept = {(screen, hour, item, zone): (plays, ms, sequence) for screen, hour, item, zone, plays, ms, sequence in rows}
    sums = PlayCount.objects.aggregate(plays=Sum("plays"), ms=Sum("milliseconds"))
    report.table(
        f"{messages} messages, {len(again)} of them twice",
        {
            connection.vendor: {
                "rows exact": kept == truth,
                "plays": f"{sums['plays']} of {sum(one[0] for one in truth.values())}",
                "ms": f"{sums['ms']} of {sum(one[1] for one in truth.values())}",
                "accepted": taken,
                "seconds": seconds,
                "messages a second": len(sent) / seconds,
            }
        },
    )
    sys.exit(kept != truth)


def _stage() -> tuple[int, list[int]]:
    from tests.signage.player_server.builders import a_place, a_version, on_air

    a_place("测量")
    versions = [a_version() for _ in range(ITEMS)]
    return on_air(*versions).pk, [version.pk for version in versions]


def _counters(
    chance: random.Random, devices: list[object], schedule: int, versions: list[int], messages: int
) -> tuple[list[tuple[int, dict[str, object]]], dict[tuple[object, ...], tuple[int, int, int]]]:
    """Each message one play more for some key of some screen."""
    sent: list[tuple[int, dict[str, object]]] = []
    truth: dict[tuple[object, ...], tuple[int, int, int]] = {}
    for sequence in range(1, messages + 1):
        place = chance.randrange(len(devices))
        hour = NOW - timedelta(hours=chance.randrange(HOURS))
        item, zone = str(chance.choice(versions)), chance.choice(("main", "side"))
        key = (devices[place].pk, hour, item, zone)  # type: ignore[attr-defined]
        plays, ms, _ = truth.get(key, (0, 0, 0))
        truth[key] = (plays + 1, ms + chance.randrange(5000, 15_000), sequence)
        plays, ms, _ = truth[key]
        told = {
            "hour": int(hour.timestamp() * 1000), "schedule": schedule, "item": item, "zone": zone, "plays": plays, "ms": ms,
            "sequence": sequence,
        }  # fmt: skip
        sent.append((place, told))
    return sent, truth


if __name__ == "__main__":
    main()
