"""Agents of the same skills exchange stretches of their months: cover stays as it is, wishes, hours and fairness get better.

A stretch between two midnights at which either could go on with the other's month changes hands without breaking rest or rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import Sets
from .naming import day_prices
from .problem import OFF, Floats, Ints, Problem
from .routes import BEYOND
from .seams import Seams

LEAST_GAIN = 1e-6
BATCH = 96
TRIES = 6


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
        self.starts, self.ends = np.triu_indices(problem.days + 1, 1)
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
        """The dearest agents try all others of their set, until nobody gains or told to stop. Returns what was gained."""
        self.seams = Seams(self.problem, self.rows)
        gained, failed, is_stale = 0.0, set[int](), False
        while go_on():
            first = next((int(number) for number in np.argsort(-self.costs()) if int(number) not in failed), None)
            if first is None and not is_stale:
                break
            if first is None:
                failed, is_stale = set(), False
                continue
            gain = self._with_others(first, chance, go_on)
            gained += gain
            if gain > LEAST_GAIN:
                is_stale = True
            else:
                failed.add(first)
        return gained

    def _with_others(self, first: int, chance: np.random.Generator, go_on: Callable[[], bool]) -> float:
        """The best exchange with the first batch of the others in which one gains; 0 when none does."""
        others = chance.permutation(np.flatnonzero(self.owner == self.owner[first]))
        others = others[others != first]
        for begin in range(0, len(others), BATCH):
            if not go_on():
                break
            gain = self._best_of(first, others[begin : begin + BATCH])
            if gain > LEAST_GAIN:
                return gain
        return 0.0

    def costs(self) -> Floats:
        """(agents) what each one's row costs apart from cover."""
        days = np.arange(self.problem.days)
        prices = self.prices[np.arange(len(self.rows))[:, None], days, self.rows].sum(axis=1)
        everyone = np.arange(len(self.rows))
        costs: Floats = prices + self._total(everyone, *self._worked(everyone))
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

    def _best_of(self, first: int, others: Ints) -> float:
        """Exchanges the stretch that gains most between the first and one of the others; returns the gain, 0 when nothing gained."""
        gains = self._gains(first, others)
        for _ in range(TRIES):
            other, cut = (int(place) for place in np.unravel_index(int(gains.argmax()), gains.shape))
            if gains[other, cut] <= LEAST_GAIN:
                return 0.0
            if self._take(first, int(others[other]), slice(int(self.starts[cut]), int(self.ends[cut]))):
                return float(gains[other, cut])
            gains[other, cut] = 0
        return 0.0

    def _gains(self, first: int, others: Ints) -> Floats:
        """(others, stretches) what an exchange would save; minus infinity where it is not allowed."""
        mine, theirs = np.broadcast_to(self.rows[first], (len(others), self.problem.days)), self.rows[others]
        days = np.arange(self.problem.days)
        own, their = self.prices[first], self.prices[others]
        every = np.arange(len(others))[:, None]
        dearer = own[days, theirs] - own[days, mine] + their[every, days, mine] - their[every, days, theirs]
        more = np.stack(
            [
                self.minutes[theirs] - self.minutes[mine],
                self.night[theirs] - self.night[mine],
                ((theirs >= 0).astype(float) - (mine >= 0)) * self.weekend,
            ]
        )
        gains = -self._over_stretches(dearer)
        change = self._over_stretches(more)
        for who, sign in ((np.full(len(others), first), 1), (others, -1)):
            minutes, burdens = self._worked(who)
            before = self._total(who, minutes, burdens)[:, None]
            after = self._total(who[:, None], minutes[:, None] + sign * change[0], burdens[:, :, None] + sign * change[1:])
            gains += before - after
        fits = self.seams.between(first, others)
        gains[~(fits[:, self.starts] & fits[:, self.ends])] = -np.inf
        return gains

    def _over_stretches(self, by_day: Floats) -> Floats:
        """(..., days) summed over every stretch: (..., stretches)."""
        sums = np.concatenate([np.zeros((*by_day.shape[:-1], 1)), by_day.cumsum(axis=-1)], axis=-1)
        found: Floats = sums[..., self.ends] - sums[..., self.starts]
        return found

    def _worked(self, who: Ints) -> tuple[Floats, Floats]:
        """(who) minutes, and (2, who) nights and weekend days."""
        rows = self.rows[who]
        burdens = np.stack([self.night[rows].sum(axis=1), ((rows >= 0) * self.weekend).sum(axis=1)])
        return self.minutes[rows].sum(axis=1), burdens

    def _take(self, first: int, second: int, stretch: slice) -> bool:
        pair = np.array([first, second])
        before = self._short_weeks(first) + self._short_weeks(second)
        self._change_hands(first, second, stretch)
        is_worse = self._short_weeks(first) + self._short_weeks(second) > before
        if is_worse or not (self.seams.is_legal(first) and self.seams.is_legal(second)):
            self._change_hands(first, second, stretch)
            return False
        self.seams.renew(pair)
        return True

    def _change_hands(self, first: int, second: int, stretch: slice) -> None:
        held = self.rows[first, stretch].copy()
        self.rows[first, stretch], self.rows[second, stretch] = self.rows[second, stretch], held

    def _short_weeks(self, number: int) -> int:
        least = self.problem.rules.min_days_off_per_week
        return sum(max(0, least - int((self.rows[number, first:end] == OFF).sum())) for first, end in self.weeks)
