"""Prediction intervals from the errors of the backtest."""

from dataclasses import dataclass

import numpy as np

from .choice import Judged
from .errors import Vector

LEVEL = 0.8
NORMAL_90 = 1.2816
FEW_DAYS = 30
UNKNOWN_SPREAD = 0.3


@dataclass(frozen=True)
class Band:
    """(h,) calls each: with `LEVEL` probability a day's calls lie between `low` and `high`."""

    low: Vector
    high: Vector


def band(forecast: Vector, judged: list[Judged]) -> Band:
    """Forecast × the tenth and ninetieth percentile of actual ÷ forecast at earlier origins, at least as wide as Poisson calls.

    Below 30 days of experience the percentiles are pulled to ±30 %.
    """
    below, above = _quantiles(judged)
    width = NORMAL_90 * np.sqrt(np.maximum(forecast, 0))
    low = np.minimum(forecast * np.exp(below), forecast - width)
    high = np.maximum(forecast * np.exp(above), forecast + width)
    shut = forecast <= 0
    return Band(np.where(shut, 0, np.maximum(low, 0)), np.where(shut, 0, high))


def _quantiles(judged: list[Judged]) -> tuple[float, float]:
    logs = [_logs(one.forecast, one.run.actual) for one in judged]
    seen = np.concatenate(logs) if logs else np.zeros(0)
    if not seen.size:
        return -UNKNOWN_SPREAD, UNKNOWN_SPREAD
    trust = min(1.0, seen.size / FEW_DAYS)
    below, above = np.quantile(seen, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return (
        float(trust * min(below, 0) - (1 - trust) * UNKNOWN_SPREAD),
        float(trust * max(above, 0) + (1 - trust) * UNKNOWN_SPREAD),
    )


def _logs(forecast: Vector, actual: Vector) -> Vector:
    known = np.isfinite(actual) & (forecast > 0)
    return np.log(np.maximum(actual[known], 0.5) / np.maximum(forecast[known], 0.5))
