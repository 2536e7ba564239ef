"""Calls of a day spread over its intervals, and the handling time of each.

A day's total carries most of the error, so an interval is total × share. Shares blend the faded profile of the weekday with what a
model of each interval alone expects; the blend is the one that would have served best in the last four weeks. Where an interval has
fewer than about 50 calls, weekdays differ by the hour only and all days together share the hour out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .errors import Vector
from .series import WEEK, Days, History, Opening, weekdays_of

FADE_DAYS = 42.0
INTERVAL_FADE = 0.8
HELD_BACK = 28
BLENDS = (0.0, 0.25, 0.5, 0.75, 1.0)
FEW_CALLS = 50.0
PRIOR_CALLS_A_SLOT = 20.0
HOUR = 60


@dataclass(frozen=True)
class Profile:
    """`shares` (7, slots), each row of an open weekday adds up to one; `blend` is the part of the weekday's profile in it."""

    shares: Vector
    blend: float
    pooled_to_hours: bool


def intraday(history: History, opening: Opening, *, left_out: frozenset[int] = frozenset()) -> Profile:
    """Days of `left_out` (ordinals: holidays, outliers) do not count."""
    usable = ~np.isin(history.days, list(left_out))
    pooled = _mean_slot(history, opening) < FEW_CALLS and history.minutes < HOUR
    best = _best_blend(history, opening, usable, pooled=pooled)
    return Profile(_shares(history, opening, usable, best, pooled=pooled), best, pooled)


def spread_over_day(profile: Profile, opening: Opening, days: Days, totals: Vector, specials: Mapping[int, str]) -> Vector:
    """(days, slots); every row adds up to its total. Holidays take Sunday's shape where Sunday is open, make-up workdays Wednesday's."""
    rows = np.array([_shape_of(int(day), opening, specials) for day in days], dtype=np.intp)
    return np.asarray(profile.shares[rows] * totals[:, None])


def handling_times(seconds: Vector, calls: Vector, days: Days, *, half_life: float = FADE_DAYS) -> Vector:
    """(7, slots) mean handling time, s, weighted by calls and faded; a slot with few calls takes the whole day's. NaN where none is known.

    `seconds` and `calls` are (days, slots), NaN where unknown.
    """
    known = np.isfinite(seconds) & np.isfinite(calls) & (calls > 0)
    weight = np.where(known, calls, 0.0) * (0.5 ** ((days[-1] - days) / half_life))[:, None]
    total = float(weight.sum())
    if total <= 0:
        return np.full((WEEK, seconds.shape[1]), np.nan)
    product = weight * np.where(known, seconds, 0.0)
    overall = float(product.sum()) / total
    slot = (product.sum(axis=0) + PRIOR_CALLS_A_SLOT * overall) / (weight.sum(axis=0) + PRIOR_CALLS_A_SLOT)
    result = np.empty((WEEK, seconds.shape[1]))
    weekdays = weekdays_of(days)
    for weekday in range(WEEK):
        mine = weekdays == weekday
        top = product[mine].sum(axis=0) + PRIOR_CALLS_A_SLOT * slot
        result[weekday] = top / (weight[mine].sum(axis=0) + PRIOR_CALLS_A_SLOT)
    return result


def _shape_of(day: int, opening: Opening, specials: Mapping[int, str]) -> int:
    kind = specials.get(day, "").split(":")[0]
    if kind == "holiday" and opening.weekdays[6]:
        return 6
    if kind == "made_up" and opening.weekdays[2]:
        return 2
    return int(weekdays_of(np.array([day]))[0])


def _mean_slot(history: History, opening: Opening) -> float:
    usual = opening.usual[weekdays_of(history.days)]
    seen = history.calls[usual & np.isfinite(history.calls)]
    return float(seen.mean()) if seen.size else 0.0


def _best_blend(history: History, opening: Opening, usable: np.ndarray, *, pooled: bool) -> float:
    """Tried on the last four weeks with what came before; half and half where there is too little to try on."""
    count = history.calls.shape[0]
    if count < 3 * HELD_BACK:
        return 0.5
    before = History(history.first_day, history.minutes, history.calls[:-HELD_BACK])
    held = np.where(usable[-HELD_BACK:, None], history.calls[-HELD_BACK:], np.nan)
    weekdays = weekdays_of(history.days[-HELD_BACK:])
    totals = np.nansum(held, axis=1)

    def miss(blend: float) -> float:
        shares = _shares(before, opening, usable[:-HELD_BACK], blend, pooled=pooled)
        return float(np.nansum(np.abs(shares[weekdays] * totals[:, None] - held)))

    return min(BLENDS, key=miss)


def _shares(history: History, opening: Opening, usable: np.ndarray, blend: float, *, pooled: bool) -> Vector:
    days, weekdays = history.days, weekdays_of(history.days)
    calls = np.where(usable[:, None] & opening.slots[weekdays], np.nan_to_num(history.calls), 0.0)
    faded = calls * (0.5 ** ((days[-1] - days) / FADE_DAYS))[:, None]
    everywhere = faded.sum(axis=0)
    result = np.zeros((WEEK, calls.shape[1]))
    for weekday in np.flatnonzero(opening.weekdays):
        mine = weekdays == weekday
        allowed = opening.slots[weekday]
        common = _normal(np.where(allowed, everywhere, 0.0))
        own = faded[mine].sum(axis=0) + PRIOR_CALLS_A_SLOT * allowed.sum() * common
        alone = _interval_model(calls[mine]) + PRIOR_CALLS_A_SLOT * common
        shares = blend * _normal(own) + (1 - blend) * _normal(alone)
        result[weekday] = _normal(_by_hour(shares, common, history.minutes) if pooled else shares)
    return result


def _interval_model(calls: Vector) -> Vector:
    """(slots,) simple exponential smoothing of each interval from week to week."""
    rows = calls[calls.sum(axis=1) > 0]
    if not rows.size:
        return np.zeros(calls.shape[1])
    weights = INTERVAL_FADE ** np.arange(rows.shape[0] - 1, -1, -1)
    return np.asarray((rows * weights[:, None]).sum(axis=0) / weights.sum())


def _by_hour(shares: Vector, common: Vector, minutes: int) -> Vector:
    """The hours of `shares`, each shared out as in `common`."""
    group = np.arange(shares.size) * minutes // HOUR
    hours = np.bincount(group, weights=shares)
    whole = np.bincount(group, weights=common)
    return np.divide(common * hours[group], whole[group], out=shares.copy(), where=whole[group] > 0)


def _normal(values: Vector) -> Vector:
    total = float(values.sum())
    return np.asarray(values / total) if total > 0 else values
