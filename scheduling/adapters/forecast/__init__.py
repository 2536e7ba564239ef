"""Candidates of libraries: exponential smoothing, Theta, MSTL (statsmodels) and gradient boosting (LightGBM); and all candidates."""

from scheduling.domain.forecast.methods import SIMPLE, Method
from scheduling.domain.forecast.regression import CALENDAR, calendar_regression

from .boosting import BOOSTING, boosting
from .smoothing import ETS, MSTL_WEEK, MSTL_YEAR, THETA, ets, mstl_week, mstl_year, theta

CHEAP: dict[str, Method] = {**SIMPLE, CALENDAR: calendar_regression}
ALL: dict[str, Method] = {
    **CHEAP,
    ETS: ets,
    THETA: theta,
    MSTL_WEEK: mstl_week,
    MSTL_YEAR: mstl_year,
    BOOSTING: boosting,
}

__all__ = ["ALL", "BOOSTING", "CHEAP", "ETS", "MSTL_WEEK", "MSTL_YEAR", "THETA", "boosting", "ets", "mstl_week", "mstl_year", "theta"]
