"""How far a day's calls stray from their forecast, and what the part of a day that has been seen says of the whole.

Calls of an interval are Poisson with mean `forecast × day factor × interval factor`. Both factors have mean 1; `Scatter` holds their
variances. With interval factors of 1 and a gamma distribution of the day factor this is the gamma–Poisson model, of which `ratio` is the
posterior mean; otherwise it is Bühlmann and Straub's linear credibility estimate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
USUAL_DAYS = 5
_LEAST = 1e-6


@dataclass(frozen=True)
class Scatter:
    """`day`: variance of the factor that all intervals of a day share; `interval`: that of each interval's own, beyond Poisson's."""

    day: float
    interval: float


USUAL = Scatter(day=0.01, interval=0.0025)
"""What holds before any day is known: 10 % of the day, 5 % of the interval."""


@dataclass(frozen=True)
class Ratio:
    """The day factor as far as it can be known: 1 when nothing was seen."""

    value: float
    variance: float


def learned(actual: ArrayLike, forecast: ArrayLike, *, usual: Scatter = USUAL) -> Scatter:
    """The scatter of earlier days by the method of moments; both (days, intervals), NaN unknown.

    Errors of two intervals of a day have only the day factor in common, so their products tell its variance without that of the
    intervals. `usual` counts as five days more, which carries the first week.
    """
    seen, said = np.atleast_2d(np.asarray(actual, dtype=float)), np.atleast_2d(np.asarray(forecast, dtype=float))
    known = _known(seen, said)
    calls, means = np.where(known, seen, 0.0), np.where(known, said, 0.0)
    errors = calls - means
    squares = (means**2).sum(axis=1)
    pairs = means.sum(axis=1) ** 2 - squares
    days = int((pairs > 0).sum())
    if not days:
        return usual
    day = float((errors.sum(axis=1) ** 2 - (errors**2).sum(axis=1)).sum() / pairs.sum())
    both = float((errors**2 - calls).sum() / squares.sum())
    trust = days / (days + USUAL_DAYS)
    return Scatter(
        day=max(_LEAST, trust * max(0.0, day) + (1 - trust) * usual.day),
        interval=trust * max(0.0, both - max(0.0, day)) + (1 - trust) * usual.interval,
    )


def ratio(actual: ArrayLike, forecast: ArrayLike, *, scatter: Scatter) -> Ratio:
    """Actual ÷ forecast of the day, drawn to 1 while little is seen; (intervals,) each, NaN where nothing was seen.

    (1 ÷ day + Σ w a) ÷ (1 ÷ day + Σ w f) with w = 1 ÷ (1 + interval × f). Intervals without forecast calls tell nothing of a ratio.
    """
    seen, said = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    known = _known(seen, said)
    calls, means = seen[known], said[known]
    weight = 1 / (1 + scatter.interval * means)
    before = 1 / max(scatter.day, _LEAST)
    whole = before + float((weight * means).sum())
    value = (before + float((weight * calls).sum())) / whole
    return Ratio(value, value / whole)


def _known(seen: Array, said: Array) -> NDArray[np.bool_]:
    if seen.shape != said.shape:
        raise ValueError("an actual for each forecast")
    return np.asarray(np.isfinite(seen) & np.isfinite(said) & (said > 0))
