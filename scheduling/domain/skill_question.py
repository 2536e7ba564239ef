"""Given groups of agents with several skills: the bounds of what they need, and what happens when their calls are played."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from .erlang import Impossible
from .simulation import Group, Line, Outcome, simulate
from .skills import Demand, Shortage, SkillPlan, played_plan, shortages, skill_plan

RUNS = 10
WARM_UP_HOURS = 1.0
HEADS_HOURS = 100.0
CONFIDENCE = 0.95


@dataclass(frozen=True)
class SkillQuestion:
    """`demands` by queue, all with the same `within_seconds`; `groups` answer the queues numbered in them. `hours` are played in all."""

    demands: tuple[Demand, ...]
    groups: tuple[Group, ...]
    hours: float

    @property
    def calls(self) -> float:
        """About how many calls are played, those of the warm-ups among them."""
        return sum(3600 * one.load / one.aht_seconds for one in self.demands) * (self.hours + RUNS * WARM_UP_HOURS)


@dataclass(frozen=True)
class SkillBounds:
    """Heads of each group by the pooled and the dedicated plan, and which queues the given heads are too few for."""

    plan: SkillPlan
    shortages: tuple[Shortage, ...]


@dataclass(frozen=True)
class Estimate:
    """A mean over runs with its 95 % confidence interval; `low` and `high` None with a single run."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class PlayedQueue:
    """`offered` calls in all runs; the others None where nobody called. `asa` in seconds, the rest shares of all who called."""

    offered: int
    service_level: Estimate | None
    asa: Estimate | None
    abandonment: Estimate | None


@dataclass(frozen=True)
class PlayedGroups:
    """`queues` in the order of the demands, `occupancy` of the groups in theirs, None for a group of nobody."""

    queues: tuple[PlayedQueue, ...]
    occupancy: tuple[Estimate | None, ...]


def bounds(question: SkillQuestion) -> SkillBounds:
    """Raises Impossible as `skill_plan` does."""
    skills, heads = [one.skills for one in question.groups], [one.agents for one in question.groups]
    return SkillBounds(skill_plan(question.demands, skills), shortages(question.demands, skills, heads))


def play(question: SkillQuestion, *, seed: int = 1, on_progress: Callable[[int, int], None] | None = None) -> PlayedGroups:
    """RUNS independent runs that share the hours evenly; the same seed plays the same calls. Raises Impossible."""
    lines = [Line(3600 * one.load / one.aht_seconds, one.aht_seconds, one.target.patience_seconds) for one in question.demands]
    within = _within(question)
    outcomes = []
    for run in range(RUNS):
        outcomes.append(
            simulate(
                lines,
                question.groups,
                within_seconds=within,
                hours=question.hours / RUNS,
                seed=seed * RUNS + run,
                warm_up_hours=WARM_UP_HOURS,
            )
        )
        if on_progress is not None:
            on_progress(run + 1, RUNS)
    return PlayedGroups(
        queues=tuple(_queue(outcomes, number) for number in range(len(lines))),
        occupancy=tuple(_estimate([one.occupancy[number] for one in outcomes]) for number in range(len(question.groups))),
    )


def heads_by_playing(question: SkillQuestion, *, seed: int = 1) -> tuple[int, ...]:
    """Heads of each group with which every queue reaches its level when HEADS_HOURS are played. Raises Impossible."""
    return played_plan(question.demands, [one.skills for one in question.groups], hours=HEADS_HOURS, seed=seed)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and Student's interval, mean ± t s ÷ √n, of at least one value."""
    count, mean = len(values), float(np.mean(values))
    if count < 2:
        return Estimate(mean, None, None)
    half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * float(np.std(values, ddof=1)) / sqrt(count)
    return Estimate(mean, mean - half, mean + half)


def _within(question: SkillQuestion) -> float:
    found = {one.target.within_seconds for one in question.demands}
    if len(found) != 1:
        raise Impossible("the same seconds for every queue")
    return found.pop()


def _queue(outcomes: Sequence[Outcome], number: int) -> PlayedQueue:
    played = [one.lines[number] for one in outcomes]
    return PlayedQueue(
        offered=sum(one.offered for one in played),
        service_level=_share([one.service_level for one in played]),
        asa=_estimate([one.asa for one in played]),
        abandonment=_share([one.abandonment for one in played]),
    )


def _estimate(values: Sequence[float | None]) -> Estimate | None:
    known = [one for one in values if one is not None]
    return estimate(known) if known else None


def _share(values: Sequence[float | None]) -> Estimate | None:
    """An interval of a share ends at 0 and 1."""
    found = _estimate(values)
    if found is None or found.low is None or found.high is None:
        return found
    return Estimate(found.mean, max(found.low, 0.0), min(found.high, 1.0))
