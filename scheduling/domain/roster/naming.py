"""Names for the heads of a whole flow: one legal route for each agent, taken out of what is left."""

from collections.abc import Callable

import numpy as np

from .groups import Group
from .network import CHAIN, Network
from .problem import OFF, Floats, Ints, Problem, Worker
from .routes import FORBIDDEN, Router

WEEKEND_SHARE = 0.5
KEPT_BACK = 1e6


def named(problem: Problem, network: Network, groups: tuple[Group, ...], flow: Ints, go_on: Callable[[], bool]) -> Ints:
    """(agents, days) shifts. Within a group those with most leave choose first. Raises NoRoute when told to stop."""
    rows = np.full((len(problem.agents), problem.days), OFF, dtype=np.int64)
    router = Router(problem, network)
    for position, group in enumerate(groups):
        left = flow[position].copy()
        wanted = np.stack([group.on_leave, group.stay_on_leave])
        for number in sorted(group.members, key=lambda number: (-len(problem.agents[number].days_off), number)):
            if not go_on():
                raise Stopped
            agent = problem.agents[number]
            wanted -= _on_leave(problem, agent)
            route = router.best(agent, _prices(problem, router, agent, left) + _kept_back(router, agent, left, wanted))
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


def _on_leave(problem: Problem, agent: Worker) -> Ints:
    """(2, days): 1 where the agent must be off, and where that day and the day before."""
    off = np.zeros(problem.days, dtype=np.int64)
    off[sorted(agent.days_off)] = 1
    return np.stack([off, np.append(0, off[1:] * off[:-1])])


def _kept_back(router: Router, agent: Worker, left: Ints, wanted: Ints) -> Floats:
    """(days, arcs): days off of which only as many are left as those still to be named have leave are dear for all others."""
    off = np.flatnonzero(router.network.shift == OFF)
    stay = int(off[router.network.tail[off] == 0][0])
    own = _on_leave(router.problem, agent).astype(bool)
    dear = np.zeros(left.shape)
    dear[np.ix_((left[:, off].sum(axis=1) <= wanted[0]) & ~own[0], off)] = KEPT_BACK
    dear[(left[:, stay] <= wanted[1]) & ~own[1], stay] = KEPT_BACK
    return dear


def _burden(problem: Problem, agent: Worker) -> Floats:
    """(days, shifts + 1): nights and weekends are dearer for whoever had many."""
    burden = np.zeros((problem.days, len(problem.shifts) + 1))
    nights = [number for number, shift in enumerate(problem.shifts) if shift.is_night]
    burden[:, nights] += problem.weights.night * agent.history.nights / 4
    weekend = [day for day in range(problem.days) if problem.is_weekend(day)]
    burden[weekend, :-1] += problem.weights.weekend * agent.history.weekends * WEEKEND_SHARE / 4
    return burden
