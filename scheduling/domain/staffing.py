"""Agents for the calls of intervals under the standard of a queue: shrinkage, occupancy and several contacts at a time counted in."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from .erlang import Impossible, Target, performance, required_agents, scheduled_agents
from .erlang.poisson import Floats
from .erlang.requirement import Counts

CHANGES = (-0.1, -0.05, 0.05, 0.1)


@dataclass(frozen=True)
class Standard:
    """What a queue is held to. `shrinkage`: shares of paid time by kind. `concurrency`: contacts of an agent at a time."""

    target: Target
    shrinkage: Mapping[str, float]
    concurrency: float = 1.0

    @property
    def shrinkage_share(self) -> float:
        """Kinds add up: an hour of training is not also an hour of leave."""
        return sum(self.shrinkage.values())


@dataclass(frozen=True)
class Requirement:
    """Arrays in the order of the intervals. Where nobody calls the service level is unknown (nan) and nobody is needed."""

    agents: Counts
    scheduled: Counts
    service_level: Floats
    occupancy: Floats


@dataclass(frozen=True)
class Question:
    """One interval: `agents` that there are, or the `target_share` to reach; exactly one of them."""

    calls: float
    interval_minutes: float
    aht_seconds: float
    within_seconds: float
    target_share: float | None = None
    agents: int | None = None
    shrinkage: float = 0.0
    max_occupancy: float = 1.0
    max_asa_seconds: float | None = None
    patience_seconds: float | None = None
    concurrency: float = 1.0

    @property
    def load(self) -> float:
        """Offered load in erlang."""
        return self.calls * self.aht_seconds / (self.interval_minutes * 60)


@dataclass(frozen=True)
class Answer:
    """`asa` None: callers wait for ever."""

    agents: int
    scheduled_agents: int
    service_level: float
    waiting_probability: float
    asa: float | None
    occupancy: float
    abandonment: float


class Factor(StrEnum):
    """What of a question can turn out otherwise."""

    CALLS = "calls"
    HANDLING_TIME = "handling_time"
    TARGET = "target"


@dataclass(frozen=True)
class Swing:
    """A question with one factor changed: calls and handling time by a share, the target by points.

    `value` is the factor as changed. `agents` and `scheduled_agents` then reach the target, None where there is none or nothing reaches
    it; `service_level` is what the agents of the unchanged question give.
    """

    factor: Factor
    change: float
    value: float
    agents: int | None
    scheduled_agents: int | None
    service_level: float


def requirement(calls: Sequence[float], aht_seconds: Sequence[float], *, interval_minutes: float, standard: Standard) -> Requirement:
    """For every interval at once. Raises Impossible."""
    number, aht = np.asarray(calls, dtype=np.float64), np.asarray(aht_seconds, dtype=np.float64)
    if number.shape != aht.shape or not np.isfinite(number).all() or (number < 0).any():
        raise Impossible("calls from 0, and a handling time for each interval")
    load = number * aht / (interval_minutes * 60)
    places = required_agents(load, np.where(load > 0, aht, 1.0), target=standard.target)
    agents = np.ceil(places / standard.concurrency - 1e-9).astype(np.int64)
    seen = performance(
        load,
        agents * standard.concurrency // 1,
        np.where(load > 0, aht, 1.0),
        standard.target.within_seconds,
        patience_seconds=standard.target.patience_seconds,
    )
    return Requirement(
        agents=agents,
        scheduled=scheduled_agents(agents, standard.shrinkage_share),
        service_level=np.where(load > 0, seen.service_level, np.nan),
        occupancy=np.where(load > 0, seen.occupancy, np.nan),
    )


def answer(question: Question) -> Answer:
    """What so many agents give, or the least that reach the target. Raises Impossible."""
    if (question.target_share is None) == (question.agents is None):
        raise Impossible("either a target or the agents there are")
    agents = question.agents if question.agents is not None else _needed(question)
    seen = performance(
        question.load,
        math.floor(agents * question.concurrency),
        question.aht_seconds,
        question.within_seconds,
        patience_seconds=question.patience_seconds,
    )
    return Answer(
        agents=agents,
        scheduled_agents=int(scheduled_agents(agents, question.shrinkage)),
        service_level=float(seen.service_level),
        waiting_probability=float(seen.waiting_probability),
        asa=float(seen.asa) if np.isfinite(seen.asa) else None,
        occupancy=float(seen.occupancy),
        abandonment=float(seen.abandonment),
    )


def neighbours(question: Question, *, around: int = 5) -> tuple[Answer, ...]:
    """What a few agents more or less would give, from the fewest."""
    middle = answer(question).agents
    fewest = max(middle - around, 0)
    return tuple(answer(replace(question, target_share=None, agents=number)) for number in range(fewest, middle + around + 1))


def sensitivity(question: Question, *, changes: Sequence[float] = CHANGES) -> tuple[Swing, ...]:
    """What the agents and the service level become when a factor is off by each change; without a target that factor is left out.

    Raises Impossible when the question itself has no answer.
    """
    agents = answer(question).agents
    factors = [factor for factor in Factor if factor is not Factor.TARGET or question.target_share is not None]
    return tuple(_swing(question, factor, change, agents) for factor in factors for change in changes)


def _swing(question: Question, factor: Factor, change: float, agents: int) -> Swing:
    changed, value = _changed(question, factor, change)
    kept = replace(question if factor is Factor.TARGET else changed, target_share=None, agents=agents)
    level = answer(kept).service_level
    if question.target_share is None:
        return Swing(factor, change, value, None, None, level)
    try:
        needed = answer(changed)
    except Impossible:
        return Swing(factor, change, value, None, None, level)
    return Swing(factor, change, value, needed.agents, needed.scheduled_agents, level)


def _changed(question: Question, factor: Factor, change: float) -> tuple[Question, float]:
    if factor is Factor.CALLS:
        value = question.calls * (1 + change)
        return replace(question, calls=value), value
    if factor is Factor.HANDLING_TIME:
        value = question.aht_seconds * (1 + change)
        return replace(question, aht_seconds=value), value
    value = (question.target_share or 0.0) + change
    return replace(question, target_share=value), value


def _needed(question: Question) -> int:
    target = Target(
        share=question.target_share or 0.0,
        within_seconds=question.within_seconds,
        max_occupancy=question.max_occupancy,
        max_asa_seconds=question.max_asa_seconds,
        patience_seconds=question.patience_seconds,
    )
    places = int(required_agents(question.load, question.aht_seconds, target=target))
    return math.ceil(places / question.concurrency - 1e-9)
