"""From the linear program to whole heads: interior point, flows held between floor and ceiling, then the mixed-integer program."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .problem import Floats, Ints
from .program import Program

TOLERANCE = 1e-6
GAP = 5e-4


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


def whole(program: Program, relaxed: Relaxed, *, seconds: float) -> WholeFlow:
    """Whole flows between floor and ceiling of the relaxed ones. Raises NoFlow."""
    columns = program.layout.columns["flow"].ravel()
    values = relaxed.values[columns]
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[columns] = np.floor(values + TOLERANCE)
    upper[columns] = np.ceil(values - TOLERANCE)
    kinds = np.zeros(len(program.cost))
    kinds[columns[upper[columns] > lower[columns]]] = 1
    return _integer(replace(program, lower=lower, upper=np.maximum(lower, upper)), kinds, seconds)


def _integer(program: Program, kinds: Floats, seconds: float) -> WholeFlow:
    found = milp(
        program.cost,
        integrality=kinds,
        bounds=Bounds(program.lower, program.upper),
        constraints=LinearConstraint(program.matrix, program.low, program.high),
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )
    if found.x is None:
        raise NoFlow(found.message)
    flow = np.rint(program.layout.block(np.asarray(found.x), "flow")).astype(np.int64)
    return WholeFlow(flow, float(found.fun))
