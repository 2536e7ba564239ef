"""Measures of a forecast's error, and the floor below which no forecast of independent callers comes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, xlogy

Vector = npt.NDArray[np.float64]


class HistoryTooShort(ValueError):
    """A method needs more history than there is; the text names how many days."""


@dataclass(frozen=True)
class Errors:
    """`wape`: Σ|forecast − actual| ÷ Σ actual. `mase`: mean absolute error ÷ that of the seasonal naive inside the history.

    `bias`: (Σ forecast − Σ actual) ÷ Σ actual. `floor`: the WAPE that remains when the forecast is the true mean and calls are Poisson.
    Each is None where its denominator is nothing. Hyndman & Koehler 2006 for MASE.
    """

    wape: float | None
    mase: float | None
    bias: float | None
    floor: float | None


def measure(*, forecast: Vector, actual: Vector, scale: float | None = None) -> Errors:
    """`forecast` and `actual` have one shape, calls; NaN in `actual` is left out. `scale` is the seasonal naive's error, calls."""
    known = np.isfinite(actual) & np.isfinite(forecast)
    guess, real = forecast[known], actual[known]
    total = float(real.sum())
    absolute = float(np.abs(guess - real).sum())
    wape = absolute / total if total > 0 else None
    mase = absolute / real.size / scale if scale and real.size else None
    bias = (float(guess.sum()) - total) / total if total > 0 else None
    return Errors(wape=wape, mase=mase, bias=bias, floor=poisson_floor(real))


def poisson_floor(mean: Vector) -> float | None:
    """WAPE of a perfect forecast of Poisson calls with these means: ΣE|X − μ| ÷ Σμ, E|X − μ| = 2 e^−μ μ^(⌊μ⌋+1) ÷ ⌊μ⌋!."""
    positive = np.asarray(mean, dtype=float)
    positive = positive[np.isfinite(positive) & (positive > 0)]
    if not positive.size:
        return None
    whole = np.floor(positive)
    deviation = 2 * np.exp(xlogy(whole + 1, positive) - positive - gammaln(whole + 1))
    return float(deviation.sum() / positive.sum())


def seasonal_scale(calls: Vector, season: int) -> float | None:
    """Mean |x(t) − x(t − season)| of a history, NaN left out; None without a pair of days or without any change."""
    if calls.size <= season:
        return None
    steps = np.abs(calls[season:] - calls[:-season])
    steps = steps[np.isfinite(steps)]
    return float(steps.mean()) if steps.size and steps.mean() > 0 else None
