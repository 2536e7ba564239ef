"""The figures that stand beside a roster, and the solution put together."""

import numpy as np

from .breaks import as_breaks
from .cover import Cover, sets_of
from .problem import OFF, Ints, Problem, Solution
from .violations import violations


def solution_of(problem: Problem, rows: Ints, chosen: Ints, bound: float | None) -> Solution:
    """The solution of these shifts (agents, days) and break places (agents, days, breaks)."""
    sets, owner = sets_of(problem)
    cover = Cover(problem, sets)
    for number, row in enumerate(rows):
        cover.add(int(owner[number]), cover.heads_of(row, chosen[number]), 1)
    broken = violations(problem, rows)
    return Solution(
        assignments=rows,
        breaks=as_breaks(problem, chosen),
        objective=cover.objective(),
        bound=bound,
        violations=broken,
        figures={**_cover_figures(problem, cover), **_people_figures(problem, rows)},
    )


def _cover_figures(problem: Problem, cover: Cover) -> dict[str, float | None]:
    hours, demand = problem.slot_minutes / 60, int(problem.demand.sum())
    missing = int(cover.missing().sum())
    idle = cover.supply - demand + missing
    return {
        "demand_hours": demand * hours,
        "missing_hours": missing * hours,
        "idle_hours": idle * hours,
        "misfit": (missing + idle) / demand if demand else None,
    }


def _people_figures(problem: Problem, rows: Ints) -> dict[str, float | None]:
    wishes = [(number, day) for number, agent in enumerate(problem.agents) for day in agent.wishes_off]
    kept = sum(rows[number, day] == OFF for number, day in wishes)
    minutes = np.array([*(shift.minutes for shift in problem.shifts), 0])[rows].sum(axis=1)
    target = np.array([agent.target_minutes for agent in problem.agents])
    nights = np.array([*(shift.is_night for shift in problem.shifts), False])[rows].sum(axis=1)
    weekend = np.array([problem.is_weekend(day) for day in range(problem.days)], dtype=bool)
    able = np.array([len(agent.no_nights) < problem.days for agent in problem.agents])
    worn = nights + np.array([agent.history.nights for agent in problem.agents])
    weekends = (rows[:, weekend] != OFF).sum(axis=1) + 2 * np.array([agent.history.weekends for agent in problem.agents])
    return {
        "wishes": len(wishes),
        "wishes_kept": float(kept) / len(wishes) if wishes else None,
        "pool_hours_off": float(np.abs(minutes - target).mean()) / 60,
        "nights_spread": float(worn[able].std()) if able.any() else None,
        "weekend_days_spread": float(weekends.std()),
    }
