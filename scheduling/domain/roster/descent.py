"""A simple roster where the program finds none: each agent in turn takes the month that helps cover most, again and again."""

from collections.abc import Callable

import numpy as np

from .breaks import placed_in_turn, taken
from .cover import Cover, most_breaks, sets_of
from .naming import day_prices
from .network import Network
from .problem import OFF, Ints, Problem
from .routes import Router

SWEEPS = 6


def simple_roster(problem: Problem, network: Network, go_on: Callable[[], bool]) -> tuple[Ints, Ints]:
    """Shifts (agents, days) and break places (agents, days, breaks). Every row is legal by itself; the first sweep is always finished."""
    sets, owner = sets_of(problem)
    cover, router = Cover(problem, sets), Router(problem, network)
    rows = np.full((len(problem.agents), problem.days), OFF, dtype=np.int64)
    chosen = np.full((*rows.shape, most_breaks(problem)), -1, dtype=np.int64)
    before = cover.objective()
    for sweep in range(SWEEPS):
        for number, agent in enumerate(problem.agents):
            if sweep and not go_on():
                return rows, chosen
            group = int(owner[number])
            cover.add(group, cover.heads_of(rows[number], chosen[number]), -1)
            prices, best = cover.shift_prices(cover.guides(group))
            own = day_prices(problem, agent)
            own[:, :-1] += prices
            rows[number] = router.best(agent, router.arc_prices(own)).row
            chosen[number] = taken(cover, rows[number], best, chosen.shape[2])
            cover.add(group, cover.heads_of(rows[number], chosen[number]), 1)
        if cover.objective() >= before:
            break
        before = cover.objective()
    return rows, chosen


def rerouted(problem: Problem, network: Network, rows: Ints, who: list[int]) -> Ints:
    """`rows` (agents, days) with the months of some agents found anew: each legal, where it helps cover most as the others stand."""
    sets, owner = sets_of(problem)
    cover, router, rows = Cover(problem, sets), Router(problem, network), rows.copy()
    chosen = placed_in_turn(problem, cover, rows, owner)
    for number in who:
        group = int(owner[number])
        cover.add(group, cover.heads_of(rows[number], chosen[number]), -1)
        prices, best = cover.shift_prices(cover.prices(group))
        own = day_prices(problem, problem.agents[number])
        own[:, :-1] += prices
        rows[number] = router.best(problem.agents[number], router.arc_prices(own)).row
        chosen[number] = taken(cover, rows[number], best, chosen.shape[2])
        cover.add(group, cover.heads_of(rows[number], chosen[number]), 1)
    return rows
