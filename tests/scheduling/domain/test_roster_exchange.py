"""Exchanges of stretches and windows of the flow: nothing that counts for cover or rules changes, what they claim to gain they gain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.roster.cover import sets_of
from scheduling.domain.roster.descent import simple_roster
from scheduling.domain.roster.exchange import Exchange
from scheduling.domain.roster.flows import improved, relax, together, whole
from scheduling.domain.roster.groups import groups_of
from scheduling.domain.roster.network import network_of
from scheduling.domain.roster.problem import Ints, Problem
from scheduling.domain.roster.program import program_of
from scheduling.domain.roster.seams import Seams
from scheduling.domain.roster.violations import violations
from tests.scheduling.builders_roster import mixed, problem

OF_A_ROW = {"rest", "days_in_row", "nights_in_row"}


def _heads(asked: Problem, owner: Ints, rows: Ints) -> Ints:
    heads = np.zeros((int(owner.max()) + 1, asked.days, len(asked.shifts) + 1), dtype=np.int64)
    for number, row in enumerate(rows):
        np.add.at(heads[owner[number]], (np.arange(asked.days), row), 1)
    return heads


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_exchange_keeps_heads_and_rules_and_gains_what_it_says(seed: int) -> None:
    asked = mixed(seed)
    rows, _ = simple_roster(asked, network_of(asked), lambda: True)
    sets, owner = sets_of(asked)
    before = violations(asked, rows)
    exchange = Exchange(asked, rows.copy(), owner, sets)
    cost = exchange.costs().sum()
    gained = exchange.run(np.random.default_rng(seed), lambda: True)
    assert exchange.costs().sum() == pytest.approx(cost - gained, rel=1e-9, abs=1e-3)
    assert (_heads(asked, owner, exchange.rows) == _heads(asked, owner, rows)).all()
    after = violations(asked, exchange.rows)
    assert {found.rule for found in after} & OF_A_ROW <= {found.rule for found in before} & OF_A_ROW
    assert len(after) <= len(before)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 13))
def test_two_months_cut_where_they_may_be_are_legal_crosswise(seed: int, second: int) -> None:
    asked = mixed(seed)
    rows, _ = simple_roster(asked, network_of(asked), lambda: True)
    others = np.array([number for number in range(len(rows)) if number != second])
    fits = Seams(asked, rows).between(second, others)
    for other, cuts in zip(others, fits, strict=True):
        for cut in np.flatnonzero(cuts[:-1]):
            crossed = rows.copy()
            crossed[second, cut:], crossed[other, cut:] = rows[other, cut:], rows[second, cut:]
            pair = {second, int(other)}
            broken = {(found.agent, found.rule) for found in violations(asked, crossed) if found.rule in OF_A_ROW and found.agent in pair}
            held = {(found.agent, found.rule) for found in violations(asked, rows) if found.rule in OF_A_ROW}
            assert broken <= held | {(number, rule) for number in pair for rule in {rule for _, rule in held}}


def test_windows_found_anew_are_whole_possible_and_no_dearer_and_go_together() -> None:
    asked = problem(agents=30, days=14, heads=7)
    network = network_of(asked)
    program = program_of(asked, network, groups_of(asked, network))
    relaxed = relax(program, seconds=30)
    flow = whole(program, relaxed, seconds=20, go_on=lambda _: True)
    parts = [improved(program, flow, relaxed, first=first, days=3, seconds=5) for first in (0, 8)]
    joined = together(program, flow, parts)
    for found in (*parts, joined):
        reached = program.matrix @ found.values
        assert (reached >= program.low - 1e-4).all()
        assert (reached <= program.high + 1e-4).all()
        assert relaxed.bound - 1e-4 <= found.cost <= flow.cost + 1e-6
        assert found.flow == pytest.approx(program.layout.block(found.values, "flow"), abs=1e-5)
    assert joined.cost == pytest.approx(flow.cost - sum(flow.cost - part.cost for part in parts), abs=1e-3)
