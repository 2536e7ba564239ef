"""The solver from beginning to end on small hotlines; every roster is judged by the independent checker."""

import numpy as np
import pytest

from scheduling.adapters.roster.repair import repaired
from scheduling.adapters.roster.solve import Progress, solve
from scheduling.domain.roster.problem import OFF, Limits, Problem, Solution
from scheduling.domain.roster.violations import violations
from tests.scheduling.builders_roster import mixed, problem, worker
from tests.scheduling.roster_checker import broken_rules, price_of_one_queue


def _solved(asked: Problem, seconds: float = 3) -> Solution:
    found = solve(asked, seconds=seconds)
    assert bool(found.violations) == bool(broken_rules(asked, found))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_roster_with_leave_histories_and_two_queues_breaks_nothing(seed: int) -> None:
    found = _solved(mixed(seed))
    assert not found.violations
    assert found.bound is not None
    assert found.objective >= found.bound - 1e-6


def test_the_price_is_what_the_clock_says() -> None:
    asked = problem()
    found = _solved(asked)
    assert found.objective == price_of_one_queue(asked, found)


def test_wishes_are_kept_where_somebody_else_can_work() -> None:
    people = tuple(worker(f"A{number}", wishes_off=frozenset({number % 14})) for number in range(14))
    assert (_solved(problem(people=people)).figures["wishes_kept"] or 0) >= 0.75


def test_two_days_off_a_week_are_kept() -> None:
    asked = problem(16, rules=Limits(min_days_off_per_week=2))
    assert not _solved(asked).violations


def test_stopping_brings_a_legal_roster_back() -> None:
    found = solve(problem(), seconds=30, should_stop=lambda: True)
    assert not broken_rules(problem(), found)


def test_progress_tells_steps_and_the_bound() -> None:
    told: list[Progress] = []
    solve(problem(), seconds=3, on_progress=told.append)
    assert [told[0].step, told[-1].step] == ["relax", "breaks"]
    assert told[-1].bound is not None


def test_repair_frees_leave_and_keeps_the_heads() -> None:
    people = (worker("A", days_off=frozenset({2}), min_minutes=0), worker("B", min_minutes=0))
    asked = problem(days=7, people=people)
    rows = np.full((2, 7), OFF)
    rows[0, 2] = rows[1, 4] = 0
    found = repaired(asked, rows, [0, 1], seconds=5)
    assert not violations(asked, found)
    assert [(found[:, day] == 0).sum() for day in (2, 4)] == [1, 1]


def test_repair_gives_a_head_up_where_nobody_may_take_it() -> None:
    people = (worker("A", days_off=frozenset({2}), min_minutes=0), worker("B", days_off=frozenset({2}), min_minutes=0))
    asked = problem(days=7, people=people)
    rows = np.full((2, 7), OFF)
    rows[0, 2] = 0
    assert (repaired(asked, rows, [0, 1], seconds=5) == OFF).all()
