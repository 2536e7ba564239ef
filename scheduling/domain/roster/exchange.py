"""Agents of the same skills exchange stretches of their months: cover stays as it is, wishes, hours and fairness get better.

A stretch between two days on which both are off can change hands without breaking rest or rows: both begin and end it rested.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import Sets
from .naming import day_prices
from .problem import OFF, Floats, Ints, Problem
from .routes import BEYOND

LEAST_GAIN = 1e-6


@dataclass
class Exchange:
    """`rows` (agents, days) are changed in place."""

    problem: Problem
    rows: Ints
    owner: Ints
    sets: Sets

    def __post_init__(self) -> None:
        problem, agents = self.problem, self.problem.agents
        self.prices = np.stack([day_prices(problem, agent) for agent in agents])
        self.minutes = np.array([*(shift.minutes for shift in problem.shifts), 0], dtype=float)
        self.night = np.array([*(shift.is_night for shift in problem.shifts), False], dtype=float)
        self.weekend = np.array([problem.is_weekend(day) for day in range(problem.days)], dtype=float)
        self.low = np.array([problem.min_minutes(agent) for agent in agents], dtype=float)
        self.high = np.array([problem.max_minutes(agent) for agent in agents], dtype=float)
        self.target = np.array([agent.target_minutes for agent in agents], dtype=float)
        self.even = np.stack([self._even(), self._even_weekends()])
        self.weeks = list(problem.weeks()) if problem.rules.min_days_off_per_week > 1 else []

    def _even(self) -> Floats:
        """(agents) how many nights each should work for nights and memory to come out even in its set."""
        memory = np.array([agent.history.nights for agent in self.problem.agents])
        able = np.array([len(agent.no_nights) < self.problem.days for agent in self.problem.agents])
        return self._shared(self.night[self.rows].sum(axis=1), memory, able)

    def _even_weekends(self) -> Floats:
        """(agents) the same for weekend days; a remembered weekend counts as two days."""
        memory = 2 * np.array([agent.history.weekends for agent in self.problem.agents])
        return self._shared(((self.rows >= 0) * self.weekend).sum(axis=1), memory, np.ones(len(memory), dtype=bool))

    def _shared(self, worked: Floats, memory: Floats, able: npt.NDArray[np.bool_]) -> Floats:
        wanted = np.zeros(len(memory))
        for number in range(len(self.sets)):
            some = (self.owner == number) & able
            if some.any():
                wanted[some] = (worked[some] + memory[some]).mean() - memory[some]
        return np.where(able, wanted, 0)

    def run(self, chance: np.random.Generator, go_on: Callable[[], bool]) -> float:
        """Tries pairs, the dearest agents with all others of their set, until none gains or told to stop. Returns what was gained."""
        gained, failed = 0.0, set[int]()
        while go_on():
            costs = self.costs()
            open_ones = [number for number in np.argsort(-costs) if int(number) not in failed]
            if not open_ones:
                break
            first = int(open_ones[0])
            gain = self._with_all(first, chance, go_on)
            gained += gain
            if gain <= LEAST_GAIN:
                failed.add(first)
        return gained

    def _with_all(self, first: int, chance: np.random.Generator, go_on: Callable[[], bool]) -> float:
        others = np.flatnonzero(self.owner == self.owner[first])
        gained = 0.0
        for second in chance.permutation(others):
            if second != first and go_on():
                gained += self._swap(first, int(second))
        return gained

    def costs(self) -> Floats:
        """(agents) what each one's row costs apart from cover."""
        days = np.arange(self.problem.days)
        prices = self.prices[np.arange(len(self.rows))[:, None], days, self.rows].sum(axis=1)
        burdens = np.stack([self.night[self.rows].sum(axis=1), ((self.rows >= 0) * self.weekend).sum(axis=1)])
        costs: Floats = prices + self._total(np.arange(len(self.rows)), self.minutes[self.rows].sum(axis=1), burdens)
        return costs

    def _total(self, who: Ints, minutes: Floats, burdens: Floats) -> Floats:
        """What sums over the whole month cost."""
        weights = self.problem.weights
        outside = np.maximum(self.low[who] - minutes, 0) + np.maximum(minutes - self.high[who], 0)
        off_even = (burdens - self.even[:, who]) ** 2
        total: Floats = (
            outside / 60 * BEYOND
            + np.abs(minutes - self.target[who]) / 60 * weights.pool_hour
            + weights.night * off_even[0]
            + weights.weekend / 2 * off_even[1]
        )
        return total

    def _swap(self, first: int, second: int) -> float:
        """Exchanges the stretch that gains most between two agents; returns the gain, 0 when nothing gained."""
        pair = np.array([first, second])
        rows = self.rows[pair]
        cuts = np.append(np.flatnonzero((rows == OFF).all(axis=0)), self.problem.days)
        if len(cuts) < 2:
            return 0.0
        days, change = np.arange(self.problem.days), rows[::-1]
        prices = self.prices[pair]
        moved = np.stack(
            [
                prices[[[0], [1]], days, change] - prices[[[0], [1]], days, rows],
                self.minutes[change] - self.minutes[rows],
                self.night[change] - self.night[rows],
                ((change >= 0).astype(float) - (rows >= 0)) * self.weekend,
            ]
        )
        sums = np.concatenate([np.zeros((4, 2, 1)), moved.cumsum(axis=2)], axis=2)[:, :, cuts]
        starts, ends = np.triu_indices(len(cuts), 1)
        delta = sums[:, :, ends] - sums[:, :, starts]
        gain = -delta[0].sum(axis=0)
        for side, number in enumerate(pair):
            minutes = float(self.minutes[rows[side]].sum())
            burdens = np.array([self.night[rows[side]].sum(), ((rows[side] >= 0) * self.weekend).sum()])
            who = np.full(len(starts), number)
            before = self._total(pair[side : side + 1], np.array([minutes]), burdens[:, None])
            gain += before - self._total(who, minutes + delta[1, side], burdens[:, None] + delta[2:, side])
        best = int(gain.argmax())
        if gain[best] <= LEAST_GAIN:
            return 0.0
        stretch = slice(cuts[starts[best]], cuts[ends[best]])
        return float(gain[best]) if self._take(first, second, stretch) else 0.0

    def _take(self, first: int, second: int, stretch: slice) -> bool:
        before = self._short_weeks(first) + self._short_weeks(second)
        held = self.rows[first, stretch].copy()
        self.rows[first, stretch], self.rows[second, stretch] = self.rows[second, stretch], held
        if self._short_weeks(first) + self._short_weeks(second) <= before:
            return True
        held = self.rows[first, stretch].copy()
        self.rows[first, stretch], self.rows[second, stretch] = self.rows[second, stretch], held
        return False

    def _short_weeks(self, number: int) -> int:
        least = self.problem.rules.min_days_off_per_week
        return sum(max(0, least - int((self.rows[number, first:end] == OFF).sum())) for first, end in self.weeks)
