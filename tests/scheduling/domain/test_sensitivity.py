"""The calculator's what-if, against Erlang's recursion written out by hand."""

from itertools import pairwise
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.erlang import Impossible
from scheduling.domain.staffing import CHANGES, Factor, Question, answer, sensitivity

QUESTIONS = st.builds(
    Question,
    calls=st.floats(1, 600),
    interval_minutes=st.just(30.0),
    aht_seconds=st.floats(30, 600),
    within_seconds=st.floats(0, 60),
    target_share=st.floats(0.5, 0.85),
    max_occupancy=st.floats(0.7, 1),
    max_asa_seconds=st.one_of(st.none(), st.floats(5, 120)),
    shrinkage=st.floats(0, 0.5),
)


def by_hand(load: float, aht: float, *, share: float, within: float, occupancy: float, asa: float | None) -> int:
    """The least agents by B(n) = A B(n−1) ÷ (n + A B(n−1)), counted upwards from nobody."""
    blocked, agents = 1.0, 0
    while True:
        agents += 1
        blocked = load * blocked / (agents + load * blocked)
        if agents <= load or load / agents > occupancy:
            continue
        waits = agents * blocked / (agents - load * (1 - blocked))
        reached = 1 - waits * exp(-(agents - load) * within / aht)
        if reached >= share and (asa is None or waits * aht / (agents - load) <= asa):
            return agents


@settings(max_examples=60)
@given(QUESTIONS)
def test_each_swing_is_the_least_agents_of_the_changed_question(question: Question) -> None:
    for one in sensitivity(question):
        calls = one.value if one.factor is Factor.CALLS else question.calls
        aht = one.value if one.factor is Factor.HANDLING_TIME else question.aht_seconds
        share = one.value if one.factor is Factor.TARGET else question.target_share or 0
        wanted = by_hand(
            calls * aht / 1800,
            aht,
            share=share,
            within=question.within_seconds,
            occupancy=question.max_occupancy,
            asa=question.max_asa_seconds,
        )
        assert one.agents == pytest.approx(wanted, abs=0), one


@settings(max_examples=60)
@given(QUESTIONS)
def test_more_calls_longer_talks_and_higher_targets_never_need_fewer_agents(question: Question) -> None:
    found = sensitivity(question)
    for factor in Factor:
        line = [one for one in found if one.factor is factor]
        assert [one.change for one in line] == list(CHANGES)
        agents = [one.agents or 0 for one in line]
        assert agents == sorted(agents)
        levels = [one.service_level for one in line]
        assert all(later <= earlier + 1e-12 for earlier, later in pairwise(levels))


def test_a_limit_on_the_mean_wait_is_held_besides_the_service_level() -> None:
    question = Question(calls=100, interval_minutes=30, aht_seconds=180, within_seconds=20, target_share=0.8)
    tight = Question(**(vars(question) | {"max_asa_seconds": 1.0}))
    assert answer(question).asa == pytest.approx(7.7, abs=0.5)
    assert answer(tight).agents > answer(question).agents
    assert (answer(tight).asa or 0) <= 1.0


def test_with_agents_given_only_the_service_level_moves() -> None:
    found = sensitivity(Question(calls=100, interval_minutes=30, aht_seconds=180, within_seconds=20, agents=14))
    assert {one.factor for one in found} == {Factor.CALLS, Factor.HANDLING_TIME}
    assert {one.agents for one in found} == {None}
    assert found[0].service_level > answer(Question(100, 30, 180, 20, agents=14)).service_level > found[3].service_level


def test_a_target_that_nothing_reaches_is_unknown_and_one_of_the_question_is_refused() -> None:
    question = Question(calls=100, interval_minutes=30, aht_seconds=180, within_seconds=20, target_share=0.95)
    assert [one.agents is None for one in sensitivity(question) if one.factor is Factor.TARGET] == [False, False, True, True]
    with pytest.raises(Impossible):
        sensitivity(Question(calls=100, interval_minutes=30, aht_seconds=180, within_seconds=20, target_share=1.0))
