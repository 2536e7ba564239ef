"""Calls played one by one against Erlang's formulas, and plans for several skills against calls played."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.erlang import Impossible, Target, performance, required_agents
from scheduling.domain.simulation import Group, Line, Outcome, simulate
from scheduling.domain.skills import Demand, Shortage, played_plan, shortages, skill_plan

USUAL = Target(0.8, 20)


def skills(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def played(lines: list[Line], groups: list[Group], *, hours: float = 200, seed: int = 1) -> Outcome:
    return simulate(lines, groups, within_seconds=20, hours=hours, seed=seed)


@pytest.mark.parametrize(("agents", "patience"), [(14, None), (12, None), (10, 60.0), (7, 120.0)])
def test_one_queue_played_is_what_erlang_says(agents: int, patience: float | None) -> None:
    """Within three standard deviations of 600 hours; without patience waits hang together for long, and their mean scatters by 8 %."""
    outcome = played([Line(200, 180, patience)], [Group(agents, skills(0))], hours=600)
    seen = performance(10, agents, 180, 20, patience_seconds=patience)
    line = outcome.lines[0]
    assert line.service_level == pytest.approx(float(seen.service_level), abs=0.03)
    assert line.waiting_probability == pytest.approx(float(seen.waiting_probability), abs=0.03)
    assert line.asa == pytest.approx(float(seen.asa), rel=0.25 if patience is None else 0.06)
    assert line.abandonment == pytest.approx(float(seen.abandonment), abs=0.01)
    assert outcome.occupancy[0] == pytest.approx(float(seen.occupancy), abs=0.015)


def test_the_same_seed_plays_the_same_calls() -> None:
    lines, groups = [Line(100, 200, 60)], [Group(5, skills(0))]
    assert played(lines, groups, hours=20) == played(lines, groups, hours=20)
    assert played(lines, groups, hours=20) != played(lines, groups, hours=20, seed=2)


def test_agents_who_answer_everything_are_one_pool() -> None:
    outcome = played([Line(100, 180), Line(100, 180)], [Group(6, skills(0, 1)), Group(8, skills(0, 1))])
    pool = float(performance(10, 14, 180, 20).service_level)
    assert [one.service_level for one in outcome.lines] == [pytest.approx(pool, abs=0.02)] * 2


def test_a_call_goes_to_the_agent_with_the_fewest_skills_and_then_to_the_one_free_longest() -> None:
    alike = played([Line(100, 180)], [Group(9, skills(0)), Group(9, skills(0))]).occupancy
    assert alike[0] == pytest.approx(alike[1], abs=0.02)
    narrow, broad = played([Line(100, 180), Line(0, 180)], [Group(9, skills(0)), Group(9, skills(0, 1))]).occupancy
    assert narrow is not None
    assert broad is not None
    assert narrow > 0.5 > 0.1 > broad


def test_a_line_that_nobody_answers_loses_everybody_and_one_without_calls_knows_nothing() -> None:
    outcome = played([Line(50, 180, 60), Line(0, 180), Line(50, 180)], [Group(5, skills(1)), Group(0, skills(1))], hours=20)
    assert [one.service_level for one in outcome.lines] == [0, None, 0]
    assert [one.abandonment for one in outcome.lines] == [1, None, 1]
    assert outcome.occupancy == (0, None)


@pytest.mark.parametrize(
    ("line", "group", "hours"),
    [
        (Line(-1, 180), Group(1, skills(0)), 1), (Line(1, 0), Group(1, skills(0)), 1), (Line(1, 180, 0), Group(1, skills(0)), 1),
        (Line(1, 180), Group(-1, skills(0)), 1), (Line(1, 180), Group(1, skills()), 1), (Line(1, 180), Group(1, skills(3)), 1),
        (Line(1, 180), Group(1, skills(0)), 0), (Line(float("nan"), 180), Group(1, skills(0)), 1),
    ],
)  # fmt: skip
def test_figures_that_mean_nothing_are_refused(line: Line, group: Group, hours: float) -> None:
    with pytest.raises(Impossible):
        simulate([line], [group], within_seconds=20, hours=hours, seed=1)


def test_without_shared_skills_the_plan_is_erlangs_for_each_queue() -> None:
    demands = [Demand(20, 180, USUAL), Demand(8, 300, USUAL), Demand(0, 100, USUAL)]
    alone = [int(required_agents(one.load, one.aht_seconds, target=USUAL)) for one in demands]
    plan = skill_plan(demands, [skills(0), skills(1), skills(2)])
    assert plan.pooled == plan.dedicated == tuple(alone)


def test_where_everybody_answers_everything_the_plan_is_erlangs_for_all_calls() -> None:
    plan = skill_plan([Demand(20, 180, USUAL), Demand(8, 180, USUAL)], [skills(0, 1)])
    assert plan.pooled == (int(required_agents(28, 180, target=USUAL)),)
    assert sum(plan.pooled) < sum(plan.dedicated)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.floats(min_value=0, max_value=60), st.floats(min_value=60, max_value=600)), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(min_value=0, max_value=3), min_size=1), max_size=3),
)
def test_the_pooled_plan_lacks_nobody_and_is_never_the_larger(calls: list[tuple[float, float]], shared: list[set[int]]) -> None:
    demands = [Demand(load, aht, USUAL) for load, aht in calls]
    known = range(len(demands))
    groups = [skills(one) for one in known] + [common for one in shared if (common := frozenset(one) & frozenset(known))]
    plan = skill_plan(demands, groups)
    assert shortages(demands, groups, plan.pooled) == ()
    assert sum(plan.pooled) <= sum(plan.dedicated)


def test_a_shortage_names_the_skills_and_how_many_are_missing() -> None:
    demands = [Demand(20, 180, USUAL), Demand(8, 180, USUAL)]
    groups = [skills(0), skills(0, 1)]
    needed = int(required_agents(8, 180, target=USUAL))
    assert shortages(demands, groups, [40, needed - 3]) == (Shortage(skills(1), 3),)
    worst = shortages(demands, groups, [10, 0])
    assert worst[0].missing == int(required_agents(28, 180, target=USUAL)) - 10
    assert worst[0].skills == skills(0, 1)


def test_a_dear_agent_with_two_skills_is_hired_only_where_that_saves_more() -> None:
    demands = [Demand(6, 180, USUAL), Demand(6, 180, USUAL)]
    groups = [skills(0), skills(1), skills(0, 1)]
    assert skill_plan(demands, groups, costs=[1, 1, 1.1]).pooled[2] > 0
    assert skill_plan(demands, groups, costs=[1, 1, 9]).pooled[2] == 0


def test_the_pooled_plan_misses_the_level_in_a_chain_and_the_plan_by_playing_reaches_it_between_the_bounds() -> None:
    demands = [Demand(5, 180, USUAL), Demand(4, 240, USUAL), Demand(3, 150, USUAL)]
    groups = [skills(0, 1), skills(1, 2), skills(2, 0)]
    plan, found = skill_plan(demands, groups), played_plan(demands, groups, hours=100, seed=3)
    assert sum(plan.pooled) < sum(found) <= sum(plan.dedicated)

    def worst(agents: tuple[int, ...]) -> float:
        lines = [Line(3600 * one.load / one.aht_seconds, one.aht_seconds) for one in demands]
        outcome = played(lines, [Group(number, group) for number, group in zip(agents, groups, strict=True)], seed=8)
        return min(one.service_level or 0 for one in outcome.lines)

    assert worst(plan.pooled) < 0.7
    assert worst(found) > 0.78


@pytest.mark.parametrize(
    ("demands", "groups"),
    [
        ([Demand(5, 180, USUAL), Demand(5, 180, USUAL)], [skills(0)]),
        ([Demand(5, 180, USUAL)], [skills(0, 4)]),
        ([Demand(5, 180, USUAL)] * 11, [skills(*range(11))]),
    ],
)
def test_skills_that_nobody_has_are_refused(demands: list[Demand], groups: list[frozenset[int]]) -> None:
    with pytest.raises(Impossible):
        skill_plan(demands, groups)
    with pytest.raises(Impossible):
        played_plan(demands, groups, hours=1, seed=1)


def test_costs_and_seconds_that_do_not_fit_are_refused() -> None:
    demands = [Demand(5, 180, USUAL), Demand(5, 180, Target(0.8, 30))]
    with pytest.raises(Impossible):
        skill_plan(demands, [skills(0, 1)], costs=[0])
    with pytest.raises(Impossible):
        played_plan(demands, [skills(0, 1)], hours=1, seed=1)
