"""A roster from beginning to end: program, whole flow, names, exchange, repair, breaks; the best so far when time ends or it is stopped."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle, zip_longest

import numpy as np

from scheduling.domain.roster.breaks import placed, placed_in_turn
from scheduling.domain.roster.cover import Cover, sets_of
from scheduling.domain.roster.descent import rerouted, simple_roster
from scheduling.domain.roster.exchange import Exchange
from scheduling.domain.roster.figures import solution_of
from scheduling.domain.roster.flows import NoFlow, Relaxed, WholeFlow, improved, relax, together, whole
from scheduling.domain.roster.groups import Group, groups_of
from scheduling.domain.roster.naming import Stopped, named
from scheduling.domain.roster.network import Network, network_of
from scheduling.domain.roster.problem import Ints, Problem, Solution
from scheduling.domain.roster.program import Program, program_of
from scheduling.domain.roster.validation import check
from scheduling.domain.roster.violations import violations

PART = 16
PART_SECONDS = 6.0
BREAK_SECONDS = 8.0
SWEEPS = ((2, 0), (2, 1), (3, 0), (3, 2))
WINDOW_SECONDS = 4.0
CORES = 2
ENOUGH = 5e-4
FLOW_UNTIL, NAMES_UNTIL, REPAIR_UNTIL, ROWS_UNTIL = 0.65, 0.85, 0.9, 0.95
SEED = 11


@dataclass(frozen=True)
class Progress:
    """`share` of the time gone, `step` (relax, whole, improve, name, exchange, repair, breaks, simple), price of cover and bound so far."""

    share: float
    step: str
    objective: float | None
    bound: float | None


class _Clock:
    def __init__(self, seconds: float, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]) -> None:
        self.began, self.seconds = time.monotonic(), seconds
        self.on_progress, self.should_stop = on_progress, should_stop
        self.objective: float | None = None
        self.bound: float | None = None

    def share(self) -> float:
        return (time.monotonic() - self.began) / self.seconds

    def left(self, until: float) -> float:
        """Seconds until this share of the time."""
        return max(0.1, until * self.seconds - (time.monotonic() - self.began))

    def go_on(self, until: float) -> bool:
        return self.share() < until and not self.should_stop()

    def tell(self, step: str) -> None:
        self.on_progress(Progress(min(1.0, self.share()), step, self.objective, self.bound))


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    on_progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Solution:
    """The best roster found in about `seconds`. Raises BadProblem. A roster comes back also when stopped or when the program finds no flow;
    rules it could not keep are in `violations`, never hidden.
    """
    check(problem)
    clock = _Clock(seconds, on_progress, should_stop)
    network = network_of(problem)
    groups = groups_of(problem, network)
    program = program_of(problem, network, groups)
    try:
        clock.tell("relax")
        relaxed = relax(program, seconds=clock.left(0.5))
        clock.bound = relaxed.bound
        flow = _whole_flow(program, relaxed, clock)
        rows = _rows(problem, network, groups, flow, clock)
    except (NoFlow, Stopped):
        return _simple(problem, network, clock)
    return _with_breaks(problem, program, flow, rows, clock)


def _whole_flow(program: Program, relaxed: Relaxed, clock: _Clock) -> WholeFlow:
    def on_days(_: int) -> bool:
        clock.tell("whole")
        return not clock.should_stop()

    flow = whole(program, relaxed, seconds=clock.left(0.5), go_on=on_days)
    for number, (length, shift) in enumerate(cycle(SWEEPS)):
        before = flow.cost
        flow = _swept(program, flow, relaxed, clock, length, shift)
        is_stuck = number >= len(SWEEPS) - 1 and flow.cost > before * (1 - ENOUGH / 10)
        if is_stuck or flow.cost <= relaxed.bound * (1 + ENOUGH) or not clock.go_on(FLOW_UNTIL):
            break
    clock.objective = flow.cost
    return flow


def _swept(program: Program, flow: WholeFlow, relaxed: Relaxed, clock: _Clock, length: int, shift: int) -> WholeFlow:
    """Windows of `length` days, the first begun `shift` days early, each found anew: one of the first half of the period beside one of
    the second, on a core each."""
    firsts = range(-shift, program.layout.problem.days, length)
    half = -(-len(firsts) // 2)
    with ThreadPoolExecutor(CORES) as pool:
        for pair in zip_longest(firsts[:half], firsts[half:]):
            if not clock.go_on(FLOW_UNTIL):
                break
            clock.objective = flow.cost
            clock.tell("improve")
            anew = partial(_window, program, flow, relaxed, length, min(WINDOW_SECONDS, clock.left(FLOW_UNTIL)))
            flow = together(program, flow, list(pool.map(anew, [first for first in pair if first is not None])))
    return flow


def _window(program: Program, flow: WholeFlow, relaxed: Relaxed, length: int, seconds: float, first: int) -> WholeFlow:
    return improved(program, flow, relaxed, first=max(first, 0), days=length + min(first, 0), seconds=seconds)


def _rows(problem: Problem, network: Network, groups: tuple[Group, ...], flow: WholeFlow, clock: _Clock) -> Ints:
    clock.tell("name")
    rows = named(problem, network, groups, flow.flow, lambda: not clock.should_stop())
    sets, owner = sets_of(problem)
    exchange, chance = Exchange(problem, rows, owner, sets), np.random.default_rng(SEED)
    clock.tell("exchange")
    exchange.run(chance, lambda: clock.go_on(NAMES_UNTIL))
    _repair(problem, exchange, chance, clock)
    broken = sorted({found.agent for found in violations(problem, exchange.rows)})
    exchange.rows = rerouted(problem, network, exchange.rows, broken) if broken else exchange.rows
    exchange.run(chance, lambda: clock.go_on(ROWS_UNTIL))
    return exchange.rows


def _repair(problem: Problem, exchange: Exchange, chance: np.random.Generator, clock: _Clock) -> None:
    """CP-SAT on the agents whose months break a rule, each time with others of their set who may take over."""
    # The solver is slow to load and large, and every process of the portal would load it.
    from .repair import repaired

    for _ in range(len(problem.agents)):
        broken = sorted({found.agent for found in violations(problem, exchange.rows)})
        if not broken or not clock.go_on(REPAIR_UNTIL):
            return
        clock.tell("repair")
        first = int(chance.choice(broken))
        same = np.flatnonzero(exchange.owner == exchange.owner[first])
        helpers = [int(number) for number in chance.permutation(same) if number != first][: PART - 1]
        who = [first, *helpers]
        exchange.rows[who] = repaired(problem, exchange.rows, who, seconds=min(PART_SECONDS, clock.left(REPAIR_UNTIL)))


def _with_breaks(problem: Problem, program: Program, flow: WholeFlow, rows: Ints, clock: _Clock) -> Solution:
    clock.tell("breaks")
    sets, owner = sets_of(problem)
    in_turn = solution_of(problem, rows, placed_in_turn(problem, Cover(problem, sets), rows, owner), clock.bound)
    try:
        chosen = placed(program, Relaxed(flow.cost, flow.values), rows, owner, seconds=max(BREAK_SECONDS, clock.left(1.0)))
    except NoFlow:
        return in_turn
    best = solution_of(problem, rows, chosen, clock.bound)
    return min(best, in_turn, key=lambda found: found.objective)


def _simple(problem: Problem, network: Network, clock: _Clock) -> Solution:
    clock.tell("simple")
    rows, chosen = simple_roster(problem, network, lambda: clock.go_on(1.0))
    return solution_of(problem, rows, chosen, clock.bound)
