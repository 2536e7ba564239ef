"""What a method sees at an origin: holidays taken out, holes filled, bursts capped. Only days before the origin are used."""

from dataclasses import dataclass

import numpy as np

from .errors import HistoryTooShort, Vector
from .series import DailySeries, Days, weekdays_of

NEAR_DAYS = 28
LEAST_WEEKS = 3
HOLIDAY_PRIOR = 2.0
BURST = 4.0


@dataclass(frozen=True)
class Past:
    """`calls` (n,) without holes, on the scale of ordinary days; `known` (n,) tells which were seen. `ahead` (h,) ordinals to forecast.

    `factors` (h,) bring a forecast of ordinary days to the special ones among `ahead`.
    """

    days: Days
    calls: Vector
    known: np.ndarray
    ahead: Days
    factors: Vector
    season: int


def past_of(series: DailySeries, *, horizon: int) -> Past:
    """`horizon` in calendar days. Raises HistoryTooShort below three weeks of known days."""
    known = np.isfinite(series.calls)
    need = LEAST_WEEKS * series.season
    if int(known.sum()) < need:
        raise HistoryTooShort(f"{int(known.sum())} known days, at least {need} are needed")
    factors = special_factors(series)
    scale = _scale(series, series.days, factors)
    plain = np.where(scale > 0.02, series.calls / np.maximum(scale, 0.02), np.nan)
    local = local_level(series.days, np.where(_is_special(series), np.nan, plain))
    plain = np.where(np.isfinite(plain), np.minimum(plain, BURST * local), local)
    ahead = series.ahead(horizon)
    return Past(series.days, plain, known, ahead, _scale(series, ahead, factors), series.season)


def special_factors(series: DailySeries) -> dict[str, float]:
    """Calls of special days ÷ those of ordinary days around, by name; few days are pulled to what all of the same kind show.

    A name ends at its first colon: `holiday:…` and `made_up:…` are the kinds. A name without a seen day gets its kind's factor.
    """
    special = _is_special(series)
    local = local_level(series.days, np.where(special, np.nan, series.calls))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(series.calls, 0.5) / np.maximum(local, 0.5))
    seen: dict[str, list[float]] = {}
    for day, value in zip(series.days[special], logs[special], strict=True):
        if np.isfinite(value):
            seen.setdefault(series.specials[int(day)], []).append(float(value))
    kinds: dict[str, list[float]] = {}
    for name, values in seen.items():
        kinds.setdefault(name.split(":")[0], []).extend(values)
    middles = {kind: sum(values) / (len(values) + HOLIDAY_PRIOR) for kind, values in kinds.items()}
    factors = {}
    for name in set(series.specials.values()):
        middle, values = middles.get(name.split(":")[0], 0.0), seen.get(name, [])
        factors[name] = float(np.exp((sum(values) + HOLIDAY_PRIOR * middle) / (len(values) + HOLIDAY_PRIOR)))
    return factors


def _scale(series: DailySeries, days: Days, factors: dict[str, float]) -> Vector:
    return np.array([factors[series.specials[int(day)]] if int(day) in series.specials else 1.0 for day in days])


def _is_special(series: DailySeries) -> np.ndarray:
    return np.array([int(day) in series.specials for day in series.days], dtype=bool)


def local_level(days: Days, calls: Vector) -> Vector:
    """What the same weekday had nearby: the median within 28 days, or of all its days where none is near. No NaN."""
    result = np.empty(calls.size)
    weekdays = weekdays_of(days)
    overall = float(np.nanmedian(calls))
    for weekday in np.unique(weekdays):
        mine = np.flatnonzero(weekdays == weekday)
        values = calls[mine]
        known = np.isfinite(values)
        middle = float(np.median(values[known])) if known.any() else overall
        near = np.abs(days[mine][:, None] - days[mine][None, :]) <= NEAR_DAYS
        table = np.where(near & known[None, :], values[None, :], np.nan)
        some = np.isfinite(table).any(axis=1)
        result[mine] = middle
        if some.any():
            result[mine[some]] = np.nanmedian(table[some], axis=1)
    return result
