"""How well a roster fitted: to the calls, to what was needed, and to the people who work it.

Arrays are of one length or shape, unknown is NaN (or None for a whole figure) and left out, never counted as 0.
docs/algorithms/fit.md says why each formula is the one it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .forecast.errors import Errors, measure

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """`overlap` is 1 for the same shape and 0 for shapes that never meet; `correlation` from -1 to 1."""

    overlap: float | None
    correlation: float | None


@dataclass(frozen=True)
class Cover:
    """Hours (heads × time) over and under what was needed; `cover` is the share of needed hours that were staffed, from 0 to 1;
    `staffing_fit` is 1 − misplaced ÷ needed and may be negative."""

    needed_hours: float
    over_hours: float
    under_hours: float
    cover: float | None
    staffing_fit: float | None


@dataclass(frozen=True)
class Error:
    """`wape` = Σ|actual − forecast| ÷ Σ actual, `bias` = Σ(forecast − actual) ÷ Σ actual: positive when too much was forecast."""

    wape: float | None
    bias: float | None


@dataclass(frozen=True)
class Spread:
    """`mean`, `least` and `most` of what agents got, and their Gini coefficient (0: all the same)."""

    mean: float
    least: float
    most: float
    gini: float | None


def shape_fit(heads: ArrayLike, calls: ArrayLike) -> Fit:
    """How alike the day's shape of heads is to that of calls, whatever their levels.

    Both are scaled to sum 1; the overlap is 1 − ½ Σ|h − c| (one minus the total variation distance). Pearson's correlation stands
    beside it. None where either is zero all over (or, for the correlation, flat).
    """
    one, other = _known(heads, calls)
    if one.sum() <= 0 or other.sum() <= 0:
        return Fit(None, None)
    overlap = 1 - 0.5 * float(np.abs(one / one.sum() - other / other.sum()).sum())
    return Fit(max(0.0, overlap), _correlation(one, other))


def cover(heads: ArrayLike, needed: ArrayLike, *, minutes: float) -> Cover:
    """Heads scheduled against heads needed in slots of `minutes`."""
    there, wanted = _known(heads, needed)
    hours = minutes / 60
    over, under = float(np.maximum(there - wanted, 0).sum()) * hours, float(np.maximum(wanted - there, 0).sum()) * hours
    total = float(wanted.sum()) * hours
    if total <= 0:
        return Cover(total, over, under, None, None)
    return Cover(total, over, under, 1 - under / total, 1 - (over + under) / total)


def share(part: ArrayLike, whole: ArrayLike) -> float | None:
    """Σ part ÷ Σ whole over the slots in which both are known; None without a whole. Answered of offered, in target of offered."""
    some, all_ = _known(part, whole)
    return float(some.sum() / all_.sum()) if all_.sum() > 0 else None


def utilisation(answered: ArrayLike, aht_seconds: ArrayLike, heads: ArrayLike, *, minutes: float) -> float | None:
    """Time spent on calls ÷ time present. Above 1 where more was worked than was rostered, which is shown and not cut."""
    calls, aht, there = _known(answered, aht_seconds, heads)
    present = float(there.sum()) * minutes * 60
    return float((calls * aht).sum()) / present if present > 0 else None


def forecast_error(actual: ArrayLike, forecast: ArrayLike) -> Error:
    """Error of the slots in which both are known."""
    seen, said = _known(actual, forecast)
    total = float(seen.sum())
    if total <= 0:
        return Error(None, None)
    return Error(float(np.abs(seen - said).sum()) / total, float((said - seen).sum()) / total)


def daily_error(actual: Array, forecast: Array, *, scale: float | None = None) -> Errors:
    """Error of the days' sums over the slots in which both are known, (days, slots) each; a day without such a slot is left out.

    `scale` is the mean error of the seasonal naive by day, calls. Never above the WAPE of the slots: errors of a day cancel.
    """
    known = ~(np.isnan(actual) | np.isnan(forecast))
    seen, said = (np.where(known, one, 0.0).sum(axis=1) for one in (actual, forecast))
    judged = known.any(axis=1)
    return measure(forecast=said[judged], actual=seen[judged], scale=scale)


def spread(amounts: Sequence[float]) -> Spread | None:
    """How evenly nights or weekends fell on agents; None without agents. The Gini coefficient is None where nobody got any.

    G = Σ (2i − n − 1) x₍ᵢ₎ ÷ (n Σ x), x in rising order, i from 1.
    """
    values = np.sort(np.asarray(amounts, dtype=float))
    count = len(values)
    if not count:
        return None
    total = float(values.sum())
    ranks = 2 * np.arange(1, count + 1) - count - 1
    gini = max(0.0, float((ranks * values).sum()) / (count * total)) if total > 0 else None
    return Spread(total / count, float(values[0]), float(values[-1]), gini)


def _known(*lines: ArrayLike) -> tuple[Array, ...]:
    """The lines flat, with the slots left out in which any is NaN. Raises ValueError for lines of different shapes."""
    arrays = [np.asarray(line, dtype=float) for line in lines]
    if len({one.shape for one in arrays}) > 1:
        raise ValueError("lines of different shapes")
    flat = [one.ravel() for one in arrays]
    known = ~np.isnan(flat).any(axis=0)
    return tuple(one[known] for one in flat)


def _correlation(one: Array, other: Array) -> float | None:
    first, second = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    if scale <= 1e-12 * float(np.abs(one).max() * np.abs(other).max()):
        return None
    return float(np.clip((first * second).sum() / scale, -1, 1))
