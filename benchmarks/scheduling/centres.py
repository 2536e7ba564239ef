"""Two call centres made up by a seed: two years of quarter hours with all that moves calls, told apart from what a method knows.

Level with a slow trend, season of the year, weekday, place in the month (bills), holidays of China, days that hang together (AR 1),
two campaigns, an outage of a day, and Poisson calls on top of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from portalkit.calendars.domain.notices import known_days
from scheduling.domain.forecast.series import History

FIRST = date(2025, 1, 1)
DAYS = 730
SLOTS = 96
WEEKDAYS = np.array([1.12, 1.06, 1.03, 1.01, 1.02, 0.90, 0.86])


@dataclass(frozen=True)
class Centre:
    name: str
    level: float
    noise: float
    trend: float
    year: float
    seed: int


LARGE = Centre("generated, large", 9_000, 0.025, 0.04, 0.06, 21)
SMALL = Centre("generated, small", 300, 0.05, -0.06, 0.08, 22)


def history(centre: Centre) -> History:
    """(730, 96) calls from 2025-01-01."""
    random = np.random.default_rng(centre.seed)
    days = np.arange(DAYS)
    dates = [FIRST + timedelta(days=int(day)) for day in days]
    level = centre.level * (1 + centre.trend * days / 365)
    level = level * (
        1 + centre.year * np.sin(2 * np.pi * (days - 110) / 365.25) + centre.year / 3 * np.sin(4 * np.pi * (days - 40) / 365.25)
    )
    level = level * WEEKDAYS[[one.weekday() for one in dates]]
    level = level * np.array([{1: 1.10, 2: 1.08, 3: 1.05}.get(one.day, 1.0) for one in dates])
    level = level * np.array([_holiday(one) for one in dates])
    hanging = np.zeros(DAYS)
    for day in range(1, DAYS):
        hanging[day] = 0.5 * hanging[day - 1] + random.normal(0, centre.noise * np.sqrt(1 - 0.25))
    level = level * np.exp(hanging)
    for start in (170, 460):
        level[start : start + 14] *= 1 + 0.25 * 0.5 ** (np.arange(14) / 4)
    level[300] *= 0.35
    calls = random.poisson(level[:, None] * _profile(dates)).astype(float)
    return History(FIRST, 15, calls)


def specials() -> dict[int, str]:
    """The holidays and make-up workdays of the notices, by ordinal."""
    return {
        one.day.toordinal(): f"{'made_up' if one.is_worked else 'holiday'}:{one.name if not one.is_worked else ''}" for one in known_days()
    }


_NOTICE = {one.day: one for one in known_days()}


def _holiday(day: date) -> float:
    notice = _NOTICE.get(day)
    if notice is None:
        return 1.0
    if notice.is_worked:
        return 1.16
    return 0.62 if "春节" in notice.name else 0.78


def _profile(dates: list[date]) -> np.ndarray:
    """(days, slots), each row adds up to one: two humps, later and flatter at weekends."""
    hours = (np.arange(SLOTS) + 0.5) / 4
    week = 0.06 + np.exp(-((hours - 10.2) ** 2) / 4.5) + 0.85 * np.exp(-((hours - 15.8) ** 2) / 7) + 0.35 * np.exp(-((hours - 20) ** 2) / 3)
    rest = 0.07 + 0.9 * np.exp(-((hours - 11) ** 2) / 8) + 0.8 * np.exp(-((hours - 17) ** 2) / 12)
    rows = np.array([rest if one.weekday() >= 5 else week for one in dates])
    return rows / rows.sum(axis=1, keepdims=True)
