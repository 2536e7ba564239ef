"""The requirement of a year of quarter-hours against pyworkforce, one interval after the other.

    python -m benchmarks.scheduling.erlang [--sample 200]

pyworkforce is no part of the product: install it with joblib, scikit-learn and threadpoolctl into a folder of its own and name that
in BENCH_PYWORKFORCE.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks import report
from scheduling.domain.erlang import Target, required_agents, required_by_table

INTERVALS, WITHIN, SHARE, BUSY, AHT, MINUTES = 35_040, 20.0, 0.8, 0.85, 240.0, 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=200, help="intervals that pyworkforce works out")
    sample = parser.parse_args().sample
    report.heading()
    rows = {f"up to {most} erlang": _measured(most, sample) for most in (160, 800)}
    report.table(f"{INTERVALS} intervals, {SHARE:.0%} in {WITHIN:.0f} s, occupancy to {BUSY:.0%} (bars: 150 × and 1,000 ×)", rows)


def _measured(most: int, sample: int) -> dict[str, object]:
    chance = np.random.default_rng(most)
    loads = chance.uniform(0, most, INTERVALS)
    times = chance.uniform(120, 420, INTERVALS)
    target = Target(SHARE, WITHIN, max_occupancy=BUSY)
    by_interval = _seconds(lambda: required_agents(loads, times, target=target))
    by_table = _seconds(lambda: required_by_table(loads, AHT, target=target))
    found: dict[str, object] = {"AHT per interval, ms": by_interval * 1000, "one AHT, ms": by_table * 1000}
    other = _pyworkforce()
    if other is None:
        return found | {"ratio": "no pyworkforce", "ratio, one AHT": "no pyworkforce", "same": "–"}
    picked = chance.choice(INTERVALS, sample, replace=False)
    began = time.perf_counter()
    theirs = [other(loads[one], times[one]) for one in picked]
    each = (time.perf_counter() - began) / sample
    began = time.perf_counter()
    for one in picked:
        other(loads[one], AHT)
    each_with_one = (time.perf_counter() - began) / sample
    ours = required_agents(loads[picked], times[picked], target=target)
    return found | {
        "ratio": round(each * INTERVALS / by_interval),
        "ratio, one AHT": round(each_with_one * INTERVALS / by_table),
        "same": f"{np.mean(ours == np.array(theirs)):.1%}",
    }


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def _pyworkforce() -> Callable[[float, float], int] | None:
    if folder := os.environ.get("BENCH_PYWORKFORCE"):
        sys.path.append(folder)
    try:
        from pyworkforce.queuing import ErlangC
    except ImportError:
        return None

    def required(load: float, aht: float) -> int:
        calls = load * MINUTES * 60 / aht
        model = ErlangC(transactions=calls, aht=aht / 60, interval=MINUTES, asa=WITHIN / 60, shrinkage=0.0)
        return int(model.required_positions(service_level=SHARE, max_occupancy=BUSY)["raw_positions"])

    return required


if __name__ == "__main__":
    main()
