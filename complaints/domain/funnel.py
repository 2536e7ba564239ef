"""The funnel plot: which regions differ from the common rate by more than chance and the usual spread between regions.

See docs/algorithms/funnel.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy.special import ndtri, pdtr

WARNING_LEVEL = 0.95
ACTION_LEVEL = 0.998
LEVELS = (WARNING_LEVEL, ACTION_LEVEL)
WINSORISED = 0.1
FEWEST_UNITS = 8


class Verdict(StrEnum):
    """Where a region lies. INSIDE: not distinguishable from the others, whatever its place in a ranking."""

    FAR_ABOVE = "far_above"
    ABOVE = "above"
    INSIDE = "inside"
    BELOW = "below"
    FAR_BELOW = "far_below"


@dataclass(frozen=True)
class Unit:
    """A region's complaints and subscribers."""

    count: int
    size: int


@dataclass(frozen=True)
class Band:
    """Rates per subscriber between which a share `level` of regions without a difference of their own lies."""

    level: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """`bands` are those the verdict is by (95 %, 99.8 %), `exact` those of Poisson alone. `ratio` is rate ÷ common rate."""

    rate: float
    ratio: float
    bands: tuple[Band, ...]
    exact: tuple[Band, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Funnel:
    """`rate` is common, per subscriber. `phi` is the winsorised over-dispersion, `tau` the standard deviation that regions differ by,
    relative to the rate; None and 0 where there are too few regions to tell.
    """

    rate: float
    phi: float | None
    tau: float
    units: tuple[Judged, ...]


def funnel(units: Sequence[Unit], *, winsorised: float = WINSORISED, fewest: int = FEWEST_UNITS) -> Funnel | None:
    """Judges every unit against the common rate Σ complaints ÷ Σ subscribers; None without complaints. Sizes are above nought.

    zᵢ = 2 (√yᵢ − √Eᵢ); the lowest and highest tenth are drawn in to the next value, φ = Σ z² ÷ I, and where I φ > I − 1
    τ² = (I φ − (I − 1)) ÷ (Σ w − Σ w² ÷ Σ w) with w = Eᵢ, on the scale of the ratio. With τ > 0 limits are 1 ± z √(1/Eᵢ + τ²), else exact.
    Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202, and Qual. Saf. Health Care 14 (2005) 347–351.
    """
    total = sum(unit.count for unit in units)
    if not total:
        return None
    rate = total / sum(unit.size for unit in units)
    expected = [rate * unit.size for unit in units]
    phi = overdispersion([unit.count for unit in units], expected, winsorised=winsorised) if len(units) >= fewest else None
    tau = sqrt(between_variance(phi, expected)) if phi is not None else 0.0
    return Funnel(rate=rate, phi=phi, tau=tau, units=tuple(_judged(unit, rate, tau) for unit in units))


def bands_at(*, rate: float, size: float, tau: float) -> tuple[Band, ...]:
    """The bands over so many subscribers, for the curves of the plot."""
    expected = rate * size
    return tuple(_band(level, expected, tau, size) for level in LEVELS)


def overdispersion(counts: Sequence[int], expected: Sequence[float], *, winsorised: float = WINSORISED) -> float:
    """φ: the mean square of the winsorised z-values. 1 is Poisson's own spread."""
    deviations = 2 * (np.sqrt(np.asarray(counts, dtype=np.float64)) - np.sqrt(np.asarray(expected)))
    ordered = np.sort(deviations)
    drawn_in = int(winsorised * len(ordered))
    low, high = ordered[drawn_in], ordered[len(ordered) - 1 - drawn_in]
    return float((np.clip(deviations, low, high) ** 2).mean())


def between_variance(phi: float, expected: Sequence[float]) -> float:
    """τ² of the ratios, by the method of moments (DerSimonian & Laird 1986); nought where φ shows no more than chance."""
    weights = np.asarray(expected)
    units = len(weights)
    surplus = units * phi - (units - 1)
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(surplus / spread, 0.0) if spread > 0 else 0.0


def exact_limit(probability: float, expected: float) -> float:
    """The count below which a Poisson mean leaves this probability, read between whole counts so that the curve is smooth.

    Source: Spiegelhalter 2005, appendix A.1.1.
    """
    count = _quantile(probability, expected)
    upper = float(pdtr(count, expected))
    lower = float(pdtr(count - 1, expected)) if count > 0 else 0.0
    return max(count - (upper - probability) / (upper - lower), 0.0)


def _quantile(probability: float, expected: float) -> int:
    """The least count whose cumulated probability reaches `probability`."""
    spread = 8 * sqrt(expected) + 12
    low, high = max(int(expected - spread), 0), int(expected + spread)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if pdtr(middle, expected) >= probability else (middle + 1, high)
    return low


def _judged(unit: Unit, rate: float, tau: float) -> Judged:
    expected = rate * unit.size
    exact = tuple(_band(level, expected, 0.0, unit.size) for level in LEVELS)
    bands = tuple(_band(level, expected, tau, unit.size) for level in LEVELS) if tau else exact
    own = unit.count / unit.size
    return Judged(rate=own, ratio=own / rate, bands=bands, exact=exact, verdict=_verdict(own, bands))


def _band(level: float, expected: float, tau: float, size: float) -> Band:
    tail = (1 - level) / 2
    if tau:
        reach = -float(ndtri(tail)) * sqrt(1 / expected + tau**2)
        low, high = expected * max(1 - reach, 0.0), expected * (1 + reach)
    else:
        low, high = exact_limit(tail, expected), exact_limit(1 - tail, expected)
    return Band(level=level, low=low / size, high=high / size)


def _verdict(rate: float, bands: tuple[Band, ...]) -> Verdict:
    warning, action = bands
    if rate > action.high:
        return Verdict.FAR_ABOVE
    if rate < action.low:
        return Verdict.FAR_BELOW
    if rate > warning.high:
        return Verdict.ABOVE
    return Verdict.BELOW if rate < warning.low else Verdict.INSIDE
