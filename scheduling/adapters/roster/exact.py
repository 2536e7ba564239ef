"""The exact model of a public benchmark instance by CP-SAT: optimum with proof where time allows, else the best so far with its bound."""

from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scheduling.domain.roster.public_instance import Instance, Member

WORKERS = 8
WEEK = 7

Works = dict[tuple[str, int, str], cp_model.IntVar]


class NoRoster(Exception):
    """No roster keeps all hard rules of the instance."""


@dataclass(frozen=True)
class Found:
    """`rows`: shift code or None for each day of each employee; None altogether when none was found in time. `is_optimal`: proven."""

    rows: dict[str, list[str | None]] | None
    objective: float | None
    bound: float
    is_optimal: bool

    def document(self) -> dict[str, Any]:
        return {
            "objective": self.objective,
            "bound": self.bound,
            "violations": [],
            "optimal": self.is_optimal,
            "assignments": self.rows,
        }


def solve_instance(instance: Instance, *, seconds: float) -> Found:
    """Raises NoRoster when the hard rules contradict each other."""
    model = cp_model.CpModel()
    works: Works = {
        (member.key, day, kind.code): model.new_bool_var("")
        for member in instance.staff
        for day in range(instance.days)
        for kind in instance.shifts
    }
    for member in instance.staff:
        _add_member(model, instance, member, works)
    model.minimize(sum([*_requests(instance, works), *_cover(model, instance, works)]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    best = _Best(instance, works)
    status = solver.solve(model, best)
    if status == cp_model.INFEASIBLE:
        raise NoRoster("no roster keeps all hard rules")
    return Found(best.rows, best.objective, solver.best_objective_bound, status == cp_model.OPTIMAL)


class _Best(cp_model.CpSolverSolutionCallback):
    def __init__(self, instance: Instance, works: Works) -> None:
        super().__init__()
        self.instance, self.works = instance, works
        self.rows: dict[str, list[str | None]] | None = None
        self.objective: float | None = None

    def on_solution_callback(self) -> None:
        codes = [kind.code for kind in self.instance.shifts]
        self.objective = self.objective_value
        self.rows = {
            member.key: [
                next((code for code in codes if self.value(self.works[member.key, day, code])), None) for day in range(self.instance.days)
            ]
            for member in self.instance.staff
        }


def _add_member(model: cp_model.CpModel, instance: Instance, member: Member, works: Works) -> None:
    days = range(instance.days)
    at_work = []
    for day in days:
        today = model.new_bool_var("")
        model.add(sum(works[member.key, day, kind.code] for kind in instance.shifts) == today)
        at_work.append(today)
    for day in member.days_off:
        model.add(at_work[day] == 0)
    for kind in instance.shifts:
        model.add(sum(works[member.key, day, kind.code] for day in days) <= member.most.get(kind.code, instance.days))
        for day in days[:-1]:
            for after in sorted(kind.blocks):
                model.add_at_most_one([works[member.key, day, kind.code], works[member.key, day + 1, after]])
    minutes = sum(kind.minutes * works[member.key, day, kind.code] for day in days for kind in instance.shifts)
    model.add_linear_constraint(minutes, member.min_minutes, member.max_minutes)
    _add_rows(model, member, at_work)
    _add_weekends(model, member, at_work)


def _add_rows(model: cp_model.CpModel, member: Member, at_work: list[cp_model.IntVar]) -> None:
    """Longest rows, and shortest rows of work and of days off between two changes; what reaches over the horizon's ends counts as long."""
    for first in range(len(at_work) - member.max_row):
        model.add(sum(at_work[first : first + member.max_row + 1]) <= member.max_row)
    for length in range(1, member.min_row):
        for first in range(1, len(at_work) - length):
            row = at_work[first : first + length]
            model.add_bool_or([at_work[first - 1], *(day.negated() for day in row), at_work[first + length]])
    for length in range(1, member.min_off):
        for first in range(1, len(at_work) - length):
            row = at_work[first : first + length]
            model.add_bool_or([at_work[first - 1].negated(), *row, at_work[first + length].negated()])


def _add_weekends(model: cp_model.CpModel, member: Member, at_work: list[cp_model.IntVar]) -> None:
    worked = []
    for saturday in range(5, len(at_work), WEEK):
        weekend = model.new_bool_var("")
        for day in at_work[saturday : saturday + 2]:
            model.add_implication(day, weekend)
        worked.append(weekend)
    model.add(sum(worked) <= member.max_weekends)


def _requests(instance: Instance, works: Works) -> list[cp_model.LinearExprT]:
    return [
        wish.weight * (1 - works[wish.member, wish.day, wish.shift] if wish.on else works[wish.member, wish.day, wish.shift])
        for wish in instance.requests
    ]


def _cover(model: cp_model.CpModel, instance: Instance, works: Works) -> list[cp_model.LinearExprT]:
    costs: list[cp_model.LinearExprT] = []
    for need in instance.cover:
        under, over = (model.new_int_var(0, max(need.heads, len(instance.staff)), "") for _ in range(2))
        model.add(sum(works[member.key, need.day, need.shift] for member in instance.staff) + under - over == need.heads)
        costs += [need.under * under, need.over * over]
    return costs
