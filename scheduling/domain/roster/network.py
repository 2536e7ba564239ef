"""The flow network of one group: its size depends on shifts and rules, not on heads.

A node is where an agent stands at a midnight: OFF (was off), or (days in a row, nights in a row, class), the class being the first of the
sorted start times that is late enough for the rest due. Classes are nested, so each (days, nights) is a chain of nodes: a shift leaves from
the last node of the chain that allows it, and the end of the chain leads to a day off. Thereby each shift has one arc for each (days,
nights) instead of one for each class.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .problem import DAY_MINUTES, OFF, History, Ints, Problem

CHAIN = -2

Node = tuple[int, int, int]
OFF_NODE: Node = (0, 0, 0)


@dataclass(frozen=True)
class Network:
    """Arcs of one day, the same every day. `tail` and `head` are nodes; chain arcs stay on their midnight, all others reach the next.

    `shift` is the shift's position, OFF (-1) for a day off, CHAIN (-2) for waiting down the chain.
    """

    nodes: tuple[Node, ...]
    tail: Ints
    head: Ints
    shift: Ints
    starts: tuple[int, ...]
    rest: int
    longest: tuple[int, int]

    @cached_property
    def number(self) -> dict[Node, int]:
        return {node: position for position, node in enumerate(self.nodes)}

    @property
    def is_chain(self) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self.shift == CHAIN
        return found

    def start_of(self, history: History) -> int:
        """The node at which an agent with this history begins."""
        if not history.days_in_row or history.last_end is None:
            return self.number[OFF_NODE]
        days, nights = min(history.days_in_row, self.longest[0]), min(history.nights_in_row, self.longest[1])
        wanted = class_after(history.last_end, self.starts, self.rest)
        chain = [node for node in self.nodes if node[:2] == (days, nights) and node[2] >= wanted]
        return self.number[min(chain, key=lambda node: node[2])]


def class_after(end: int, starts: tuple[int, ...], rest: int) -> int:
    """How many of the sorted start times come too early after a shift that ended at `end` (minutes from the same midnight)."""
    return int(np.searchsorted(starts, end + rest, side="left"))


def network_of(problem: Problem) -> Network:
    """The network of a problem's shifts and rules, nodes that cannot be reached left out."""
    rules = problem.rules
    starts = tuple(sorted({shift.start for shift in problem.shifts}))
    after = [class_after(shift.end - DAY_MINUTES, starts, rules.min_rest_minutes) for shift in problem.shifts]
    builder = _Builder(problem, starts, after)
    for history in {agent.history for agent in problem.agents}:
        builder.begin(history)
    builder.spread()
    return builder.network()


class _Builder:
    def __init__(self, problem: Problem, starts: tuple[int, ...], after: list[int]) -> None:
        self.problem, self.starts, self.after = problem, starts, after
        self.longest = (problem.rules.max_days_in_row, problem.rules.max_nights_in_row)
        self.classes: dict[tuple[int, int], set[int]] = {}
        self.arcs: list[tuple[Node, Node, int]] = []

    def begin(self, history: History) -> None:
        if history.days_in_row and history.last_end is not None:
            row = min(history.days_in_row, self.longest[0]), min(history.nights_in_row, self.longest[1])
            self.classes.setdefault(row, set()).add(class_after(history.last_end, self.starts, self.problem.rules.min_rest_minutes))

    def spread(self) -> None:
        """Reaches every (days, nights, class) that work can lead to, days in a row ascending, so one pass is enough."""
        for days in range(self.longest[0]):
            rows = [(0, 0)] if days == 0 else [row for row in list(self.classes) if row[0] == days]
            for row in rows:
                least = 0 if days == 0 else min(self.classes[row])
                for number in range(len(self.problem.shifts)):
                    self._reach(row, number, least)

    def _reach(self, row: tuple[int, int], number: int, least: int) -> None:
        shift = self.problem.shifts[number]
        nights = row[1] + 1 if shift.is_night else 0
        if nights > self.longest[1] or self.starts.index(shift.start) < least:
            return
        self.classes.setdefault((row[0] + 1, nights), set()).add(self.after[number])

    def network(self) -> Network:
        nodes = [OFF_NODE] + [(*row, first) for row in sorted(self.classes) for first in sorted(self.classes[row])]
        self._leave((0, 0), [0])
        for row in sorted(self.classes):
            self._leave(row, sorted(self.classes[row]))
        number = {node: position for position, node in enumerate(nodes)}
        return Network(
            nodes=tuple(nodes),
            tail=np.array([number[tail] for tail, _, _ in self.arcs], dtype=np.int64),
            head=np.array([number[head] for _, head, _ in self.arcs], dtype=np.int64),
            shift=np.array([shift for _, _, shift in self.arcs], dtype=np.int64),
            starts=self.starts,
            rest=self.problem.rules.min_rest_minutes,
            longest=self.longest,
        )

    def _leave(self, row: tuple[int, int], classes: list[int]) -> None:
        ends = [*classes[1:], len(self.starts) + 1]
        for first, end in zip(classes, ends, strict=True):
            node = (*row, first)
            if row[0] < self.longest[0]:
                self._work(node, first, end)
            if end <= len(self.starts):
                self.arcs.append((node, (*row, end), CHAIN))
        self.arcs.append(((*row, classes[-1]), OFF_NODE, OFF))

    def _work(self, node: Node, first: int, end: int) -> None:
        for number, shift in enumerate(self.problem.shifts):
            nights = node[1] + 1 if shift.is_night else 0
            if first <= self.starts.index(shift.start) < end and nights <= self.longest[1]:
                self.arcs.append((node, (node[0] + 1, nights, self.after[number]), number))
