"""From the linear program to whole heads: interior point, flows held between floor and ceiling, then the mixed-integer program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .problem import Floats, Ints
from .program import Program

Mask = npt.NDArray[np.bool_]

TOLERANCE, SLACK = 1e-6, 1e-4
GAP, FIRST_GAP = 2e-4, 1e-3
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
    return WholeFlow(_rounded(program, values), values, float(program.cost @ values))


def improved(program: Program, found: WholeFlow, relaxed: Relaxed, *, first: int, days: int, seconds: float) -> WholeFlow:
    """The flow with `days` days from `first` on found anew, what follows untouched; the same one where nothing better was found in time."""
    last = program.layout.problem.days - 1
    end = min(first + days, last + 1)
    day = program.layout.column_day
    free = (day >= first) & (day < end)
    if end <= last:
        for name in ("shares", "under", "over"):
            free[program.layout.columns[name][:, end]] = True
    free[program.layout.columns["short"]] = True
    bounds = _around(program, found.values, relaxed.values)
    rows = ((program.row_day >= first) & (program.row_day <= end)) | (program.row_day == -1)
    try:
        values = _whole_days(program, found.values, free, rows, bounds, slice(first, end), seconds)
    except NoFlow:
        return found
    cost = float(program.cost @ values)
    return WholeFlow(_rounded(program, values), values, cost) if cost < found.cost - TOLERANCE else found


def together(program: Program, base: WholeFlow, found: Sequence[WholeFlow]) -> WholeFlow:
    """`base` with what each of `found` changed in days of its own, as far as the sums over the period allow."""
    best = base
    for one in sorted(found, key=lambda flow: flow.cost):
        values = best.values + one.values - base.values
        cost = float(program.cost @ values)
        if cost < best.cost - TOLERANCE and _fits(program, values):
            best = WholeFlow(_rounded(program, values), values, cost)
    return best


def _fits(program: Program, values: Floats) -> bool:
    reached = program.matrix @ values
    return bool(((reached >= program.low - SLACK) & (reached <= program.high + SLACK)).all())


def _window(program: Program, values: Floats, first: int, end: int, ahead: int, seconds: float) -> Floats:
    """The values with days first … end - 1 in whole heads. Days before and from `ahead` on stay; nothing ties to the latter."""
    day = program.layout.column_day
    free = ((day >= first) & (day < ahead)) | (day == -1)
    rows = ((program.row_day >= first) & (program.row_day < ahead)) | (program.row_day == -1)
    return _whole_days(program, values, free, rows, _near(program, values), slice(first, end), seconds, FIRST_GAP)


def solved(
    program: Program,
    values: Floats,
    free: Mask,
    rows: Mask,
    bounds: tuple[Floats, Floats],
    is_whole: Mask,
    seconds: float,
    gap: float = GAP,
) -> Floats:
    """The best values of the free variables, all others as they stand, in these rows alone. Raises NoFlow."""
    part = program.matrix[rows]
    settled = np.round(part[:, ~free] @ values[~free], 9)
    room = np.where(program.low[rows] == program.high[rows], 0, TOLERANCE)
    found = milp(
        program.cost[free],
        integrality=is_whole[free].astype(int),
        bounds=Bounds(bounds[0][free], bounds[1][free]),
        constraints=LinearConstraint(part[:, free], program.low[rows] - settled - room, program.high[rows] - settled + room),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if found.x is None:
        raise NoFlow(found.message)
    values = values.copy()
    values[free] = found.x
    return values


def _whole_days(
    program: Program, values: Floats, free: Mask, rows: Mask, bounds: tuple[Floats, Floats], days: slice, seconds: float, gap: float = GAP
) -> Floats:
    is_whole = np.zeros(len(values), dtype=bool)
    is_whole[program.layout.columns["flow"][:, days]] = True
    values = solved(program, values, free, rows, bounds, is_whole, seconds, gap)
    values[is_whole] = np.rint(values[is_whole])
    return values


def _near(program: Program, values: Floats) -> tuple[Floats, Floats]:
    """Bounds of the flows: at most the next whole number above the relaxed value; days off and chains are free."""
    flow, network = program.layout.columns["flow"], program.layout.network
    lower, upper = program.lower.copy(), program.upper.copy()
    work = flow[:, :, network.shift >= 0]
    upper[work] = np.minimum(upper[work], np.ceil(values[work] - TOLERANCE))
    return lower, np.maximum(lower, upper)


def _around(program: Program, values: Floats, relaxed: Floats) -> tuple[Floats, Floats]:
    """Bounds of the flows: one head from the present ones, or as many as the relaxed ones; days off and chains are free."""
    flow, network = program.layout.columns["flow"], program.layout.network
    lower, upper = program.lower.copy(), program.upper.copy()
    work = flow[:, :, network.shift >= 0]
    lower[work] = np.maximum(lower[work], values[work] - 1)
    upper[work] = np.minimum(upper[work], np.maximum(values[work] + 1, np.ceil(relaxed[work])))
    return lower, np.maximum(lower, upper)


def _rounded(program: Program, values: Floats) -> Ints:
    return np.rint(program.layout.block(values, "flow")).astype(np.int64)
