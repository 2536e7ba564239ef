"""Rosters of generated hotlines: 300 and 1,000 agents, a month of 31 days in quarter hours, twelve shifts, leave and wishes.

    python -m benchmarks.scheduling.roster [--agents 300 1000] [--queues 1 2] [--seconds 120] [--json]

With two queues there are three skill sets (the one, the other, both). Full and part time, agents without nights, histories of the month
before. Demand follows humps by day and a weekly profile with noise and does not fit the shifts. Prints how far the roster lies above the
bound of the linear program, hard rules broken as the independent checker of the tests counts them, wishes kept, seconds, peak of memory.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks import report
from scheduling.domain.roster.problem import History, Problem, ShiftType, Worker
from tests.scheduling.roster_checker import broken_rules

DAYS, SLOT = 31, 15
QUEUES = ("voice", "broadband")
SHIFTS = (
    ("E1", 7, 9), ("E2", 8, 9), ("E3", 8.5, 9), ("D1", 9, 9), ("D2", 10, 9), ("M1", 11, 9), ("M2", 12, 9), ("A1", 13, 9), ("A2", 14, 9),
    ("L1", 15, 9), ("N1", 22, 9), ("P1", 17, 5),
)  # fmt: skip


def generated(agents: int, *, queues: int = 1, seed: int = 7) -> Problem:
    """The same hotline every time for a seed, of one queue or of two with agents who serve both."""
    chance = np.random.default_rng(seed)
    workers = tuple(_worker(number, chance, queues) for number in range(agents))
    shifts = tuple(_shift(code, begin, hours) for code, begin, hours in SHIFTS)
    return Problem(DAYS, 3, SLOT, QUEUES[:queues], _demand(agents, queues, chance), shifts, workers)


def _shift(code: str, begin: float, hours: int) -> ShiftType:
    start = int(begin * 60)
    breaks, unpaid = ((15, 60, 15), 60) if hours == 9 else ((15,), 0)
    return ShiftType(code, ((start, start + hours * 60),), breaks, code.startswith("N"), unpaid)


def _worker(number: int, chance: np.random.Generator, queues: int) -> Worker:
    skills = (("voice",), QUEUES, ("broadband",))[int(chance.choice(3, p=[0.55, 0.2, 0.25]))] if queues > 1 else ("voice",)
    leave: set[int] = set()
    if chance.random() < 0.3:
        first = int(chance.integers(0, DAYS - 2))
        leave = set(range(first, min(DAYS, first + int(chance.integers(2, 8)))))
    wishes = {int(day) for day in chance.choice(DAYS, size=int(chance.integers(0, 5)), replace=False)} - leave
    hours = 110 if chance.random() < 0.1 else 176
    contract = round(hours * 60 * (DAYS - len(leave)) / DAYS)
    pool = int(chance.normal(0, 300))
    return Worker(
        key=f"A{number:04}",
        skills=skills,
        contract_minutes=contract,
        min_minutes=contract - 1440,
        max_minutes=contract + 2160,
        days_off=frozenset(leave),
        wishes_off=frozenset(wishes),
        avoids=frozenset({"N1"}) if chance.random() < 0.1 else frozenset(),
        no_nights=frozenset(range(DAYS)) if chance.random() < 0.05 else frozenset(),
        history=_history(chance),
        pool_minutes=pool,
    )


def _history(chance: np.random.Generator) -> History:
    days = int(chance.integers(0, 6))
    worn = {"nights": float(chance.integers(0, 9)), "weekends": float(chance.integers(0, 6))}
    if not days:
        return History(**worn)
    if chance.random() < 0.08:
        return History(last_end=7 * 60, days_in_row=days, nights_in_row=min(days, 2), **worn)
    return History(last_end=int(chance.choice([17, 19, 21, 22]) - 24) * 60, days_in_row=days, **worn)


def _demand(agents: int, queues: int, chance: np.random.Generator) -> np.ndarray:
    hours = (np.arange(1440 // SLOT) + 0.5) * SLOT / 60
    humps = ((1.0, 10.5, 2.4), (0.85, 16, 2.6), (0.5, 20, 1.8))
    curve = 0.12 + sum(height * np.exp(-(((hours - middle) / width) ** 2)) for height, middle, width in humps)
    week = np.array([1.1, 1.05, 1.0, 1.0, 1.02, 0.85, 0.78])[(3 + np.arange(DAYS)) % 7]
    shape = week[:, None] * curve
    shares = np.array([0.66, 0.34] if queues > 1 else [1.0])[:, None, None]
    wanted = shares * shape * (agents * 165 * 60 / SLOT) * 0.86 / shape.sum()
    return np.rint(wanted * chance.normal(1, 0.06, wanted.shape)).clip(0).astype(np.int64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--queues", type=int, nargs="+", default=[1, 2], choices=[1, 2])
    parser.add_argument("--seconds", type=float, help="instead of 110 up to 300 agents and 165 above")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    measured = {
        f"{agents} agents, {queues} queue(s)": _measured(
            generated(agents, queues=queues), arguments.seconds or (110 if agents <= 300 else 165)
        )
        for agents in arguments.agents
        for queues in arguments.queues
    }
    if arguments.json:
        print(json.dumps(measured))
        return
    report.heading()
    report.table("roster of 31 days, 96 slots, 12 shifts", measured)


def _measured(problem: Problem, seconds: float) -> dict[str, float]:
    from scheduling.adapters.roster.solve import solve

    began, load, worked = time.perf_counter(), os.getloadavg()[0], time.process_time()
    found = solve(problem, seconds=seconds)
    spent = time.perf_counter() - began
    figures = {name: value or 0.0 for name, value in found.figures.items()}
    return {
        "above bound ‰": round(1000 * (found.gap or 0), 2),
        "rules broken": len(broken_rules(problem, found)),
        "on leave": sum(int(row[day] >= 0) for row, agent in zip(found.assignments, problem.agents, strict=True) for day in agent.days_off),
        "wishes %": round(100 * figures["wishes_kept"], 1),
        "misfit %": round(100 * figures["misfit"], 2),
        "seconds": round(spent, 1),
        "CPU seconds": round(time.process_time() - worked, 1),
        "GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "load before": round(load, 1),
    }


if __name__ == "__main__":
    main()
