"""Runs the checks and the test lanes: `python -m tests.lanes [checks] [sqlite] [postgres] [browser]`; without names, all.

A server or browser that is not found is named in one line and its lane skipped; with NOC_REQUIRE=postgres,redis,browser
a missing one fails. The last lines printed are a test summary.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import ground
from tests.ground import WITHIN

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKERS = os.environ.get("NOC_TEST_WORKERS", "3")
CHECKS: Mapping[str, Sequence[str]] = {
    "style": ("ruff", "check", "--quiet", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "types": ("mypy",),
    "contracts": ("lint-imports", "--no-logo"),
    "migrations": ("python", "-m", "tests.migrated"),
}
LANES = ("checks", "sqlite", "postgres", "browser")


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - set(LANES):
        sys.exit(f"No such lane: {', '.join(sorted(unknown))}. There are {', '.join(LANES)}.")
    chosen = [lane for lane in LANES if not names or lane in names]
    if not _ground_is_there(chosen):
        return 1
    if "checks" in chosen and not _checks_pass():
        return 1
    runs = [_run_lane(lane) for lane in chosen if lane != "checks" and _lane_ground(lane)]
    return max(runs, default=0)


def _ground_is_there(chosen: Sequence[str]) -> bool:
    wanted = [name for name in ground.GROUND if name in chosen or name in WITHIN]
    missing = [name for name in wanted if ground.GROUND[name]().address is None]
    for name in missing:
        told = "required by NOC_REQUIRE" if name in ground.required() else "lane skipped" if name not in WITHIN else "its tests skipped"
        print(f"{ground.TITLES[name]} not found: {told} (looked for {ground.GROUND[name]().tried})", flush=True)
    return not ground.required().intersection(missing)


def _checks_pass() -> bool:
    """All at once, since the slowest keeps only one processor busy; the database that the lanes copy is made beside them."""
    with ThreadPoolExecutor() as pool:
        return all(list(pool.map(_passes, CHECKS.items())))


def _passes(check: tuple[str, Sequence[str]]) -> bool:
    title, (program, *arguments) = check
    start = time.monotonic()
    finished = subprocess.run([BIN / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    good = finished.returncode == 0
    print(f"{title}: {'ok' if good else 'FAILED'} ({time.monotonic() - start:.0f} s)", flush=True)
    if not good:
        print(finished.stdout + finished.stderr, flush=True)
    return good


def _lane_ground(lane: str) -> bool:
    return lane not in ground.GROUND or ground.GROUND[lane]().address is not None


def _run_lane(lane: str) -> int:
    print(f"\n== {lane} lane ==", flush=True)
    command = [BIN / "python", "-m", "pytest", "-n", WORKERS, "-m", _selection(lane)]
    return subprocess.run(command, cwd=ROOT, env=_environment(lane), check=False).returncode


def _selection(lane: str) -> str:
    if lane == "browser":
        return "browser"
    absent = [name for name in WITHIN if ground.GROUND[name]().address is None]
    return " and ".join(["not browser", *(f"not {name}" for name in absent), "not postgres" if lane == "sqlite" else "not rtsp"])


def _environment(lane: str) -> dict[str, str]:
    """SQLite lanes must not inherit a server; nothing from the developer's own settings reaches a test."""
    ours = {"DATABASE_URL", "REDIS_URL", "NOC_DATA_DIR", "NOC_TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    if lane == "postgres":
        return {**environment, "NOC_LANE": lane, "NOC_TEST_DATABASE_URL": str(ground.postgres().address)}
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
