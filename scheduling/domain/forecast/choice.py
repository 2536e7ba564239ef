"""Which candidates to believe, and how far: weights that would have served best at the last origins, pulled to robust ones.

Weights w ≥ 0 that add up to one minimise Σ ‖Σ w f − y‖² over the runs, later runs weighing more, plus λ ‖w − prior‖². The fewer runs,
the more the prior holds: regression on the calendar where weeks repeat, smoothing where history is restless. Bates & Granger 1969 for
combining; none of the candidates wins everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import nnls

from .backtest import Run, pooled
from .errors import Errors, Vector
from .methods import SEASONAL_NAIVE

COMBINATION = "combination"
RUNS = 12
HALF_LIFE_RUNS = 6.0
PULL = 0.3
RESTLESS_FROM = 0.25
FEW_RUNS = 4
LEAST_WEIGHT = 0.03
REGULAR_PRIOR = {"calendar_regression": 0.7, "theta": 0.15, "boosting": 0.15}
RESTLESS_PRIOR = {"theta": 0.4, "weekday_average": 0.3, "ets": 0.3}


class Reason(StrEnum):
    """Why these weights."""

    ONE_LEADS = "one_leads"
    COMBINED = "combined"
    SHORT_HISTORY = "short_history"
    RESTLESS = "restless"
    REGULAR = "regular"


@dataclass(frozen=True)
class Choice:
    """`weights` add up to one. `method` is the only name that has a weight, or `combination`."""

    method: str
    weights: Mapping[str, float]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Judged:
    """A run with the forecast of the method that the runs before it would have chosen."""

    run: Run
    choice: Choice
    forecast: Vector


def choose(runs: list[Run], names: list[str]) -> Choice:
    """`runs` newest first, all of them over at the moment of the choice; `names` are the candidates that can speak now."""
    recent = runs[:RUNS]
    restless = _is_restless(recent)
    prior = _prior(names, restless=restless)
    weights = _weights(recent, names, prior) if recent else prior
    kept = {name: float(weight) for name, weight in zip(names, weights, strict=True) if weight >= LEAST_WEIGHT}
    total = sum(kept.values())
    kept = {name: weight / total for name, weight in sorted(kept.items(), key=lambda pair: -pair[1])}
    reasons = [Reason.COMBINED if len(kept) > 1 else Reason.ONE_LEADS, Reason.RESTLESS if restless else Reason.REGULAR]
    if len(recent) < FEW_RUNS:
        reasons.append(Reason.SHORT_HISTORY)
    return Choice(COMBINATION if len(kept) > 1 else next(iter(kept)), kept, tuple(reasons))


def blend(choice: Choice, forecasts: Mapping[str, Vector]) -> Vector:
    """(h,) the weighted mean of what speaks; the weights of absent ones go to the others."""
    present = {name: weight for name, weight in choice.weights.items() if name in forecasts}
    if not present:
        return np.asarray(np.mean(list(forecasts.values()), axis=0), dtype=float)
    total = sum(present.values())
    return np.asarray(sum(forecasts[name] * (weight / total) for name, weight in present.items()), dtype=float)


def judge(runs: list[Run], *, count: int) -> list[Judged]:
    """The newest `count` runs, each with what only runs already over at its origin would have chosen."""
    return [_judged(run, runs) for run in runs[:count]]


def score(judged: list[Judged]) -> Errors:
    """Errors of the way of choosing itself."""
    return pooled([one.run for one in judged], [one.forecast for one in judged])


def score_of(runs: list[Run], name: str) -> Errors:
    """Errors of one candidate over the runs in which it spoke."""
    spoke = [run for run in runs if name in run.forecasts]
    return pooled(spoke, [run.forecasts[name] for run in spoke])


def _judged(run: Run, runs: list[Run]) -> Judged:
    over = [one for one in runs if one.days.size and int(one.days[-1]) < run.origin]
    choice = choose(over, list(run.forecasts))
    return Judged(run, choice, blend(choice, run.forecasts))


def _is_restless(runs: list[Run]) -> bool:
    """Weeks repeat so badly that the seasonal naive misses by a quarter; unknown history counts as restless."""
    naive = score_of(runs, SEASONAL_NAIVE).wape
    return naive is None or naive > RESTLESS_FROM


def _prior(names: list[str], *, restless: bool) -> Vector:
    wanted = RESTLESS_PRIOR if restless else REGULAR_PRIOR
    prior = np.array([wanted.get(name, 0.0) for name in names])
    return prior / prior.sum() if prior.sum() > 0 else np.full(len(names), 1 / len(names))


def _weights(runs: list[Run], names: list[str], prior: Vector) -> Vector:
    """(names,) by non-negative least squares; a candidate that was absent at an origin counts there as the others' mean."""
    errors = np.concatenate([_errors(run, names) * 0.5 ** (age / HALF_LIFE_RUNS) for age, run in enumerate(runs)])
    base = float(np.square(errors @ prior).sum())
    if base <= 0:
        return prior
    count = len(names)
    stiff, pull = 1e3, np.sqrt(PULL * RUNS / len(runs))
    left = np.vstack([errors / np.sqrt(base), pull * np.eye(count), stiff * np.ones((1, count))])
    right = np.concatenate([np.zeros(errors.shape[0]), pull * prior, [stiff]])
    weights, _ = nnls(left, right)
    return np.asarray(weights / weights.sum())


def _errors(run: Run, names: list[str]) -> Vector:
    """(known days, names) of forecast − actual, in mean calls of the run's days."""
    known = np.isfinite(run.actual)
    if not known.any() or float(run.actual[known].mean()) <= 0:
        return np.zeros((0, len(names)))
    middle = np.mean(list(run.forecasts.values()), axis=0)
    table = np.array([run.forecasts.get(name, middle)[known] for name in names])
    return np.asarray((table - run.actual[known]).T / float(run.actual[known].mean()))
