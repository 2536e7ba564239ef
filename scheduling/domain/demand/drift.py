"""Whether demand grows or falls, and whether it has just changed.

Slope by Theil and Sen over weekly means on the log scale, its interval by Kendall's statistic (Sen 1968): unmoved by a few odd weeks.
From 60 weeks on only weeks that lie whole years apart are compared (Hirsch, Slack & Smith 1982), so that the season is no growth.
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from ..history.days import DaySeries
from .totals import by_week

YEAR_WEEKS = 52.1775
FEWEST_WEEKS = 8
SEASON_WEEKS = 52
FEWEST_DAYS_A_WEEK = 5
SPAN_DAYS = 28
NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Drift:
    """Growth a year as a share (0.05: five per cent more) with its 95 % interval, None when there are fewer than eight weeks.

    `recent` is the mean of the last 28 days ÷ that of the 28 before, `year_ago` ÷ that of the same 28 days 52 weeks before.
    """

    a_year: float | None
    low: float | None
    high: float | None
    recent: float | None
    year_ago: float | None

    @property
    def is_certain(self) -> bool:
        """The interval leaves out standing still."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def drift(series: DaySeries) -> Drift:
    """Weeks with fewer than five known days are left out."""
    recent = _ratio(series, SPAN_DAYS)
    year_ago = _ratio(series, 52 * 7)
    weeks = [week for week in by_week(series) if week.known >= FEWEST_DAYS_A_WEEK]
    if len(weeks) < FEWEST_WEEKS:
        return Drift(None, None, None, recent, year_ago)
    at = np.array([week.first_day.toordinal() // 7 for week in weeks])
    logs = np.log(np.array([week.a_day or 0.0 for week in weeks]) + 0.5)
    one, other = np.triu_indices(len(at), 1)
    season = at % SEASON_WEEKS if at[-1] - at[0] >= SEASON_WEEKS + FEWEST_WEEKS else np.zeros(len(at), dtype=int)
    kept = season[one] == season[other]
    if not kept.any():
        return Drift(None, None, None, recent, year_ago)
    slopes = np.sort(((logs[other] - logs[one]) / (at[other] - at[one]))[kept])
    low, high = _interval(slopes, np.unique(season, return_counts=True)[1])
    return Drift(_yearly(float(np.median(slopes))), _yearly(low), _yearly(high), recent, year_ago)


def _interval(slopes: np.typing.NDArray[np.float64], weeks: np.typing.NDArray[np.int_]) -> tuple[float, float]:
    """`weeks` is how many weeks each season has; their Kendall variances add up."""
    half = NORMAL_95 * sqrt(float((weeks * (weeks - 1) * (2 * weeks + 5)).sum()) / 18) / 2
    middle = (len(slopes) - 1) / 2
    first = max(0, int(np.floor(middle - half)))
    last = min(len(slopes) - 1, int(np.ceil(middle + half)))
    return float(slopes[first]), float(slopes[last])


def _yearly(slope: float) -> float:
    return exp(slope * YEAR_WEEKS) - 1


def _ratio(series: DaySeries, before: int) -> float | None:
    """Mean of the last 28 days ÷ mean of the 28 days that lie `before` days earlier; days unknown in either are left out of both."""
    if not series.days:
        return None
    known = {day.toordinal(): calls for day, calls in zip(series.days, series.calls, strict=True) if calls is not None}
    last = series.days[-1].toordinal()
    pairs = [(known[day], known[day - before]) for day in range(last - SPAN_DAYS + 1, last + 1) if day in known and day - before in known]
    former = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / former if len(pairs) >= SPAN_DAYS // 2 and former else None
