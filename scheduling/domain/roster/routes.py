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
class Router:
    """Finds routes through `network`. Work counts in units, the greatest common divisor of all shifts' minutes."""

    problem: Problem
    network: Network

    @cached_property
    def unit(self) -> int:
        return gcd(*(shift.minutes for shift in self.problem.shifts)) or 1

    @cached_property
    def _work(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Arcs that reach the next midnight, by head: tail, shift, units, where each head begins, the heads, units as gather index."""
        network = self.network
        arcs = np.flatnonzero(network.shift != CHAIN)
        arcs = arcs[np.argsort(network.head[arcs], kind="stable")]
        heads, begins = np.unique(network.head[arcs], return_index=True)
        worked = np.array([*(shift.minutes // self.unit for shift in self.problem.shifts), 0], dtype=np.int64)
        units = worked[network.shift[arcs]]
        return network.tail[arcs], network.shift[arcs], units, begins.astype(np.int64), heads.astype(np.int64), arcs

    @cached_property
    def _chains(self) -> list[tuple[int, int]]:
        arcs = np.flatnonzero(self.network.shift == CHAIN)
        return [(int(self.network.tail[arc]), int(self.network.head[arc])) for arc in arcs]

    def best(self, agent: Worker, prices: Floats) -> Ints:
        """(days) the cheapest shifts. `prices` is (days, shifts + 1), the last column for a day off; FORBIDDEN and above is never chosen
        unless nothing else is left. Minutes outside the agent's band cost BEYOND an hour, inside it `pool_hour` off the target.
        """
        top = -(-self.problem.max_minutes(agent) // self.unit) + 1
        tail, shift, units, begins, heads, _ = self._work
        layers = []
        reached = np.full((len(self.network.nodes), top + 1), np.inf)
        reached[self.network.start_of(agent.history), 0] = 0
        source = np.arange(top + 1)[None, :] - units[:, None]
        blocked = source < 0
        source = np.maximum(source, 0)
        for day in range(self.problem.days):
            for first, second in self._chains:
                np.minimum(reached[second], reached[first], out=reached[second])
            layers.append(reached)
            arrived = reached[tail[:, None], source] + prices[day, shift][:, None]
            arrived[blocked] = np.inf
            following = np.full_like(reached, np.inf)
            following[heads] = np.minimum.reduceat(arrived, begins, axis=0)
            reached = following
        return self._back(layers, reached + self._closing(agent, top), prices)

    def _closing(self, agent: Worker, top: int) -> Floats:
        minutes = np.arange(top + 1) * self.unit
        low, high = self.problem.min_minutes(agent), self.problem.max_minutes(agent)
        outside = np.maximum(low - minutes, 0) + np.maximum(minutes - high, 0)
        closing: Floats = outside / 60 * BEYOND + np.abs(minutes - agent.target_minutes) / 60 * self.problem.weights.pool_hour
        return closing

    def _back(self, layers: list[Floats], last: Floats, prices: Floats) -> Ints:
        row = np.full(self.problem.days, OFF, dtype=np.int64)
        tail, shift, units, _, _, arcs = self._work
        node, minutes = np.unravel_index(int(last.argmin()), last.shape)
        into = self.network.head[arcs]
        for day in range(self.problem.days - 1, -1, -1):
            fits = np.flatnonzero((into == node) & (units <= minutes))
            costs = layers[day][tail[fits], minutes - units[fits]] + prices[day, shift[fits]]
            arc = fits[int(costs.argmin())]
            row[day] = shift[arc]
            node, minutes = tail[arc], minutes - units[arc]
            node = self._up(layers[day], int(node), int(minutes))
        return row

    def _up(self, layer: Floats, node: int, minutes: int) -> int:
        """The first node of the chain with the same cost: the one that was waited from."""
        for first, second in reversed(self._chains):
            if second == node and layer[first, minutes] <= layer[node, minutes]:
                node = first
        return node
