"""Erlang B, C and A against published points, the recursion, each other, and what must hold of any queue."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.erlang import (
    Impossible,
    Target,
    asa,
    blocking,
    blocking_by_recursion,
    performance,
    required_agents,
    required_by_table,
    scheduled_agents,
    service_level,
    waiting_probability,
)

loads = st.floats(min_value=0.01, max_value=400)
shares = st.floats(min_value=0.05, max_value=0.99)


def test_the_published_points_of_waiting() -> None:
    seen = performance(360 * 240 / 1800, 55, 240, 15)
    assert float(seen.waiting_probability) == pytest.approx(0.2387, abs=5e-5)
    assert float(seen.asa) == pytest.approx(8.184, abs=5e-4)
    assert float(seen.service_level) == pytest.approx(0.8459, abs=5e-5)
    assert float(service_level(35 * 752 / 900, 37, 752, 20)) == pytest.approx(0.9042, abs=5e-5)
    assert float(asa(3.5 * 3, 13, 180)) == pytest.approx(26.557, abs=5e-4)


def test_the_published_requirement() -> None:
    agents = int(required_agents(10, 180, target=Target(0.8, 20, max_occupancy=0.85)))
    assert (agents, int(scheduled_agents(agents, 0.3))) == (14, 20)
    assert float(service_level(10, agents, 180, 20)) == pytest.approx(0.88835, abs=5e-6)


def test_the_published_loss() -> None:
    assert float(blocking(8.10804, 15)) == pytest.approx(0.01, abs=1e-7)


@given(load=st.floats(min_value=0.001, max_value=3000), lines=st.integers(min_value=0, max_value=4000))
def test_the_gamma_function_says_what_the_recursion_says(load: float, lines: int) -> None:
    exact = blocking_by_recursion(load, lines)
    assert float(blocking(load, lines)) == pytest.approx(exact, rel=1e-11, abs=1e-250)


@pytest.mark.parametrize(("load", "lines"), [(1e5, 100_300), (1e5, 90_000), (99_999.5, 100_000), (9e5, 1_000_000)])
def test_a_hundred_thousand_and_a_million_agents_are_exact_too(load: float, lines: int) -> None:
    assert float(blocking(load, lines)) == pytest.approx(blocking_by_recursion(load, lines), rel=1e-10)


def test_nobody_calls_and_nobody_answers() -> None:
    assert required_agents([0, 0], [180, 0], target=Target(0.8, 20)).tolist() == [0, 0]
    seen = performance(0, 0, 180, 20)
    assert (float(seen.service_level), float(seen.asa), float(seen.waiting_probability)) == (1, 0, 0)
    too_few = performance(10, 10, 180, 20)
    assert (float(too_few.service_level), float(too_few.asa), float(too_few.occupancy)) == (0, math.inf, 1)


@given(load=loads, more=st.integers(min_value=1, max_value=40), aht=st.floats(min_value=10, max_value=900))
def test_one_more_agent_never_makes_callers_wait_longer(load: float, more: int, aht: float) -> None:
    agents = np.arange(math.floor(load) + 1, math.floor(load) + 2 + more)
    for patience in (None, 90.0):
        seen = performance(load, agents, aht, 20, patience_seconds=patience)
        for rising in (seen.service_level, -seen.waiting_probability, -seen.asa, -seen.abandonment):
            assert (np.diff(rising) >= -1e-9).all()


@given(load=loads, extra=st.floats(min_value=0.01, max_value=50), aht=st.floats(min_value=10, max_value=900))
def test_more_calls_never_shorten_the_wait(load: float, extra: float, aht: float) -> None:
    agents = math.floor(load + extra) + 2
    for patience in (None, 90.0):
        less, more = (performance(one, agents, aht, 20, patience_seconds=patience) for one in (load, load + extra))
        assert float(less.service_level) >= float(more.service_level) - 1e-9
        assert float(less.waiting_probability) <= float(more.waiting_probability) + 1e-9


@given(load=loads, more=st.integers(min_value=1, max_value=60), patience=st.floats(min_value=5, max_value=600))
def test_callers_who_leave_shorten_the_wait_of_the_others(load: float, more: int, patience: float) -> None:
    agents = math.floor(load) + more
    waits = float(performance(load, agents, 180, 20, patience_seconds=patience).waiting_probability)
    assert waits <= float(waiting_probability(load, agents)) + 1e-9
    endless = performance(load, agents, 180, 20, patience_seconds=1e9)
    if agents - load > 0.5:
        assert float(endless.waiting_probability) == pytest.approx(float(waiting_probability(load, agents)), abs=1e-5)


@pytest.mark.parametrize(
    ("load", "agents", "aht", "patience"), [(50, 48, 200, 120), (5, 8, 300, 60), (120, 110, 180, 30), (0.5, 1, 100, 40)]
)
def test_impatient_callers_agree_with_the_chain_of_states(load: float, agents: int, aht: float, patience: float) -> None:
    """The chain solved state by state, as far as it has any weight."""
    arrivals, weights = load / aht, [1.0]
    for calls in range(1, agents + 2000):
        leaving = min(calls, agents) / aht + max(calls - agents, 0) / patience
        weights.append(weights[-1] * arrivals / leaving)
    total = math.fsum(weights)
    waiting = math.fsum(weights[agents:]) / total
    in_line = math.fsum(max(calls - agents, 0) * one for calls, one in enumerate(weights)) / total
    seen = performance(load, agents, aht, 0, patience_seconds=patience)
    assert float(seen.waiting_probability) == pytest.approx(waiting, rel=1e-9)
    assert float(seen.abandonment) == pytest.approx(in_line / patience / arrivals, rel=1e-7)
    assert float(seen.asa) == pytest.approx(in_line / arrivals, rel=1e-7)
    assert float(seen.service_level) == pytest.approx(1 - waiting, rel=1e-9)


@pytest.mark.parametrize(("load", "agents", "patience"), [(2000, 100, 600), (1e5, 5e4, 600), (1e5, 1e4, 3600), (1e4, 5e3, 36000)])
def test_far_too_few_agents_lose_what_they_cannot_answer(load: float, agents: float, patience: float) -> None:
    seen = performance(load, agents, 180, 20, patience_seconds=patience)
    assert float(seen.abandonment) == pytest.approx(1 - agents / load, rel=1e-8)
    assert float(seen.asa) == pytest.approx(patience * (1 - agents / load), rel=1e-8)
    assert [float(seen.waiting_probability), float(seen.occupancy)] == pytest.approx([1, 1])
    assert float(seen.service_level) == pytest.approx(0, abs=1e-9)


@given(
    load=st.floats(0, 1e5), agents=st.integers(0, 100_000), aht=st.floats(1, 3600), patience=st.floats(0.1, 1e6), within=st.floats(0, 600)
)
def test_every_measure_of_impatient_callers_is_a_share_up_to_a_hundred_thousand_agents(
    load: float, agents: int, aht: float, patience: float, within: float
) -> None:
    seen = performance(load, agents, aht, within, patience_seconds=patience)
    for share in (seen.service_level, seen.waiting_probability, seen.occupancy, seen.abandonment, seen.asa / patience):
        assert 0 <= float(share) <= 1 + 1e-12


@given(load=loads, share=shares, within=st.floats(min_value=0, max_value=120), aht=st.floats(min_value=20, max_value=900))
def test_the_requirement_is_enough_and_one_less_is_not(load: float, share: float, within: float, aht: float) -> None:
    target = Target(share, within, max_occupancy=0.9, max_asa_seconds=60)
    agents = int(required_agents(load, aht, target=target))

    def suffices(number: int) -> bool:
        seen = performance(load, number, aht, within)
        return float(seen.service_level) >= share - 2e-9 and float(seen.occupancy) <= 0.9 + 2e-9 and float(seen.asa) <= 60 + 2e-9

    assert suffices(agents)
    assert not suffices(agents - 1) or float(performance(load, agents - 1, aht, within).service_level) - share < 1e-8


@given(st.lists(st.floats(min_value=0, max_value=150), min_size=1, max_size=40), shares, st.sampled_from([None, 60.0]))
def test_the_table_says_what_bisection_says(load: list[float], share: float, patience: float | None) -> None:
    target = Target(share, 20, max_occupancy=0.88, patience_seconds=patience)
    assert required_by_table(load, 200, target=target).tolist() == required_agents(load, 200, target=target).tolist()


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.2, math.nan])
def test_a_target_that_means_nothing_is_refused(share: float) -> None:
    with pytest.raises(Impossible):
        Target(share, 20)


@pytest.mark.parametrize(("load", "aht"), [(-1, 100), (math.nan, 100), (math.inf, 100), (1, 0), (1, math.nan), (1e9, 100)])
def test_a_load_that_means_nothing_is_refused(load: float, aht: float) -> None:
    with pytest.raises(Impossible):
        required_agents(load, aht, target=Target(0.8, 20))


def test_shrinkage_is_taken_off_once() -> None:
    assert scheduled_agents([70, 7, 0], 0.3).tolist() == [100, 10, 0]
    with pytest.raises(Impossible):
        scheduled_agents(1, 1.0)
