"""Agents who are alike for the flow: same skills, same days without nights, about the same hours a day."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .network import Network
from .problem import Ints, Problem, Worker

SMALLEST = 8
BUCKET_MINUTES = 90


@dataclass(frozen=True)
class Group:
    """`members` are positions of agents. `starts` (nodes): how many begin at each node. `on_leave` (days): how many must be off,
    `stay_on_leave` (days): how many must be off that day and the day before. `min_minutes` and `max_minutes` are sums over members.
    """

    skills: tuple[str, ...]
    no_nights: frozenset[int]
    members: tuple[int, ...]
    starts: Ints
    on_leave: Ints
    stay_on_leave: Ints
    min_minutes: int
    max_minutes: int


def groups_of(problem: Problem, network: Network) -> tuple[Group, ...]:
    """The groups in a stable order. Groups by hours too small to round well are joined with the nearest of the same skills and nights."""
    classes: dict[tuple[tuple[str, ...], frozenset[int]], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, agent in enumerate(problem.agents):
        classes[tuple(sorted(agent.skills)), agent.no_nights][_bucket(problem, agent)].append(number)
    return tuple(
        _group(problem, network, skills, no_nights, members)
        for (skills, no_nights), buckets in sorted(classes.items(), key=lambda item: (item[0][0], sorted(item[0][1])))
        for members in _joined(buckets)
    )


def _bucket(problem: Problem, agent: Worker) -> int:
    present = max(1, problem.days - len(agent.days_off))
    return round(agent.contract_minutes / present / BUCKET_MINUTES)


def _joined(buckets: dict[int, list[int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for bucket in sorted(buckets):
        if joined and min(len(joined[-1]), len(buckets[bucket])) < SMALLEST:
            joined[-1] = joined[-1] + buckets[bucket]
        else:
            joined.append(buckets[bucket])
    return joined


def _group(problem: Problem, network: Network, skills: tuple[str, ...], no_nights: frozenset[int], members: list[int]) -> Group:
    agents = [problem.agents[number] for number in members]
    off = np.zeros((len(agents), problem.days), dtype=np.int64)
    for row, agent in enumerate(agents):
        off[row, sorted(agent.days_off)] = 1
    stay = np.zeros(problem.days, dtype=np.int64)
    stay[1:] = (off[:, 1:] * off[:, :-1]).sum(axis=0)
    starts = np.bincount([network.start_of(agent.history) for agent in agents], minlength=len(network.nodes))
    return Group(
        skills=skills,
        no_nights=no_nights,
        members=tuple(members),
        starts=starts.astype(np.int64),
        on_leave=off.sum(axis=0),
        stay_on_leave=stay,
        min_minutes=sum(problem.min_minutes(agent) for agent in agents),
        max_minutes=sum(problem.max_minutes(agent) for agent in agents),
    )
