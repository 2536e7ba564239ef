"""Heads given to queues: as many as skills allow, and as evenly."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from scheduling.domain.intraday import allotted

QUEUES = ("a", "b", "c")
SETS = [frozenset(one) for size in (1, 2, 3) for one in combinations(QUEUES, size)]
PRESENT = st.fixed_dictionaries({skills: st.integers(0, 9) for skills in SETS})
NEED = st.fixed_dictionaries({queue: st.integers(0, 12) for queue in QUEUES})


def one_slot(present, need):
    found = allotted(
        {skills: np.array([float(heads)]) for skills, heads in present.items()}, {queue: np.array([n]) for queue, n in need.items()}
    )
    return {queue: float(heads[0]) for queue, heads in found.items()}


@given(PRESENT, NEED)
def test_every_head_is_given_to_a_queue_of_its_skills(present, need):
    found = one_slot(present, need)
    assert sum(found.values()) == pytest.approx(sum(present.values()))
    for size in (1, 2, 3):
        for group in combinations(QUEUES, size):
            able = sum(heads for skills, heads in present.items() if skills & set(group))
            assert sum(found[queue] for queue in group) <= able + 1e-6


@given(PRESENT, NEED)
def test_no_fewer_heads_could_be_missing(present, need):
    found = one_slot(present, need)
    missing = sum(max(0.0, need[queue] - found[queue]) for queue in QUEUES)
    assert missing == pytest.approx(_least_missing(present, need), abs=1e-4)


@given(PRESENT, NEED)
def test_nobody_could_help_a_queue_that_is_worse_off(present, need):
    found = one_slot(present, need)
    share = {queue: found[queue] / max(need[queue], 1e-6) for queue in QUEUES}
    for skills, heads in present.items():
        worst = min(share[queue] for queue in skills)
        better = [queue for queue in skills if share[queue] > worst * (1 + 1e-9) + 1e-6]
        kept = sum(number for other, number in present.items() if other & set(better) and not _could_leave(other, share, worst))
        assert heads == 0 or sum(found[queue] for queue in better) <= kept + 1e-3


def _could_leave(skills, share, worst):
    return min(share[queue] for queue in skills) <= worst * (1 + 1e-9) + 1e-6


def _least_missing(present, need):
    """The same as a transport problem, solved by HiGHS."""
    pairs = [(skills, queue) for skills in SETS for queue in sorted(skills)]
    rows = [[float(skills == one) for one, _queue in pairs] for skills in SETS]
    rows += [[float(queue == other) for _skills, other in pairs] for queue in QUEUES]
    most = [*(present[skills] for skills in SETS), *(need[queue] for queue in QUEUES)]
    return sum(need.values()) + linprog([-1.0] * len(pairs), A_ub=rows, b_ub=most).fun


def test_queues_are_short_alike():
    assert one_slot({frozenset("ab"): 6}, {"a": 8, "b": 4}) == pytest.approx({"a": 4, "b": 2})


def test_agents_of_one_skill_stay_and_those_of_two_make_up_for_it():
    assert one_slot({frozenset("a"): 5, frozenset("ab"): 5}, {"a": 5, "b": 5}) == pytest.approx({"a": 5, "b": 5})


def test_agents_whom_nobody_needs_are_passed_over():
    assert one_slot({frozenset("x"): 3, frozenset("a"): 1}, {"a": 2}) == pytest.approx({"a": 1})
