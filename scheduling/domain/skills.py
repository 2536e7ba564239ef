"""Agents with several skills: the fewest of each group that every set of queues can be held to its target with.

An approximation with two bounds (docs/algorithms/erlang.md), checked in the tests against scheduling.domain.simulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from .erlang import Impossible, Target, required_agents
from .erlang.poisson import Floats
from .simulation import Group, Line, simulate

MOST_SKILLS = 10
_NOBODY = 1e-12
Needs = list[tuple[frozenset[int], int]]


@dataclass(frozen=True)
class Demand:
    """What one skill is asked for: `load` in erlang, the mean handling time in seconds, and its target."""

    load: float
    aht_seconds: float
    target: Target


@dataclass(frozen=True)
class SkillPlan:
    """Agents of each group, in the order of the groups.

    `pooled`: as if whoever answers a skill were there at once; fewer do not suffice. `dedicated`: every agent keeps to one queue.
    """

    pooled: tuple[int, ...]
    dedicated: tuple[int, ...]


@dataclass(frozen=True)
class Shortage:
    """`missing` agents for the `skills` taken together: nobody else can answer them."""

    skills: frozenset[int]
    missing: int


def skill_plan(demands: Sequence[Demand], groups: Sequence[frozenset[int]], *, costs: Sequence[float] | None = None) -> SkillPlan:
    """The cheapest agents of groups that answer the skills numbered in them. `costs`: of an agent of each group, 1 without.

    Raises Impossible when a skill that is called is in no group, or with more than MOST_SKILLS of them.
    """
    _check(demands, groups)
    prices = np.ones(len(groups)) if costs is None else np.asarray(costs, dtype=np.float64)
    if prices.shape != (len(groups),) or not (np.isfinite(prices) & (prices > 0)).all():
        raise Impossible("a cost above 0 for each group")
    return SkillPlan(_cheapest(_needs(demands), groups, prices), _dedicated(demands, groups, prices))


def played_plan(demands: Sequence[Demand], groups: Sequence[frozenset[int]], *, hours: float, seed: int) -> tuple[int, ...]:
    """Agents of each group with which every skill reaches its service level when `hours` of calls are played.

    Begins with the pooled plan; the skills that miss their level together get an agent more, until none does (cuts after
    Cezik and L'Ecuyer, 2008). All skills have the same `within_seconds`. Raises Impossible as `skill_plan` does.
    """
    _check(demands, groups)
    if len({one.target.within_seconds for one in demands}) > 1:
        raise Impossible("the same seconds for every skill")
    prices, needs = np.ones(len(groups)), _needs(demands)
    while True:
        agents = _cheapest(needs, groups, prices)
        missed = _missed(demands, groups, agents, hours, seed)
        if not missed:
            return agents
        there = sum(number for number, group in zip(agents, groups, strict=True) if group & missed)
        needs.append((missed, there + 1))


def shortages(demands: Sequence[Demand], groups: Sequence[frozenset[int]], agents: Sequence[int]) -> tuple[Shortage, ...]:
    """Every set of skills that `agents` of each group are too few for, the worst first; empty when they suffice."""
    _check(demands, groups)
    found = []
    for skills, needed in _needs(demands):
        there = sum(number for number, group in zip(agents, groups, strict=True) if group & skills)
        if there < needed:
            found.append(Shortage(skills, needed - there))
    return tuple(sorted(found, key=lambda one: (-one.missing, len(one.skills), sorted(one.skills))))


def _check(demands: Sequence[Demand], groups: Sequence[frozenset[int]]) -> None:
    if len(demands) > MOST_SKILLS:
        raise Impossible(f"at most {MOST_SKILLS} skills")
    known = frozenset(range(len(demands)))
    if not all(group and group <= known for group in groups):
        raise Impossible("groups with skills that there are")
    nobody = known - frozenset[int]().union(*groups)
    if any(demands[skill].load > _NOBODY for skill in nobody):
        raise Impossible("a group for each skill that is called")


def _needs(demands: Sequence[Demand]) -> Needs:
    """For every set of skills the agents it needs when all of them answer all of it."""
    called = [number for number, one in enumerate(demands) if one.load > _NOBODY]
    sets = [frozenset(one) for size in range(1, len(called) + 1) for one in combinations(called, size)]
    return [(skills, _together([demands[one] for one in sorted(skills)])) for skills in sets]


def _together(demands: Sequence[Demand]) -> int:
    """One pool with the handling time of the mixture. No mean of targets is safe, so the mildest of each kind holds: a bound from below."""
    load = sum(one.load for one in demands)
    mean = load / sum(one.load / one.aht_seconds for one in demands)
    longest = [one.target.max_asa_seconds for one in demands]
    patience = [one.target.patience_seconds for one in demands]
    target = Target(
        share=min(one.target.share for one in demands),
        within_seconds=max(one.target.within_seconds for one in demands),
        max_occupancy=max(one.target.max_occupancy for one in demands),
        max_asa_seconds=None if None in longest else max(one for one in longest if one is not None),
        patience_seconds=None if None in patience else min(one for one in patience if one is not None),
    )
    return int(required_agents(load, mean, target=target))


def _cheapest(needs: Needs, groups: Sequence[frozenset[int]], prices: Floats) -> tuple[int, ...]:
    """Hall's condition: whoever can answer any skill of a set is at least as many as the set needs."""
    if not needs:
        return (0,) * len(groups)
    covers = np.array([[float(bool(group & skills)) for group in groups] for skills, _needed in needs])
    needed = np.array([float(number) for _skills, number in needs])
    found = milp(prices, constraints=LinearConstraint(covers, lb=needed), integrality=np.ones(len(groups)), bounds=Bounds(0, np.inf))
    return tuple(round(one) for one in found.x)


def _dedicated(demands: Sequence[Demand], groups: Sequence[frozenset[int]], prices: Floats) -> tuple[int, ...]:
    """Every queue by itself, from the cheapest group that answers it; of equal ones the group with the fewest skills."""
    found = [0] * len(groups)
    for skill, demand in enumerate(demands):
        if demand.load > _NOBODY:
            able = [number for number, group in enumerate(groups) if skill in group]
            found[min(able, key=lambda one: (prices[one], len(groups[one]), one))] += _together([demand])
    return tuple(found)


def _missed(demands: Sequence[Demand], groups: Sequence[frozenset[int]], agents: Sequence[int], hours: float, seed: int) -> frozenset[int]:
    lines = [Line(3600 * one.load / one.aht_seconds, one.aht_seconds, one.target.patience_seconds) for one in demands]
    staff = [Group(number, group) for number, group in zip(agents, groups, strict=True)]
    played = simulate(lines, staff, within_seconds=demands[0].target.within_seconds, hours=hours, seed=seed).lines
    levels = [one.service_level for one in played]
    return frozenset(number for number, level in enumerate(levels) if level is not None and level < demands[number].target.share)
