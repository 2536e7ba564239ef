"""Small made-up histories for tests of forecasting."""

from datetime import date

import numpy as np

from scheduling.domain.forecast.series import DailySeries, History

MONDAY = date(2025, 1, 6)
EVERY_DAY = np.ones(7, dtype=bool)
WEEKDAYS = np.array([True] * 5 + [False] * 2)
PATTERN = np.array([1.2, 1.1, 1.0, 1.0, 1.05, 0.8, 0.7])


def series(*, weeks=20, level=1_000.0, noise=0.0, growth=0.0, seed=1, opened=EVERY_DAY, specials=None):
    """Days of `weeks` weeks from Monday 2025-01-06, `PATTERN` times a level that grows by `growth` a day."""
    count = weeks * 7
    days = np.arange(count) + MONDAY.toordinal()
    calls = level * PATTERN[np.arange(count) % 7] * (1 + growth * np.arange(count))
    calls = calls * np.exp(np.random.default_rng(seed).normal(0, noise, count))
    keep = opened[np.arange(count) % 7]
    return DailySeries(days[keep], calls[keep], opened, specials or {})


def history(*, weeks=10, minutes=60, level=1_000.0, opened=EVERY_DAY, first_hour=8, last_hour=18, seed=1):
    """Poisson calls between two hours, one hump; NaN when the line is shut."""
    slots = 1440 // minutes
    hours = (np.arange(slots) + 0.5) * minutes / 60
    inside = (hours >= first_hour) & (hours < last_hour)
    shape = np.where(inside, 1 + np.exp(-((hours - 11) ** 2) / 6), 0)
    shape = shape / shape.sum()
    count = weeks * 7
    mean = level * PATTERN[np.arange(count) % 7][:, None] * shape[None, :]
    calls = np.random.default_rng(seed).poisson(mean).astype(float)
    calls[:, ~inside] = np.nan
    calls[~opened[np.arange(count) % 7]] = np.nan
    return History(MONDAY, minutes, calls)
