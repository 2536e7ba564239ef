"""Repair of a few agents' months by CP-SAT: heads of each day and shift stay, or one is given up where no legal month is left."""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduling.domain.roster.naming import day_prices
from scheduling.domain.roster.problem import DAY_MINUTES, OFF, Ints, Problem, Worker
from scheduling.domain.roster.routes import FORBIDDEN

WORKERS = 8
SCALE = 10
GIVEN_UP = 2_000
SHORT_HOUR = 10_000


@dataclass(frozen=True)
class _Part:
    """A model of some agents: `works[agent][day][shift]` where that is allowed at all."""

    problem: Problem
    model: cp_model.CpModel
    works: list[list[dict[int, cp_model.IntVar]]]
    lost: list[cp_model.IntVar]


def repaired(problem: Problem, rows: Ints, who: list[int], *, seconds: float) -> Ints:
    """(len(who), days) legal months of these agents of one set of skills; their present ones where none was found in time."""
    part = _Part(problem, cp_model.CpModel(), [], [])
    costs: list[cp_model.LinearExprT] = []
    for place, number in enumerate(who):
        _add_agent(part, problem.agents[number], costs)
        for day, choices in enumerate(part.works[place]):
            for shift, variable in choices.items():
                part.model.add_hint(variable, int(rows[number, day]) == shift)
    _freeze(part, rows[who], costs)
    part.model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    best = _Best(part, rows[who])
    solver.solve(part.model, best)
    return best.rows


class _Best(cp_model.CpSolverSolutionCallback):
    """Keeps the last solution, which is the best, and ends the search when nothing is given up: exchange sees to the rest faster."""

    def __init__(self, part: _Part, rows: Ints) -> None:
        super().__init__()
        self.part, self.rows = part, rows.copy()

    def on_solution_callback(self) -> None:
        for agent, days in enumerate(self.part.works):
            for day, choices in enumerate(days):
                self.rows[agent, day] = next((shift for shift, variable in choices.items() if self.value(variable)), OFF)
        if not any(self.value(variable) for variable in self.part.lost):
            self.stop_search()


def _add_agent(part: _Part, agent: Worker, costs: list[cp_model.LinearExprT]) -> None:
    problem, model = part.problem, part.model
    prices = day_prices(problem, agent)
    days = [
        {shift: model.new_bool_var("") for shift in range(len(problem.shifts)) if prices[day, shift] < FORBIDDEN / 2}
        for day in range(problem.days)
    ]
    part.works.append(days)
    for day, choices in enumerate(days):
        model.add_at_most_one(choices.values())
        costs += [round(60 * SCALE * float(prices[day, shift])) * variable for shift, variable in choices.items() if prices[day, shift]]
    _rest(part, agent, days)
    _rows(part, agent, days)
    _minutes(part, agent, days, costs)


def _rest(part: _Part, agent: Worker, days: list[dict[int, cp_model.IntVar]]) -> None:
    problem = part.problem
    for day, choices in enumerate(days):
        for shift, variable in choices.items():
            start = problem.shifts[shift].start
            if day == 0:
                if agent.history.last_end is not None and not problem.may_follow(agent.history.last_end, start):
                    part.model.add(variable == 0)
                continue
            ends = [(problem.shifts[before].end - DAY_MINUTES, earlier) for before, earlier in days[day - 1].items()]
            part.model.add_at_most_one([variable, *(earlier for end, earlier in ends if not problem.may_follow(end, start))])


def _rows(part: _Part, agent: Worker, days: list[dict[int, cp_model.IntVar]]) -> None:
    """Days in a row, nights in a row, days off in whole weeks."""
    rules, shifts = part.problem.rules, part.problem.shifts
    _window(part, [list(choices.values()) for choices in days], rules.max_days_in_row, agent.history.days_in_row)
    nights = [[variable for shift, variable in choices.items() if shifts[shift].is_night] for choices in days]
    _window(part, nights, rules.max_nights_in_row, agent.history.nights_in_row)
    for first, end in part.problem.weeks():
        worked = [variable for choices in days[first:end] for variable in choices.values()]
        part.model.add(sum(worked) <= end - first - rules.min_days_off_per_week)


def _window(part: _Part, days: list[list[cp_model.IntVar]], most: int, before: int) -> None:
    for first in range(-min(before, most), len(days) - most):
        inside = [variable for day in range(max(0, first), first + most + 1) for variable in days[day]]
        part.model.add(sum(inside) <= most - max(0, -first))


def _minutes(part: _Part, agent: Worker, days: list[dict[int, cp_model.IntVar]], costs: list[cp_model.LinearExprT]) -> None:
    problem, model = part.problem, part.model
    high = problem.max_minutes(agent)
    worked = sum(problem.shifts[shift].minutes * variable for choices in days for shift, variable in choices.items())
    model.add(worked <= high)
    short = model.new_int_var(0, max(0, problem.min_minutes(agent)), "")
    model.add(worked + short >= problem.min_minutes(agent))
    off_target = model.new_int_var(0, high + agent.target_minutes, "")
    model.add(off_target >= worked - agent.target_minutes)
    model.add(off_target >= agent.target_minutes - worked)
    part.lost.append(short)
    costs += [SHORT_HOUR * short, round(SCALE * problem.weights.pool_hour) * off_target]


def _freeze(part: _Part, rows: Ints, costs: list[cp_model.LinearExprT]) -> None:
    """As many heads in each shift as now; fewer or more at a price, which only a rule that cannot be kept otherwise is worth."""
    for day in range(part.problem.days):
        for shift in range(len(part.problem.shifts)):
            able = [days[day][shift] for days in part.works if shift in days[day]]
            count = int(np.count_nonzero(rows[:, day] == shift))
            given_up = part.model.new_int_var(0, count, "")
            added = part.model.new_int_var(0, len(able), "")
            part.lost.extend((given_up, added))
            part.model.add(sum(able) + given_up == count + added)
            costs += [60 * GIVEN_UP * given_up, 60 * GIVEN_UP * added]
