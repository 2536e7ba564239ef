"""Candidates of libraries: exponential smoothing, Theta, MSTL (statsmodels) and gradient boosting (LightGBM)."""

from .boosting import BOOSTING, boosting
from .smoothing import ETS, MSTL_WEEK, MSTL_YEAR, THETA, ets, mstl_week, mstl_year, theta

__all__ = ["BOOSTING", "ETS", "MSTL_WEEK", "MSTL_YEAR", "THETA", "boosting", "ets", "library_methods", "mstl_week", "mstl_year", "theta"]


def library_methods() -> dict[str, object]:
    """Every candidate of this room by name."""
    return {ETS: ets, THETA: theta, MSTL_WEEK: mstl_week, MSTL_YEAR: mstl_year, BOOSTING: boosting}
