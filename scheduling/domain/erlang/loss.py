"""Erlang B: the share of calls lost when nobody waits."""

from typing import Any

import numpy as np

from .poisson import Floats, below_over_term


def blocking(load: Any, lines: Any) -> Floats:
    """Erlang's B by the incomplete gamma function. No load, nothing lost; no line, everything. To about 1e-12 of its value."""
    load, lines = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(load, lines))
    busy = load > 0
    found: Floats = np.where(busy, 1 / below_over_term(lines, np.where(busy, load, 1.0)), np.where(lines > 0, 0.0, 1.0))
    return found


def blocking_by_recursion(load: float, lines: int) -> float:
    """The same by 1/B(n) = 1 + n/load × 1/B(n−1): slow, exact to the last digits, the reference of the tests."""
    if load <= 0:
        return 0.0 if lines else 1.0
    inverse = 1.0
    for line in range(1, lines + 1):
        inverse = 1 + inverse * line / load
    return 1 / inverse
