"""How many heads are missing and idle, with agents of several skills shared out as well as can be.

At each slot the sets of skills serve the skills' demand. By Hall's theorem the heads missing are the largest, over all combinations of
skills, of the combination's demand less all heads that can serve any of it; the heads idle follow from the totals.
"""

from itertools import combinations

import numpy as np

from .geometry import duty_matrix
from .problem import Floats, Ints, Problem
from .program import carried_heads, flat_places

Sets = tuple[tuple[str, ...], ...]

SMOOTH = 0.05


class Cover:
    """Heads on the phone as shifts come and go. `lacking` is (combinations, days, slots): demand less possible heads."""

    def __init__(self, problem: Problem, sets: Sets) -> None:
        self.problem, self.sets = problem, sets
        self.combinations = [frozenset(chosen) for size in range(len(problem.skills) + 1) for chosen in combinations(problem.skills, size)]
        self.touches = np.array([[bool(chosen & set(names)) for chosen in self.combinations] for names in sets])
        self.places = flat_places(problem)
        self.duty = duty_matrix(problem)
        self.taken = np.zeros((len(self.places), 2 * problem.slots), dtype=np.int64)
        for number, (_, place) in enumerate(self.places):
            self.taken[number, list(place.slots)] = 1
        self.begins = np.array(
            [n for n, (s, p) in enumerate(self.places) if n == 0 or (self.places[n - 1][0], self.places[n - 1][1].number) != (s, p.number)],
            dtype=np.int64,
        )
        self.break_shift = np.array([self.places[number][0] for number in self.begins], dtype=np.int64)
        self.break_number = np.array([self.places[number][1].number for number in self.begins], dtype=np.int64)
        carried = carried_heads(problem, sets)
        self.supply = int(carried.sum())
        self.lacking = np.array(
            [
                sum((problem.demand[problem.skills.index(name)] for name in chosen), np.zeros(problem.demand.shape[1:], dtype=np.int64))
                - carried[self.touches[:, number]].sum(axis=0)
                for number, chosen in enumerate(self.combinations)
            ]
        )

    def add(self, owner: int, heads: Ints, sign: int) -> None:
        """Puts heads (days + 1, slots) of a set on the phone, or takes them away; what lies after the period is dropped."""
        inside = heads[:-1] * sign
        self.lacking[self.touches[owner]] -= inside
        self.supply += int(inside.sum())

    def missing(self) -> Ints:
        """(days, slots) heads missing."""
        found: Ints = self.lacking.max(axis=0)
        return found

    def prices(self, owner: int) -> Floats:
        """(days + 1, slots) what one more head of a set on the phone costs; the period's end has none."""
        weights = self.problem.weights
        helped = (self.lacking - self.touches[owner][:, None, None]).max(axis=0) < self.missing()
        prices = np.zeros((self.problem.days + 1, self.problem.slots))
        prices[:-1] = np.where(helped, -weights.under, weights.over)
        return prices

    def guides(self, owner: int) -> Floats:
        """`prices`, and a little more where more heads are idle: among equal places the one with most to spare gives first."""
        guides = self.prices(owner)
        guides[:-1] -= SMOOTH * self.lacking[self.touches[owner]].max(axis=0)
        return guides

    def objective(self) -> float:
        missing = int(self.missing().sum())
        idle = self.supply - (int(self.problem.demand.sum()) - missing)
        return self.problem.weights.under * missing + self.problem.weights.over * idle

    def shift_prices(self, prices: Floats) -> tuple[Floats, Ints]:
        """(days, shifts) what a shift costs with its breaks at the best places, and (days, breaks) those places."""
        wide = np.concatenate([prices[:-1], prices[1:]], axis=1)
        found: Floats = wide @ self.duty.T.astype(float)
        if not len(self.begins):
            return found, np.zeros((len(found), 0), dtype=np.int64)
        saved: Floats = wide @ self.taken.T.astype(float)
        best = np.maximum.reduceat(saved, self.begins, axis=1)
        for column, shift in enumerate(self.break_shift):
            found[:, shift] -= best[:, column]
        return found, self._chosen(saved)

    def _chosen(self, saved: Floats) -> Ints:
        ends = [*self.begins[1:], len(self.places)]
        return np.stack([first + saved[:, first:end].argmax(axis=1) for first, end in zip(self.begins, ends, strict=True)], axis=1)

    def heads_of(self, row: Ints, places: Ints) -> Ints:
        """(days + 1, slots) where an agent with these shifts (days) and break places (days, breaks of a shift, -1 none) is on the phone."""
        days = np.flatnonzero(row >= 0)
        on = self.duty[row[days]].copy()
        for column in range(places.shape[1]):
            chosen = places[days, column]
            on[chosen >= 0] -= self.taken[chosen[chosen >= 0]]
        heads = np.zeros((self.problem.days + 1, self.problem.slots), dtype=np.int64)
        heads[days] += on[:, : self.problem.slots]
        heads[days + 1] += on[:, self.problem.slots :]
        return heads


def sets_of(problem: Problem) -> tuple[Sets, Ints]:
    """The combinations of skills among the agents, and which one each agent has."""
    sets = tuple(sorted({tuple(sorted(agent.skills)) for agent in problem.agents}))
    return sets, np.array([sets.index(tuple(sorted(agent.skills))) for agent in problem.agents], dtype=np.int64)


def most_breaks(problem: Problem) -> int:
    return max((len(shift.breaks) for shift in problem.shifts), default=0)
