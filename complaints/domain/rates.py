"""Complaint rates: complaints ÷ subscribers × a base (万投比: 10,000), with the exact Poisson interval.

One stored pair of counts serves both units. Nothing is rounded here: that is the screen's work. See docs/algorithms/rate.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

PER_TEN_THOUSAND = 10_000
PER_MILLION = 1_000_000
UNITS = (PER_TEN_THOUSAND, PER_MILLION)
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Both ends of a confidence interval, in the unit of the rate it belongs to."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Pair:
    """What is stored: a count of complaints and the subscribers they came from; `subscribers` is None where nobody counted them."""

    complaints: int
    subscribers: int | None

    def rate(self, *, per: int = PER_TEN_THOUSAND) -> float | None:
        """Complaints per `per` subscribers; None without a denominator."""
        return rate(complaints=self.complaints, subscribers=self.subscribers, per=per)

    def interval(self, *, per: int = PER_TEN_THOUSAND, level: float = LEVEL) -> Interval | None:
        """The exact interval of the rate; None without a denominator."""
        if not self.subscribers:
            return None
        low, high = poisson_interval([self.complaints], level=level)
        return Interval(low=float(low[0]) / self.subscribers * per, high=float(high[0]) / self.subscribers * per)


def rate(*, complaints: int, subscribers: int | None, per: int = PER_TEN_THOUSAND) -> float | None:
    """Complaints per `per` subscribers. None where `subscribers` is unknown or nought: unknown is not zero."""
    if complaints < 0 or (subscribers is not None and subscribers < 0):
        raise ValueError("counts are never negative")
    if not subscribers:
        return None
    return complaints / subscribers * per


def pooled(pairs: Iterable[Pair]) -> Pair:
    """The pair of a whole: Σ complaints over Σ subscribers, never the mean of rates. One unknown denominator makes the sum unknown."""
    complaints, subscribers = 0, 0
    unknown = False
    empty = True
    for pair in pairs:
        empty = False
        complaints += pair.complaints
        unknown = unknown or pair.subscribers is None
        subscribers += pair.subscribers or 0
    return Pair(complaints=complaints, subscribers=None if unknown or empty else subscribers)


def poisson_interval(counts: ArrayLike, *, level: float = LEVEL) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Garwood's exact interval of the mean of a Poisson count: low = χ²(α/2; 2c)/2, high = χ²(1−α/2; 2c+2)/2.

    The low end of a count of nought is nought. Works on whole arrays. Source: Garwood, Biometrika 28 (1936) 437–442.
    """
    if not 0 < level < 1:
        raise ValueError("a confidence level lies between 0 and 1")
    count = np.asarray(counts, dtype=np.float64)
    if np.any(count < 0):
        raise ValueError("counts are never negative")
    tail = (1 - level) / 2
    low = np.where(count > 0, chdtri(2 * np.maximum(count, 1), 1 - tail) / 2, 0.0)
    high = chdtri(2 * count + 2, tail) / 2
    return low, high


def intervals(pairs: Sequence[Pair], *, per: int = PER_TEN_THOUSAND, level: float = LEVEL) -> list[Interval | None]:
    """The intervals of many rates in one pass, in the same order."""
    if not pairs:
        return []
    low, high = poisson_interval([pair.complaints for pair in pairs], level=level)
    return [
        Interval(low=float(bottom) / pair.subscribers * per, high=float(top) / pair.subscribers * per) if pair.subscribers else None
        for pair, bottom, top in zip(pairs, low, high, strict=True)
    ]


def change(*, now: float | None, before: float | None) -> float | None:
    """The relative change from `before` to `now`; None where either is unknown or `before` is nought."""
    if now is None or not before:
        return None
    return now / before - 1
