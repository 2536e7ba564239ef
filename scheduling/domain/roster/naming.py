"""Names for the heads of a whole flow: one legal route for each agent, taken out of what is left."""

from collections.abc import Callable

import numpy as np

from .groups import Group
from .network import CHAIN, Network
from .problem import OFF, Floats, Ints, Problem, Worker
from .routes import FORBIDDEN, Router

WEEKEND_SHARE = 0.5


def named(problem: Problem, network: Network, groups: tuple[Group, ...], flow: Ints, go_on: Callable[[], bool]) -> Ints:
    """(agents, days) shifts. Within a group those with most leave choose first. Raises NoRoute when told to stop."""
    rows = np.full((len(problem.agents), problem.days), OFF, dtype=np.int64)
    router = Router(problem, network)
    for position, group in enumerate(groups):
        left = flow[position].copy()
        for number in sorted(group.members, key=lambda number: (-len(problem.agents[number].days_off), number)):
            if not go_on():
                raise Stopped
            route = router.best(problem.agents[number], _prices(problem, router, problem.agents[number], left))
            rows[number] = route.row
            for day, arc in route.arcs:
                left[day, arc] -= 1
    return rows


class Stopped(Exception):
    """The search was told to stop."""


def day_prices(problem: Problem, agent: Worker) -> Floats:
    """(days, shifts + 1) what each shift costs this agent, the last column a day off: leave, nights, wishes, likes."""
    weights = problem.weights
    prices = np.zeros((problem.days, len(problem.shifts) + 1))
    for number, shift in enumerate(problem.shifts):
        prices[:, number] += weights.avoided * (shift.code in agent.avoids) - weights.preferred * (shift.code in agent.prefers)
        if shift.is_night:
            prices[sorted(agent.no_nights), number] += FORBIDDEN
    prices[sorted(agent.days_off), :-1] += FORBIDDEN
    prices[sorted(agent.wishes_off), :-1] += weights.wish
    return prices


def _prices(problem: Problem, router: Router, agent: Worker, left: Ints) -> Floats:
    """Arcs of which none is left are closed; of the others the fuller ones are a little cheaper, which leaves a mixed rest."""
    prices = router.arc_prices(day_prices(problem, agent) + _burden(problem, agent))
    works = router.network.shift != CHAIN
    prices[:, works] -= 0.01 * np.minimum(left[:, works], 50)
    prices[left <= 0] = np.inf
    return prices


def _burden(problem: Problem, agent: Worker) -> Floats:
    """(days, shifts + 1): nights and weekends are dearer for whoever had many."""
    burden = np.zeros((problem.days, len(problem.shifts) + 1))
    nights = [number for number, shift in enumerate(problem.shifts) if shift.is_night]
    burden[:, nights] += problem.weights.night * agent.history.nights / 4
    weekend = [day for day in range(problem.days) if problem.is_weekend(day)]
    burden[weekend, :-1] += problem.weights.weekend * agent.history.weekends * WEEKEND_SHARE / 4
    return burden
