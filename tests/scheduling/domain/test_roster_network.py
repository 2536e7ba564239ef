"""The flow network of a group: every walk through it is a legal month."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.roster.network import CHAIN, network_of
from scheduling.domain.roster.problem import OFF, History, Limits
from scheduling.domain.roster.violations import violations
from tests.scheduling.builders_roster import SHIFTS, problem, worker

HISTORIES = st.sampled_from([History(), History(-120, 3), History(420, 4, 2), History(-480, 6), History(420, 6, 3)])


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.integers(0, 10**6), st.integers(2, 6), st.integers(1, 3))
def test_every_walk_through_the_network_breaks_no_rule(history: History, seed: int, row: int, nights: int) -> None:
    rules = Limits(max_days_in_row=row, max_nights_in_row=nights)
    asked = problem(days=21, rules=rules, people=(worker("A", history=history),))
    network = network_of(asked)
    chance, node, shifts = np.random.default_rng(seed), network.start_of(history), []
    while len(shifts) < asked.days:
        arc = int(chance.choice(np.flatnonzero(network.tail == node)))
        node = int(network.head[arc])
        if network.shift[arc] != CHAIN:
            shifts.append(int(network.shift[arc]))
    found = {broken.rule for broken in violations(asked, np.array([shifts]))}
    before = {"days_in_row", "nights_in_row"} if history.days_in_row > row or history.nights_in_row > nights else set()
    assert found <= before | {"min_minutes", "max_minutes"}


def test_the_network_does_not_grow_with_heads() -> None:
    assert len(network_of(problem(5)).shift) == len(network_of(problem(500)).shift)


def test_each_shift_has_one_arc_for_each_row_of_days_and_nights() -> None:
    network = network_of(problem())
    rows = {(*network.nodes[tail][:2], shift) for tail, shift in zip(network.tail, network.shift, strict=True) if shift >= 0}
    assert len(rows) == int((network.shift >= 0).sum())


def test_an_agent_from_a_night_may_only_begin_late() -> None:
    network = network_of(problem(people=(worker("A", history=History(420, 1, 1)),)))
    node, reached = network.start_of(History(420, 1, 1)), set()
    while True:
        arcs = np.flatnonzero(network.tail == node)
        reached |= {int(network.shift[arc]) for arc in arcs} - {CHAIN}
        chains = arcs[network.shift[arcs] == CHAIN]
        if not len(chains):
            break
        node = int(network.head[chains[0]])
    assert {SHIFTS[shift].code for shift in reached - {OFF}} == {"N"}
