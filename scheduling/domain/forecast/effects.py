"""What campaigns added to a history, taken out of it before anything is forecast, and what is learned from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..campaigns import Campaign, Echo, Response, decay, learn, seen_rate, tail_of
from .errors import Vector
from .past import local_level, special_factors
from .series import DailySeries

LEAST_LEFT = 0.3
AROUND_DAYS = 21


@dataclass(frozen=True)
class Cleaned:
    """`series` without what campaigns added, `added` (n,) that part, `response` what was learned, `baseline` (n,) the ordinary level."""

    series: DailySeries
    added: Vector
    response: Response
    baseline: Vector


def without_campaigns(series: DailySeries, campaigns: Sequence[Campaign]) -> Cleaned:
    """Learns from the campaigns that have begun inside the series; each is taken out with the rate at which it was seen to work.

    Days that another campaign touches teach nothing of this one. At least 30 % of a day's calls stay.
    """
    default = Response()
    past = [one for one in campaigns if series.days[0] <= one.first_day <= series.days[-1] and one.targets > 0]
    baseline = _baseline(series, _touched(past, series, default))
    excess = series.calls - baseline
    echoes = []
    for one in past:
        others = _touched([other for other in past if other is not one], series, default)
        echoes.append(_echo(one, series, np.where(others, np.nan, excess), default))
    response = learn(echoes, default=default)
    added = np.zeros(series.days.size)
    for echo in echoes:
        seen = seen_rate(echo, response) if np.isfinite(echo.excess).any() else 0.0
        added += echo.campaign.targets * seen * decay(echo.campaign, response, series.days)
    added = np.minimum(added, (1 - LEAST_LEFT) * np.nan_to_num(series.calls, nan=np.inf))
    return Cleaned(replace(series, calls=series.calls - added), added, response, baseline)


def _baseline(series: DailySeries, touched: np.ndarray) -> Vector:
    """(n,) ordinary calls of each day: the weekday's level nearby without touched or special days, times the special day's factor."""
    calm = replace(series, calls=np.where(touched, np.nan, series.calls))
    special = np.array([int(day) in series.specials for day in series.days], dtype=bool)
    factors = special_factors(calm)
    scale = np.array([factors[series.specials[int(day)]] if int(day) in series.specials else 1.0 for day in series.days])
    return np.asarray(local_level(series.days, np.where(special, np.nan, calm.calls)) * scale)


def _touched(campaigns: Sequence[Campaign], series: DailySeries, default: Response) -> np.ndarray:
    """(n,) days that a campaign may have lifted."""
    found = np.zeros(series.days.size, dtype=bool)
    for one in campaigns:
        found |= (series.days >= one.first_day) & (series.days <= tail_of(one, default))
    return found


def _echo(campaign: Campaign, series: DailySeries, excess: Vector, default: Response) -> Echo:
    """The half-life in the plan is left aside: shape is learned from what came."""
    inside = (series.days >= campaign.first_day - AROUND_DAYS) & (series.days <= tail_of(campaign, default) + AROUND_DAYS)
    return Echo(replace(campaign, half_life_days=None), series.days[inside], excess[inside])
