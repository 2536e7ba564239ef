"""A call centre played call by call: several queues, groups of agents with several skills, callers who may leave.

The reference for what formulas only approximate. Calls come by Poisson processes; handling and patience are exponential.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .erlang import Impossible


@dataclass(frozen=True)
class Line:
    """The calls of one skill. `calls_per_hour` from 0, means in seconds; `patience_seconds` None: nobody leaves."""

    calls_per_hour: float
    aht_seconds: float
    patience_seconds: float | None = None


@dataclass(frozen=True)
class Group:
    """`agents` who answer the lines numbered in `skills`."""

    agents: int
    skills: frozenset[int]


@dataclass(frozen=True)
class Played:
    """What happened to the callers of a line. Shares are of all who called and None where nobody did; waits in seconds."""

    offered: int
    service_level: float | None
    waiting_probability: float | None
    asa: float | None
    abandonment: float | None


@dataclass(frozen=True)
class Outcome:
    """`lines` in the order given; `occupancy` of each group, None where it has nobody."""

    lines: tuple[Played, ...]
    occupancy: tuple[float | None, ...]


def simulate(
    lines: Sequence[Line], groups: Sequence[Group], *, within_seconds: float, hours: float, seed: int, warm_up_hours: float = 1.0
) -> Outcome:
    """Plays `hours` after a warm-up that does not count. The same seed gives the same calls.

    A call goes to a free agent with the fewest skills, among those to the one who has been free longest. An agent who becomes free takes
    the caller who has waited longest of all the lines the agent answers. Callers who are still waiting for a line that nobody answers at
    the end have abandoned it. Raises Impossible for figures that mean nothing.
    """
    _check(lines, groups, hours)
    floor = _Floor(lines, groups, _Clock(warm_up_hours * 3600.0, (warm_up_hours + hours) * 3600.0), within_seconds)
    chance = np.random.default_rng(seed)
    for call in _calls(lines, floor.clock.end, chance):
        floor.free_until(call.at)
        floor.arrive(call)
    floor.free_until(np.inf)
    floor.close()
    return Outcome(tuple(one.played() for one in floor.tallies), floor.occupancy())


@dataclass(frozen=True)
class _Clock:
    start: float
    end: float

    def counted(self, begin: float, end: float) -> float:
        return max(min(end, self.end) - max(begin, self.start), 0.0)


@dataclass(frozen=True, slots=True)
class _Call:
    at: float
    line: int
    handling: float
    leaves_at: float


@dataclass
class _Tally:
    offered: int = 0
    in_time: int = 0
    waited: int = 0
    left: int = 0
    seconds: float = 0.0

    def played(self) -> Played:
        if not self.offered:
            return Played(0, None, None, None, None)
        shares = (one / self.offered for one in (self.in_time, self.waited, self.seconds, self.left))
        return Played(self.offered, *shares)


class _Floor:
    """Who is free since when, who talks until when, who waits."""

    def __init__(self, lines: Sequence[Line], groups: Sequence[Group], clock: _Clock, within: float) -> None:
        self.clock, self.within, self.groups = clock, within, groups
        self.tallies = [_Tally() for _ in lines]
        self.waiting: list[deque[_Call]] = [deque() for _ in lines]
        self.free: list[deque[float]] = [deque([0.0] * group.agents) for group in groups]
        self.talking: list[tuple[float, int]] = []
        self.busy = [0.0 for _ in groups]
        self.answering = [[number for number, group in enumerate(groups) if line in group.skills] for line in range(len(lines))]
        self.breadth = [len(group.skills) for group in groups]
        self.skills = [sorted(group.skills) for group in groups]

    def free_until(self, moment: float) -> None:
        """Lets every agent who is done by `moment` take the next caller or become free."""
        while self.talking and self.talking[0][0] <= moment:
            now, group = heapq.heappop(self.talking)
            call = self._longest_waiting(group, now)
            if call is None:
                self.free[group].append(now)
            else:
                self._answer(call, group, now)

    def arrive(self, call: _Call) -> None:
        able = [group for group in self.answering[call.line] if self.free[group]]
        if not able:
            self.waiting[call.line].append(call)
            return
        group = min(able, key=lambda one: (self.breadth[one], self.free[one][0]))
        self.free[group].popleft()
        self._answer(call, group, call.at)

    def close(self) -> None:
        for calls in self.waiting:
            for call in calls:
                self._leave(call)

    def occupancy(self) -> tuple[float | None, ...]:
        length = self.clock.end - self.clock.start
        return tuple(busy / (group.agents * length) if group.agents else None for busy, group in zip(self.busy, self.groups, strict=True))

    def _longest_waiting(self, group: int, now: float) -> _Call | None:
        first: _Call | None = None
        for line in self.skills[group]:
            calls = self.waiting[line]
            while calls and calls[0].leaves_at <= now:
                self._leave(calls.popleft())
            if calls and (first is None or calls[0].at < first.at):
                first = calls[0]
        if first is not None:
            self.waiting[first.line].popleft()
        return first

    def _answer(self, call: _Call, group: int, now: float) -> None:
        heapq.heappush(self.talking, (now + call.handling, group))
        self.busy[group] += self.clock.counted(now, now + call.handling)
        if call.at < self.clock.start:
            return
        tally, wait = self.tallies[call.line], now - call.at
        tally.offered += 1
        tally.in_time += wait <= self.within
        tally.waited += wait > 0
        tally.seconds += wait

    def _leave(self, call: _Call) -> None:
        if call.at < self.clock.start:
            return
        tally = self.tallies[call.line]
        tally.offered += 1
        tally.waited += 1
        tally.left += 1
        tally.seconds += min(call.leaves_at, self.clock.end) - call.at


def _calls(lines: Sequence[Line], end: float, chance: np.random.Generator) -> Iterator[_Call]:
    """Every call until `end`, in the order of time."""
    made: list[_Call] = []
    for number, line in enumerate(lines):
        count = int(chance.poisson(line.calls_per_hour * end / 3600))
        at = chance.uniform(0.0, end, count)
        handling = chance.exponential(line.aht_seconds, count)
        patience = np.full(count, np.inf) if line.patience_seconds is None else chance.exponential(line.patience_seconds, count)
        rows = zip(at.tolist(), handling.tolist(), (at + patience).tolist(), strict=True)
        made += [_Call(moment, number, talk, leaves) for moment, talk, leaves in rows]
    return iter(sorted(made, key=lambda call: call.at))


def _check(lines: Sequence[Line], groups: Sequence[Group], hours: float) -> None:
    if not 0 < hours < np.inf:
        raise Impossible("hours above 0")
    for line in lines:
        if not (0 <= line.calls_per_hour < np.inf and 0 < line.aht_seconds < np.inf):
            raise Impossible("calls from 0 and handling times above 0")
        if line.patience_seconds is not None and not line.patience_seconds > 0:
            raise Impossible("a patience above 0 s")
    for group in groups:
        if group.agents < 0 or not group.skills or not group.skills <= set(range(len(lines))):
            raise Impossible("agents from 0, each group with skills that there are")
