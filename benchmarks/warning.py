"""What early warning promises: false flags of the u′ chart, false alarms and delay of the daily watch, a pass over a province.

    python -m benchmarks.warning [--runs 2000] [--json]

All on made-up data: 14 regions × 36 months of a constant rate with 6 % extra variation; 30 complaints a day with weekday factors, with
and without a step of 15 %. The watches are whole walks of `domain.watch` that estimate their baseline (39 weeks) and have been
running; those with a known baseline add up by the same design. The pass runs over the demo province in a data folder of its own.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import report  # noqa: E402
from complaints.domain.control_chart import Flag, Observation, control_chart  # noqa: E402
from complaints.domain.cusum import design  # noqa: E402
from complaints.domain.watch import BASELINE_DAYS, GUARD_DAYS, watch  # noqa: E402

REGIONS, MONTHS, EXTRA = 14, 36, 0.06
LEVEL, STEP, DAYS, BEFORE = 30.0, 1.15, 100, 53
WEEK = np.array((1.14, 1.06, 1.02, 1.0, 1.02, 0.9, 0.86))
FIRST = date(2025, 1, 6)
LEAD = BASELINE_DAYS + GUARD_DAYS
NEVER = 10**6
RUNNING = 56


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        report.heading()
    charts = {f"{mean} a month": _chart_shares(mean) for mean in (30, 150, 500, 4500)}
    watches = {"baseline known": _known(20 * arguments.runs), "baseline of 39 weeks": _estimated(arguments.runs)}
    province = {"demo province": _pass()}
    if arguments.json:
        print(json.dumps({"charts": charts, "watches": watches, "pass": province}))
        return
    report.table("u′ chart, % of points flagged", charts)
    report.table(f"daily watch, {LEVEL:.0f} a day", watches)
    report.table("a pass", province)


def _chart_shares(mean: int, sets: int = 60) -> dict[str, object]:
    """Per cent of all points: beyond the limits of u′, with shifts, and beyond those of the plain u chart."""
    random = np.random.default_rng(mean)
    beyond = shifts = plain = points = 0
    for _ in range(sets * REGIONS):
        size = mean * random.uniform(0.4, 2) * 10_000 / 6
        sizes = [int(size * (1 + 0.0035 * month)) for month in range(MONTHS)]
        counts = random.poisson(np.array(sizes) * 6 / 10_000 * random.gamma(1 / EXTRA**2, EXTRA**2, MONTHS))
        observations = [Observation(int(count), size) for count, size in zip(counts, sizes, strict=True)]
        flags = [point.flag for point in control_chart(observations).points]
        beyond += sum(flag in (Flag.ABOVE, Flag.BELOW) for flag in flags)
        shifts += sum(flag in (Flag.SHIFT_UP, Flag.SHIFT_DOWN) for flag in flags)
        plain += sum(point.flag in (Flag.ABOVE, Flag.BELOW) for point in control_chart(observations, plain=True).points)
        points += MONTHS
    return {
        "u′ limits": f"{beyond / points:.2%}", "u′ with shifts": f"{(beyond + shifts) / points:.2%}", "plain u": f"{plain / points:.2%}",
        "points": points,
    }  # fmt: skip


def _known(runs: int) -> dict[str, object]:
    """The sum against the true mean, many runs side by side."""
    plan = design(level=LEVEL, baseline_days=None)
    random = np.random.default_rng(1)

    def alarms(days: int, step_at: int | None) -> np.ndarray:
        total, found = np.zeros(runs), np.full(runs, NEVER)
        for day in range(-RUNNING, days):
            usual = LEVEL * WEEK[day % 7]
            mean = usual * (STEP if step_at is not None and day >= step_at else 1)
            total = np.maximum(0, total + random.poisson(mean, runs) - usual * plan.reference)
            is_alarm = total >= plan.threshold
            total[is_alarm] = 0
            if day >= 0:
                found = np.where((found == NEVER) & is_alarm, day, found)
        return found

    false = float((alarms(DAYS, None) < DAYS).mean())
    found = alarms(BEFORE + 200, BEFORE)
    delays = found[found >= BEFORE] - BEFORE + 1
    return _watch_row(false, delays, runs)


def _estimated(runs: int) -> dict[str, object]:
    with ProcessPoolExecutor() as pool:
        pairs = list(pool.map(_one, range(runs), chunksize=50))
    false = sum(is_false for is_false, _ in pairs) / runs
    return _watch_row(false, np.array([delay for _, delay in pairs if delay is not None]), runs)


def _one(seed: int) -> tuple[bool, int | None]:
    """Whether a hundred days without a change raise an alarm, and how long a step takes; None for one that an alarm preceded."""
    random = np.random.default_rng(10_000 + seed)
    calm = watch(first=FIRST, counts=_drawn(random, LEAD + DAYS, None))
    start = FIRST + timedelta(days=LEAD)
    false = any(rise.found_on >= start for rise in calm.rises)
    changed = FIRST + timedelta(days=LEAD + BEFORE)
    stepped = watch(first=FIRST, counts=_drawn(random, LEAD + BEFORE + 200, LEAD + BEFORE))
    if any(start <= rise.found_on < changed for rise in stepped.rises):
        return false, None
    found = [day.day for day in stepped.days if day.is_alarm and day.day >= changed]
    return false, (found[0] - changed).days + 1 if found else NEVER


def _drawn(random: np.random.Generator, days: int, step_at: int | None) -> list[int]:
    means = LEVEL * WEEK[np.arange(days) % 7]
    if step_at is not None:
        means[step_at:] *= STEP
    return [int(count) for count in random.poisson(means)]


def _watch_row(false: float, delays: np.ndarray, runs: int) -> dict[str, object]:
    return {
        "false in 100 days": f"{false:.1%}", "median days": float(np.median(delays)), "within 12 days": f"{(delays <= 12).mean():.1%}",
        "runs": runs,
    }  # fmt: skip


def _pass() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder:
        os.environ["NOC_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django

        django.setup()
        return _measured_pass()


def _measured_pass() -> dict[str, Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from complaints.models import Ticket
    from complaints.permissions import ComplaintsPermission
    from complaints.selectors.warning_findings import look_for_warnings
    from complaints.selectors.warning_series import warning_rules
    from complaints.services.warning import keep_warnings
    from noc_portal.demo import loading
    from noc_portal.management.commands.demo import SEED
    from portalkit.access.selectors import system_access
    from portalkit.audit.domain.actors import SYSTEM

    call_command("migrate", verbosity=0)
    now = timezone.now()
    loading.load(seed=SEED, now=now)
    access = system_access(SYSTEM, [ComplaintsPermission.VIEW])
    began, processor = time.perf_counter(), time.process_time()
    found = look_for_warnings(access, today=timezone.localdate(now), rules=warning_rules())
    looked = time.perf_counter()
    keep_warnings(found=found, by=SYSTEM, now=now)
    return {
        "tickets": Ticket.objects.count(), "series": len(found.looked) * 5, "look s": looked - began,
        "keep s": time.perf_counter() - looked, "CPU s": time.process_time() - processor,
    }  # fmt: skip


if __name__ == "__main__":
    main()
