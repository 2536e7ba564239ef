"""Tells a whole month from a part of one. See docs/algorithms/rate.md, "Partial months"."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

IMPROBABLE = 0.001


@dataclass(frozen=True)
class Coverage:
    """What is known of one month over all regions: its complaints, the first and the last day that has any."""

    month: date
    complaints: int
    first_on: date
    last_on: date


def is_partial(coverage: Coverage, *, today: date, is_first: bool = False) -> bool:
    """Whether the month's figures cover only a part of it.

    True while the month is not over at `today`, and where the silence at its end would be too improbable to be chance: with
    λ complaints a day over the whole month, k silent days happen by chance with probability exp(−λk) < 0.001. For the first
    month of all data (`is_first`) the silence at its start counts the same way.
    """
    last_day = _last_day(coverage.month)
    if today <= last_day:
        return True
    per_day = coverage.complaints / last_day.day
    silent = (last_day - coverage.last_on).days
    if is_first:
        silent = max(silent, (coverage.first_on - coverage.month).days)
    return is_improbable(silent_days=silent, per_day=per_day)


def is_improbable(*, silent_days: int, per_day: float) -> bool:
    """Whether so many days without any complaint are too improbable for chance at this daily mean."""
    return silent_days > 0 and math.exp(-per_day * silent_days) < IMPROBABLE


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
