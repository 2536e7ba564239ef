"""The Poisson term y^x e^−y ÷ Γ(x+1) and what both Erlang systems divide by it, without overflow up to a million."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincc, gammaln

Floats = npt.NDArray[np.float64]
_LEAST = 1e-280
_STIRLING_FROM = 16.0
_HALF_LOG_TWO_PI = 0.9189385332046727


def log_term(x: Any, y: Any) -> Floats:
    """ln(y^x e^−y ÷ Γ(x+1)) for x ≥ 0, y > 0; by the deviance, so that large terms do not cancel (Loader, 2000)."""
    x, y = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(x, y))
    plain = x * np.log(y) - y - gammaln(x + 1)
    safe = np.maximum(x, _STIRLING_FROM)
    ratio = (y - safe) / safe
    far = ratio < -0.9
    logarithm = np.where(far, np.log(y) - np.log(safe), np.log1p(np.where(far, 0.0, ratio)))
    deviance = safe * (ratio - logarithm)
    rest = 1 / (12 * safe) - 1 / (360 * safe**3) + 1 / (1260 * safe**5) - 1 / (1680 * safe**7)
    found: Floats = np.where(x < _STIRLING_FROM, plain, -deviance - rest - _HALF_LOG_TWO_PI - 0.5 * np.log(safe))
    return found


def below_over_term(n: Any, y: Any) -> Floats:
    """P(Poisson(y) ≤ n) ÷ P(Poisson(y) = n): the inverse of Erlang's loss. Where the probabilities vanish (n far below y) by its series."""
    n, y, shape = _flat(n, y)
    chance = gammaincc(n + 1, y)
    vanishes = chance < _LEAST
    with np.errstate(over="ignore"):
        found: Floats = np.where(vanishes, 1.0, chance) * np.exp(-np.where(vanishes, 0.0, log_term(n, y)))
    if vanishes.any():
        found[vanishes] = _falling_series(n[vanishes], y[vanishes])
    return found.reshape(shape)


def log_above_over_term(x: Any, y: Any) -> Floats:
    """ln(1 + y/(x+1) + y²/((x+1)(x+2)) + …): the chance of a gamma variate beyond x over the term at x. Where it vanishes its series."""
    x, y, shape = _flat(x, y)
    none = x <= 0
    safe = np.where(none, 1.0, x)
    chance = gammainc(safe, y)
    vanishes = (chance < _LEAST) & ~none
    found: Floats = np.where(none, y, np.log(np.where(chance < _LEAST, 1.0, chance)) - log_term(safe, np.maximum(y, 1e-300)))
    if vanishes.any():
        found[vanishes] = np.log(_rising_series(x[vanishes], y[vanishes]))
    return found.reshape(shape)


def _flat(x: Any, y: Any) -> tuple[Floats, Floats, tuple[int, ...]]:
    x, y = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    return x.ravel(), y.ravel(), x.shape


def _falling_series(n: Floats, y: Floats) -> Floats:
    """1 + n/y + n(n−1)/y² + …, which ends."""
    total, factor, left = np.ones_like(y), np.ones_like(y), n.copy()
    while True:
        factor = factor * np.maximum(left, 0) / y
        if not (factor > 1e-17 * total).any():
            return total
        total += factor
        left -= 1


def _rising_series(x: Floats, y: Floats) -> Floats:
    total, factor, step = np.ones_like(y), np.ones_like(y), x.copy()
    while True:
        step += 1
        factor = factor * y / step
        total += factor
        if not (factor > 1e-17 * total).any():
            return total
