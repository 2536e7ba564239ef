"""Where two agents' months can be cut and joined crosswise: rest and rows of days and nights stay legal on both sides of the cut."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .problem import DAY_MINUTES, OFF, Ints, Problem

Mask = npt.NDArray[np.bool_]


@dataclass
class Seams:
    """Reads `rows` (agents, days) as they are; `renew` after a row has changed."""

    problem: Problem
    rows: Ints

    def __post_init__(self) -> None:
        problem, agents = self.problem, self.problem.agents
        self.is_night = np.array([*(shift.is_night for shift in problem.shifts), False])
        self.follows = _follows(problem)
        self.begins = np.array([[_may_begin(problem, agent.history.last_end, shift.start) for shift in problem.shifts] for agent in agents])
        self.begins = np.concatenate([self.begins.reshape(len(agents), -1), np.ones((len(agents), 1), dtype=bool)], axis=1)
        self.before = np.array([[agent.history.days_in_row, agent.history.nights_in_row] for agent in agents], dtype=np.int64)
        self.most = np.array([problem.rules.max_days_in_row, problem.rules.max_nights_in_row])
        shape = (len(agents), 2, problem.days + 1)
        self.back, self.ahead = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        self.renew(np.arange(len(agents)))

    def renew(self, who: Ints) -> None:
        """Counts the rows of some agents anew: `back` (agents, 2, days + 1) worked days and nights in a row up to the midnight that
        begins the day, `ahead` those from it on."""
        worked = np.stack([self.rows[who] != OFF, self.is_night[self.rows[who]]], axis=1)
        back, ahead = np.zeros((len(who), 2, self.problem.days + 1), dtype=np.int64), np.zeros_like(self.back[who])
        back[:, :, 0] = self.before[who]
        for day in range(self.problem.days):
            back[:, :, day + 1] = (back[:, :, day] + 1) * worked[:, :, day]
        for day in range(self.problem.days - 1, -1, -1):
            ahead[:, :, day] = (ahead[:, :, day + 1] + 1) * worked[:, :, day]
        self.back[who], self.ahead[who] = back, ahead

    def between(self, first: int, others: Ints) -> Mask:
        """(others, days + 1): whether both could go on with the other's month from that midnight on. The last one is the period's end.

        A stretch between two such cuts may still be too long where it holds no day off: `is_legal` tells.
        """
        row, theirs = self.rows[first], self.rows[others]
        fits = np.ones((len(others), self.problem.days + 1), dtype=bool)
        fits[:, 0] = self.begins[first, theirs[:, 0]] & self.begins[others, row[0]]
        fits[:, 1:-1] = self.follows[row[None, :-1], theirs[:, 1:]] & self.follows[theirs[:, :-1], row[None, 1:]]
        most = self.most[None, :, None]
        long = (self.back[others] + self.ahead[first] > most) | (self.back[first] + self.ahead[others] > most)
        found: Mask = fits & ~long.any(axis=1)
        return found

    def is_legal(self, number: int) -> bool:
        """Whether the agent's days and nights in a row are within their limits."""
        row = self.rows[number]
        for worked, run, most in zip((row != OFF, self.is_night[row]), self.before[number], self.most, strict=True):
            count = int(run)
            for day in worked.tolist():
                count = count + 1 if day else 0
                if count > most:
                    return False
        return True


def _follows(problem: Problem) -> Mask:
    """(shifts + 1, shifts + 1): whether the second may be worked the day after the first; the last row and column is a day off."""
    allowed = np.ones((len(problem.shifts) + 1,) * 2, dtype=bool)
    for first, ended in enumerate(problem.shifts):
        for second, begun in enumerate(problem.shifts):
            allowed[first, second] = problem.may_follow(ended.end - DAY_MINUTES, begun.start)
    return allowed


def _may_begin(problem: Problem, last_end: int | None, start: int) -> bool:
    return last_end is None or problem.may_follow(last_end, start)
