"""The rest of a day, forecast again from what has been seen of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .scatter import Array, Ratio, Scatter, ratio

LEVEL = 0.8
_NOBODY = 1e-9


@dataclass(frozen=True)
class Reforecast:
    """`calls` (intervals,): what came where it was seen, else what is expected now. `low` and `high` hold an interval's calls with
    probability LEVEL, NaN where they were seen; `total` with its own bounds is the day's."""

    ratio: Ratio
    calls: Array
    low: Array
    high: Array
    total: float
    total_low: float
    total_high: float


def reforecast(actual: ArrayLike, forecast: ArrayLike, *, scatter: Scatter) -> Reforecast:
    """`actual` is NaN for intervals that have not been seen; `forecast` calls from 0. Raises ValueError for lines of different shapes.

    Bounds are those of the negative binomial with the mean and variance of the prediction: exact for gamma–Poisson.
    """
    seen, said = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    found = ratio(seen, said, scatter=scatter)
    is_open = ~np.isfinite(seen)
    means = np.where(is_open, found.value * said, 0.0)
    own = np.where(is_open, means + scatter.interval * means**2, 0.0)
    low, high = _bounds(means, own + np.where(is_open, found.variance * said**2, 0.0))
    rest, came = float(means.sum()), float(seen[~is_open].sum())
    open_calls = float(said[is_open].sum())
    ends = _bounds(np.array([rest]), np.array([float(own.sum()) + found.variance * open_calls**2]))
    return Reforecast(
        ratio=found,
        calls=np.where(is_open, means, seen),
        low=np.where(is_open, low, np.nan),
        high=np.where(is_open, high, np.nan),
        total=came + rest,
        total_low=came + float(ends[0][0]),
        total_high=came + float(ends[1][0]),
    )


def handling(seconds: ArrayLike, answered: ArrayLike, forecast: ArrayLike, *, scatter: Scatter) -> tuple[Ratio, Array]:
    """The ratio of handling times, and (intervals,) seconds: as seen, else forecast × ratio.

    A mean of n calls scatters as n exponential times do, which is what Poisson is to calls: the same estimate with n in place of calls.
    """
    seen, taken, said = (np.asarray(one, dtype=float) for one in (seconds, answered, forecast))
    found = ratio(*worth(seen, taken, said), scatter=scatter)
    return found, np.where(np.isfinite(seen), seen, found.value * said)


def worth(seconds: ArrayLike, answered: ArrayLike, forecast: ArrayLike) -> tuple[Array, Array]:
    """Answered calls, and what they were in calls of the forecast handling time: actual and forecast as `ratio` and `learned` take them."""
    seen, taken, said = (np.asarray(one, dtype=float) for one in (seconds, answered, forecast))
    with np.errstate(divide="ignore", invalid="ignore"):
        work = np.where(said > 0, taken * seen / said, np.nan)
    return np.asarray(work), taken


def _bounds(mean: Array, variance: Array) -> tuple[Array, Array]:
    # Slow to load, and every process of the portal would load it.
    from scipy.stats import nbinom

    some = mean > _NOBODY
    middle = np.where(some, mean, 1.0)
    beyond = np.maximum(np.where(some, variance, 2.0) - middle, 1e-9 * middle)
    size = middle**2 / beyond
    chance = size / (size + middle)
    low, high = (nbinom.ppf(share, size, chance) for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return np.where(some, low, 0.0), np.where(some, high, 0.0)
