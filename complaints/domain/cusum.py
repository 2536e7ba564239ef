"""The design of the daily Poisson CUSUM: where it starts to count, where it raises an alarm, and how often by mistake.

A day adds x − k to the sum, which never falls below nought; an alarm is raised where it reaches h. See docs/algorithms/cusum.md.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

DAYS = 100
SHARE = 0.10
STEP = 0.15
# The smallest step that is found in about twelve days lies 0.82 standard deviations above the level: 15 % at 30 a day.
FINDABLE = 0.82
_LEVELS = 1.1
_WEEKS = (39, 26, 18, 12, 8)
# Factors of weekdays from w weeks have a variance of 1/w of a day's; over a week it cancels in part; three quarters by simulation.
_WEEKDAY_UNREST = 0.75
_SETTLED = 50
# The chain knows one mean, the days have seven: a little less than the share is aimed at.
_ROOM = 0.97
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)


@dataclass(frozen=True)
class Design:
    """`ratio` is the step looked for (1.15: 15 % more), `threshold` h in complaints; `reference` is k ÷ level."""

    ratio: float
    reference: float
    threshold: float


def findable_ratio(level: float, *, step: float = STEP) -> float:
    """The step to look for at so many complaints a day: `step`, or a larger one where so few complaints could not show it in time."""
    return max(1 + step, 1 + FINDABLE / sqrt(level))


def reference_of(ratio: float) -> float:
    """k ÷ level for the best test of a step by this ratio, (ρ − 1) ÷ ln ρ. Source: Lucas, Technometrics 27 (1985) 129–144."""
    return (ratio - 1) / log(ratio)


def design(
    *, level: float, baseline_days: int | None, dispersion: float = 1.0, step: float = STEP, share: float = SHARE, days: int = DAYS
) -> Design:
    """The chart that raises a false alarm within `days` days with probability `share` (0 to 1), once it has been running for a while.

    The probability is averaged over what `baseline_days` days leave uncertain of the level (None: the level is known), so a short
    baseline gets a higher threshold. `dispersion` is the variance ÷ mean of the daily counts; the unrest of weekday factors that come
    from so many weeks is added to it. Thresholds are computed for levels 10 % apart and for a few lengths of the baseline, and read
    between them.
    """
    weeks = None if baseline_days is None else next((known for known in _WEEKS if known * 7 <= baseline_days), max(baseline_days // 7, 1))
    unrest = dispersion * (1 + (_WEEKDAY_UNREST / weeks if weeks else 0.0))
    place = log(level / unrest) / log(_LEVELS)
    below, part = floor(place), place - floor(place)
    low, high = (_threshold(_LEVELS**step_of_grid, weeks, step, share, days) for step_of_grid in (below, below + 1))
    ratio = findable_ratio(level / dispersion, step=step)
    return Design(ratio=ratio, reference=reference_of(ratio), threshold=(low + part * (high - low)) * unrest)


def alarm_share(*, mean: float, reference: float, threshold: float, days: int = DAYS, settled: int = 0) -> float:
    """The probability of an alarm within so many days when x is Poisson with this mean; k = `reference`, h = `threshold`, in complaints.

    The sum starts at nought, or where it stands after `settled` days without an alarm. By the Markov chain of the sum on a grid of
    quarters of a complaint, to which h is rounded up. Source: Brook & Evans, Biometrika 59 (1972) 539–549.
    """
    chain = _chain(mean, reference, threshold)
    alive = np.zeros(len(chain))
    alive[0] = 1.0
    for day in range(settled + days):
        if day == settled:
            alive /= alive.sum()
        alive = alive @ chain
    return 1.0 - float(alive.sum())


def average_run_length(*, mean: float, reference: float, threshold: float) -> float:
    """The mean number of days until an alarm, from a sum of nought."""
    chain = _chain(mean, reference, threshold)
    return float(np.linalg.solve(np.eye(len(chain)) - chain, np.ones(len(chain)))[0])


_GRID = 4


def _chain(mean: float, reference: float, threshold: float) -> NDArray[np.float64]:
    """Chances to go from one sum below h to another; what is missing to one in a row is the alarm.

    A sum between two places of the grid is shared between them so that its mean is kept; below h it stays below.
    """
    states = max(ceil(round(threshold * _GRID, 6)), 1)
    largest = int(threshold + reference) + 2
    chances = np.diff(pdtr(np.arange(largest + 1), mean), prepend=0.0)
    places = np.arange(states)[:, None] + (np.arange(largest + 1) - reference)[None, :] * _GRID
    lower = np.floor(places)
    upper_share = places - lower
    rows = np.arange(states)[:, None] * (states + 1)
    chain = np.zeros(states * (states + 1))
    upper = np.where(places < states, np.minimum(lower + 1, states - 1), states)
    for place, share in ((lower, 1 - upper_share), (upper, upper_share)):
        columns = np.clip(place, 0, states).astype(np.int64)
        chain += np.bincount((rows + columns).ravel(), weights=(share * chances).ravel(), minlength=len(chain))
    return chain.reshape(states, states + 1)[:, :states]


@lru_cache(maxsize=4096)
def _threshold(level: float, weeks: int | None, step: float, share: float, days: int) -> float:
    """The least h, in quarters of a complaint, that keeps the averaged share."""
    reference = level * reference_of(findable_ratio(level, step=step))
    errors = 1 + _NODES / sqrt(level * weeks * 7) if weeks else np.ones(1)
    weights = _WEIGHTS / _WEIGHTS.sum() if weeks else np.ones(1)

    def averaged(quarters: int) -> float:
        shares = [
            alarm_share(mean=level * max(error, 0.05), reference=reference, threshold=quarters / _GRID, days=days, settled=_SETTLED)
            for error in errors
        ]
        return float(np.dot(weights, shares))

    low, high = 1, 8 * _GRID
    while averaged(high) > share * _ROOM:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if averaged(middle) > share * _ROOM else (low, middle)
    return high / _GRID
