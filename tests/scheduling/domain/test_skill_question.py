"""Calls of given groups played in runs: intervals against Erlang, bounds against what is played."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.erlang import Impossible, Target, performance
from scheduling.domain.simulation import Group
from scheduling.domain.skill_question import SkillQuestion, bounds, estimate, heads_by_playing, play
from scheduling.domain.skills import Demand

USUAL = Target(0.8, 20)


def question(demands: list[Demand], groups: list[tuple[int, set[int]]], *, hours: float = 100) -> SkillQuestion:
    return SkillQuestion(tuple(demands), tuple(Group(agents, frozenset(skills)) for agents, skills in groups), hours)


def test_the_interval_holds_erlangs_level_about_as_often_as_it_says() -> None:
    asked = question([Demand(6.0, 180, USUAL)], [(9, {0})], hours=60)
    level = float(performance(6.0, 9, 180, 20).service_level)
    seen = [play(asked, seed=seed).queues[0].service_level for seed in range(1, 25)]
    held = sum(one is not None and one.low is not None and one.high is not None and one.low <= level <= one.high for one in seen)
    assert held >= 20


def test_more_hours_make_the_interval_narrower_and_the_same_seed_the_same() -> None:
    asked = [question([Demand(6.0, 180, USUAL)], [(9, {0})], hours=hours) for hours in (30, 600)]
    short, long = (play(one).queues[0].service_level for one in asked)
    assert short is not None
    assert long is not None
    assert (long.high or 0) - (long.low or 0) < (short.high or 0) - (short.low or 0)
    assert play(asked[0]) == play(asked[0])


def test_fewer_than_the_pooled_heads_miss_and_the_dedicated_ones_reach() -> None:
    demands = [Demand(10.0, 180, USUAL), Demand(6.0, 240, USUAL)]
    groups = [(0, {0}), (0, {1}), (0, {0, 1})]
    found = bounds(question(demands, groups)).plan
    assert sum(found.pooled) <= sum(heads_by_playing(question(demands, groups))) <= sum(found.dedicated)
    enough = play(question(demands, [(found.dedicated[0], {0}), (found.dedicated[1], {1})], hours=200))
    assert all(one.service_level is not None and (one.service_level.high or 0) >= 0.8 for one in enough.queues)


def test_shortages_name_the_queues_that_lack_heads() -> None:
    found = bounds(question([Demand(10.0, 180, USUAL), Demand(2.0, 180, USUAL)], [(5, {0}), (9, {1})])).shortages
    assert found[0].skills == {0}


def test_what_nobody_calls_is_unknown_and_a_queue_that_nobody_answers_is_refused() -> None:
    played = play(question([Demand(5.0, 180, USUAL), Demand(0.0, 180, USUAL)], [(8, {0, 1}), (0, {1})], hours=20))
    assert (played.queues[1].offered, played.queues[1].service_level, played.occupancy[1]) == (0, None, None)
    with pytest.raises(Impossible):
        bounds(question([Demand(5.0, 180, USUAL), Demand(1.0, 180, USUAL)], [(8, {0})]))
    with pytest.raises(Impossible):
        play(question([Demand(5.0, 180, USUAL), Demand(1.0, 180, Target(0.8, 30))], [(8, {0, 1})]))


def test_students_interval_by_hand() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0])
    half = 3.182446305 * sqrt(5 / 3) / 2
    assert (found.mean, found.low, found.high) == (2.5, pytest.approx(2.5 - half), pytest.approx(2.5 + half))
    assert estimate([1.0]).low is None


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20), st.floats(-100, 100))
def test_the_interval_moves_with_its_values(values: list[float], shift: float) -> None:
    one, moved = estimate(values), estimate([value + shift for value in values])
    assert one.low is not None
    assert one.low <= one.mean + 1e-6
    assert moved.low == pytest.approx(one.low + shift, abs=1e-5)
