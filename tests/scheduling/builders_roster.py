"""Small roster problems that show only what matters."""

from typing import Any

import numpy as np

from scheduling.domain.roster.problem import History, Problem, ShiftType, Worker

EARLY = ShiftType("E", ((480, 960),), (30,))
LATE = ShiftType("L", ((840, 1320),), (30,))
NIGHT = ShiftType("N", ((1320, 1860),), (30,), is_night=True, unpaid_minutes=60)
SHIFTS = (EARLY, LATE, NIGHT)


def worker(key: str, **fields: Any) -> Worker:
    return Worker(**{"key": key, "skills": ("voice",), "contract_minutes": 4800, "min_minutes": 2400, "max_minutes": 6240} | fields)


def problem(agents: int = 12, *, days: int = 14, heads: int = 3, people: tuple[Worker, ...] = (), **fields: Any) -> Problem:
    """Hour slots, one queue; `heads` wanted from 8 to 22, one at night."""
    demand = np.ones((1, days, 24), dtype=np.int64)
    demand[:, :, 8:22] = heads
    team = people or tuple(worker(f"A{number}") for number in range(agents))
    frame = {"days": days, "first_weekday": 0, "slot_minutes": 60, "skills": ("voice",), "demand": demand, "shifts": SHIFTS, "agents": team}
    return Problem(**frame | fields)


def mixed(seed: int, agents: int = 14, days: int = 14) -> Problem:
    """Leave, wishes, histories, agents without nights, a second queue served by some."""
    chance = np.random.default_rng(seed)
    demand = np.concatenate([problem(days=days, heads=4).demand, problem(days=days, heads=2).demand])
    demand[1, :, :8] = 0
    weekday, people = int(chance.integers(0, 7)), tuple(_mixed(number, days, chance) for number in range(agents))
    return Problem(days, weekday, 60, ("voice", "data"), demand, SHIFTS, people)


def _mixed(number: int, days: int, chance: np.random.Generator) -> Worker:
    row = int(chance.integers(0, 5))
    history = History(last_end=int(chance.choice([-480, -120, 420])) if row else None, days_in_row=row, nights_in_row=0, nights=number % 3)
    if history.last_end == 420:
        history = History(last_end=420, days_in_row=row, nights_in_row=1)
    first = int(chance.integers(0, days - 2))
    return worker(
        f"A{number}",
        skills=(("voice",), ("voice", "data"), ("data",))[number % 3],
        days_off=frozenset({first, first + 1}) if chance.random() < 0.5 else frozenset(),
        wishes_off=frozenset({int(chance.integers(0, days))}),
        no_nights=frozenset(range(days)) if number % 7 == 0 else frozenset(),
        history=history,
    )
