"""Exponential smoothing, Theta and MSTL of statsmodels on daily totals. All work on logarithms, so that effects multiply.

Warnings of the optimisers are of no use to a planner: a poor fit shows in the backtest. They are silenced here and nowhere else.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from scheduling.domain.forecast.errors import HistoryTooShort, Vector
from scheduling.domain.forecast.past import Past

ETS = "ets"
THETA = "theta"
MSTL_WEEK = "mstl_week"
MSTL_YEAR = "mstl_year"
WEEKS_OF_YEAR = 52
LEAST_CALLS = 0.5
MOST_DAYS = 540
HIGHEST = 3.0


def ets(past: Past) -> Vector:
    """Holt-Winters with an additive season, with and without a damped trend; the lower AICc is taken. Raises HistoryTooShort."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    logs = _logs(past, weeks=5)[-MOST_DAYS:]
    seasonal = {"seasonal": "add", "seasonal_periods": past.season} if past.season > 1 else {}
    with _quiet():
        fits = [
            ExponentialSmoothing(logs, trend=trend, damped_trend=trend is not None, initialization_method="estimated", **seasonal).fit()
            for trend in (None, "add")
        ]
        best = min(fits, key=lambda fit: float(fit.aicc) if np.isfinite(fit.aicc) else np.inf)
        return _calls(past, np.asarray(best.forecast(past.ahead.size)), float(np.std(best.resid)))


def theta(past: Past) -> Vector:
    """The Theta method of Assimakopoulos and Nikolopoulos on the deseasonalised series. Raises HistoryTooShort."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    logs = _logs(past, weeks=4)[-MOST_DAYS:]
    with _quiet():
        model = ThetaModel(logs, period=max(past.season, 2), deseasonalize=past.season > 1, use_test=False, method="additive")
        return _calls(past, np.asarray(model.fit(disp=False).forecast(past.ahead.size)), 0.0)


def mstl_week(past: Past) -> Vector:
    """Season of the week by MSTL, the rest by damped exponential smoothing. Raises HistoryTooShort."""
    return _mstl(past, _logs(past, weeks=5)[-MOST_DAYS:], (past.season,))


def mstl_year(past: Past) -> Vector:
    """Seasons of the week and of 52 weeks by MSTL. Raises HistoryTooShort below two years."""
    return _mstl(past, _logs(past, weeks=2 * WEEKS_OF_YEAR + 1), (past.season, past.season * WEEKS_OF_YEAR))


def _mstl(past: Past, logs: Vector, periods: tuple[int, ...]) -> Vector:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing
    from statsmodels.tsa.seasonal import MSTL

    if past.season == 1:
        raise HistoryTooShort("a week of one open day has no season")
    with _quiet():
        parts = MSTL(logs, periods=periods, stl_kwargs={"robust": True, "inner_iter": 1, "outer_iter": 3}).fit()
        seasons = np.asarray(parts.seasonal).reshape(logs.size, len(periods))
        rest = ExponentialSmoothing(logs - seasons.sum(axis=1), trend="add", damped_trend=True, initialization_method="estimated").fit()
        ahead = np.asarray(rest.forecast(past.ahead.size))
    for column, period in enumerate(periods):
        ahead = ahead + seasons[-period:, column][np.arange(past.ahead.size) % period]
    return _calls(past, ahead, float(np.std(rest.resid)))


def _logs(past: Past, *, weeks: int) -> Vector:
    if past.calls.size <= weeks * past.season:
        raise HistoryTooShort(f"{weeks} weeks are needed")
    return np.asarray(np.log(np.maximum(past.calls, LEAST_CALLS)))


def _calls(past: Past, logs: Vector, spread: float) -> Vector:
    """Back from logarithms: the mean of a lognormal, never above three times what the history ever had."""
    highest = HIGHEST * float(np.max(past.calls))
    return np.minimum(np.exp(np.minimum(logs + spread**2 / 2, 30.0)), highest)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
