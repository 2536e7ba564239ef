"""The cheapest legal month of one agent: dynamic programming over the network's nodes and the minutes worked."""

from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np

from .network import CHAIN, Network
from .problem import OFF, Floats, Ints, Problem, Worker

FORBIDDEN = 1e7
BEYOND = 1e4


@dataclass(frozen=True)
class Route:
    """`row` (days) are shifts, `arcs` the (day, arc) pairs gone along, chains included."""

    row: Ints
    arcs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Router:
    """Finds routes through `network`. Minutes count in units, the greatest common divisor of all shifts' minutes."""

    problem: Problem
    network: Network

    @cached_property
    def unit(self) -> int:
        return gcd(*(shift.minutes for shift in self.problem.shifts)) or 1

    @cached_property
    def _units(self) -> Ints:
        """(arcs) what each arc works."""
        worked = np.array([*(shift.minutes // self.unit for shift in self.problem.shifts), 0, 0], dtype=np.int64)
        return worked[np.where(self.network.shift >= 0, self.network.shift, len(self.problem.shifts))]

    @cached_property
    def _steps(self) -> tuple[Ints, Ints, Ints]:
        """Arcs that reach the next midnight sorted by head, where each head begins among them, and those heads."""
        arcs = np.flatnonzero(self.network.shift != CHAIN)
        arcs = arcs[np.argsort(self.network.head[arcs], kind="stable")]
        heads, begins = np.unique(self.network.head[arcs], return_index=True)
        return arcs, begins.astype(np.int64), heads

    @cached_property
    def _chains(self) -> list[tuple[int, int, int]]:
        arcs = np.flatnonzero(self.network.shift == CHAIN)
        return [(int(arc), int(self.network.tail[arc]), int(self.network.head[arc])) for arc in arcs]

    def arc_prices(self, prices: Floats) -> Floats:
        """(days, arcs) from (days, shifts + 1), whose last column is a day off; chains are free."""
        wide = np.concatenate([prices, np.zeros((len(prices), 1))], axis=1)
        chains_last = np.where(self.network.shift == CHAIN, len(self.problem.shifts) + 1, self.network.shift)
        return wide[:, np.where(chains_last == OFF, len(self.problem.shifts), chains_last)]

    def best(self, agent: Worker, prices: Floats) -> Route:
        """The cheapest route by `prices` (days, arcs), infinite where closed; there must be one.

        Minutes outside the agent's band cost BEYOND an hour, inside it `pool_hour` an hour off the target.
        """
        top = self.problem.days * int(self._units.max())
        arcs, begins, heads = self._steps
        source = np.arange(top + 1)[None, :] - self._units[arcs][:, None]
        blocked, source, tails = source < 0, np.maximum(source, 0), self.network.tail[arcs][:, None]
        reached = np.full((len(self.network.nodes), top + 1), np.inf)
        reached[self.network.start_of(agent.history), 0] = 0
        layers = []
        for today in prices:
            for arc, first, second in self._chains:
                np.minimum(reached[second], reached[first] + today[arc], out=reached[second])
            layers.append(reached)
            arrived = reached[tails, source] + today[arcs][:, None]
            arrived[blocked] = np.inf
            reached = np.full_like(reached, np.inf)
            reached[heads] = np.minimum.reduceat(arrived, begins, axis=0)
        return self._back(layers, reached + self._closing(agent, top), prices)

    def _closing(self, agent: Worker, top: int) -> Floats:
        minutes = np.arange(top + 1) * self.unit
        low, high = self.problem.min_minutes(agent), self.problem.max_minutes(agent)
        outside = np.maximum(low - minutes, 0) + np.maximum(minutes - high, 0)
        closing: Floats = outside / 60 * BEYOND + np.abs(minutes - agent.target_minutes) / 60 * self.problem.weights.pool_hour
        return closing

    def _back(self, layers: list[Floats], last: Floats, prices: Floats) -> Route:
        row = np.full(len(layers), OFF, dtype=np.int64)
        gone: list[tuple[int, int]] = []
        arcs, _, _ = self._steps
        into, units = self.network.head[arcs], self._units[arcs]
        node, minutes = (int(place) for place in np.unravel_index(int(last.argmin()), last.shape))
        for day in range(len(layers) - 1, -1, -1):
            fits = np.flatnonzero((into == node) & (units <= minutes))
            costs = layers[day][self.network.tail[arcs[fits]], minutes - units[fits]] + prices[day, arcs[fits]]
            best = fits[int(costs.argmin())]
            arc = int(arcs[best])
            row[day] = self.network.shift[arc]
            gone.append((day, arc))
            node, minutes = int(self.network.tail[arc]), minutes - int(units[best])
            for chain, first, second in reversed(self._chains):
                if second == node and layers[day][first, minutes] + prices[day, chain] <= layers[day][node, minutes]:
                    gone.append((day, chain))
                    node = first
        return Route(row, tuple(gone))
