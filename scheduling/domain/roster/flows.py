"""From the linear program to whole heads: interior point, flows held between floor and ceiling, then the mixed-integer program."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .problem import Floats, Ints
from .program import Program

TOLERANCE = 1e-6
GAP = 1e-3
WINDOW = 3
AHEAD = 2


class NoFlow(Exception):
    """The solver found no flow in the time it had; `status` is its own message."""

    def __init__(self, status: str) -> None:
        super().__init__(f"no flow was found: {status}")
        self.status = status


@dataclass(frozen=True)
class Relaxed:
    """The optimum of the linear program: `bound` no roster can go below, `values` of all variables."""

    bound: float
    values: Floats


@dataclass(frozen=True)
class WholeFlow:
    """`flow` is (groups, days, arcs) in whole heads, `cost` the program's with breaks still shared out in fractions."""

    flow: Ints
    values: Floats
    cost: float


def relax(program: Program, *, seconds: float) -> Relaxed:
    """The linear program by interior point. Raises NoFlow."""
    equal = program.low == program.high
    below, above = ~equal & np.isfinite(program.high), ~equal & np.isfinite(program.low)
    found = linprog(
        program.cost,
        A_ub=sparse.vstack([program.matrix[below], -program.matrix[above]]),
        b_ub=np.concatenate([program.high[below], -program.low[above]]),
        A_eq=program.matrix[equal],
        b_eq=program.low[equal],
        bounds=np.column_stack([program.lower, program.upper]),
        method="highs-ipm",
        options={"time_limit": seconds},
    )
    if found.status != 0:
        raise NoFlow(found.message)
    return Relaxed(float(found.fun), np.asarray(found.x, dtype=float))


def whole(program: Program, relaxed: Relaxed, *, seconds: float, go_on: Callable[[int], bool]) -> WholeFlow:
    """Whole flows near the relaxed ones, window after window: a few days in whole heads, the next ones still in fractions.

    `go_on` is told how many days are whole and answers False to stop. Raises NoFlow when a window fails or it was told to stop.
    """
    days = program.layout.problem.days
    values = relaxed.values.copy()
    steps = range(0, days, WINDOW)
    for first in steps:
        if not go_on(first):
            raise NoFlow("stopped")
        values = _window(program, values, first, min(first + WINDOW, days), min(first + WINDOW + AHEAD, days), seconds / len(steps))
    flow = np.rint(program.layout.block(values, "flow")).astype(np.int64)
    return WholeFlow(flow, values, float(program.cost @ values))


def _window(program: Program, values: Floats, first: int, end: int, ahead: int, seconds: float) -> Floats:
    """The values with days first … end - 1 in whole heads. Days before and from `ahead` on stay as they are, and nothing ties to the latter."""
    day, flow = program.layout.column_day, program.layout.columns["flow"]
    free = ((day >= first) & (day < ahead)) | (day == -1)
    rows = ((program.row_day >= first) & (program.row_day < ahead)) | (program.row_day == -1)
    lower, upper = _near(program, values)
    kinds = np.zeros(len(values))
    kinds[flow[:, first:end]] = 1
    part = program.matrix[rows]
    settled = np.round(part[:, ~free] @ values[~free], 9)
    room = np.where(program.low[rows] == program.high[rows], 0, TOLERANCE)
    found = milp(
        program.cost[free],
        integrality=kinds[free],
        bounds=Bounds(lower[free], upper[free]),
        constraints=LinearConstraint(part[:, free], program.low[rows] - settled - room, program.high[rows] - settled + room),
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )
    if found.x is None:
        raise NoFlow(found.message)
    values = values.copy()
    values[free] = found.x
    whole_part = flow[:, first:end]
    values[whole_part] = np.rint(values[whole_part])
    return values


def _near(program: Program, values: Floats) -> tuple[Floats, Floats]:
    """Bounds of the flows: at most the next whole number above the relaxed value; days off and chains are free."""
    flow, network = program.layout.columns["flow"], program.layout.network
    lower, upper = program.lower.copy(), program.upper.copy()
    work = flow[:, :, network.shift >= 0]
    near = values[work]
    upper[work] = np.minimum(upper[work], np.ceil(near - TOLERANCE))
    return lower, np.maximum(lower, upper)
