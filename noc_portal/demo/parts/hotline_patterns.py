"""How the demo's customers call: the shape of the year, the week and the day, with campaigns and mishaps, and chance about all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
YEAR_DAYS = 365.25
CALLING_HOURS = (9, 21)
_PERSISTENCE = 0.4
_DAY_NOISE = 0.022
_SLOT_NOISE = 0.05


@dataclass(frozen=True)
class Customers:
    """`level` calls a day at the end of the history, `growth` a year, `weekdays` factors from Monday, `peaks` (hour, width, weight).

    `hours` in which the queue is open, `aht` mean handling seconds, `minutes` the length of its intervals, `lost` the share of callers
    that gives up on a usual day, `holiday` the factor of a public holiday.
    """

    level: float
    growth: float
    weekdays: Sequence[float]
    peaks: Sequence[tuple[float, float, float]]
    hours: tuple[int, int]
    aht: float
    minutes: int
    lost: float
    holiday: float


@dataclass(frozen=True)
class Wave:
    """A campaign as it went: `calls` in all; customers are reached evenly over `days` and call less by half every `half_life` days."""

    first_day: date
    days: int
    calls: float
    half_life: float


GENERAL = Customers(
    level=6_000, growth=0.05, weekdays=(1.13, 1.05, 1.02, 1.0, 1.01, 0.92, 0.87),
    peaks=((10.2, 1.6, 1.0), (15.6, 2.0, 0.95), (20.2, 1.5, 0.6), (13.0, 6.0, 0.35)), hours=(0, 24), aht=118, minutes=30,
    lost=0.035, holiday=0.74,
)  # fmt: skip
BROADBAND = Customers(
    level=430, growth=0.08, weekdays=(1.0, 0.96, 0.95, 0.95, 1.0, 1.1, 1.04),
    peaks=((10.5, 2.0, 0.7), (20.4, 1.7, 1.0), (15.0, 3.0, 0.5)), hours=(8, 22), aht=236, minutes=30, lost=0.05, holiday=0.95,
)  # fmt: skip
CHAT = Customers(
    level=600, growth=0.22, weekdays=(1.04, 1.02, 1.0, 1.0, 1.03, 0.98, 0.93),
    peaks=((11.0, 2.5, 0.8), (16.0, 2.5, 0.8), (21.5, 1.8, 1.0)), hours=(0, 24), aht=305, minutes=60, lost=0.06, holiday=0.85,
)  # fmt: skip


def expected_days(
    customers: Customers, days: Sequence[date], *, holidays: Mapping[date, str], makeup: frozenset[date], mishaps: Mapping[date, float]
) -> Values:
    """Calls of each day without campaigns and chance."""
    last = days[-1].toordinal()
    found = []
    for day in days:
        weekday = 0.97 if day in makeup else customers.weekdays[day.weekday()]
        year = 1 + 0.04 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 205) / YEAR_DAYS)
        bills = 1.04 if day.day <= 4 else 1.0
        rest = _holiday(day, holidays, customers.holiday)
        trend = (1 + customers.growth) ** ((day.toordinal() - last) / YEAR_DAYS)
        found.append(customers.level * trend * year * bills * rest * (1.0 if day in holidays else weekday) * mishaps.get(day, 1.0))
    return np.array(found)


def wave_days(wave: Wave, days: Sequence[date]) -> Values:
    """Calls of a campaign on each day."""
    reach = np.zeros(len(days))
    tail = 0.5 ** (np.arange(28) / wave.half_life)
    tail /= tail.sum()
    for number in range(wave.days):
        start = (wave.first_day - days[0]).days + number
        for after, part in enumerate(tail):
            if 0 <= start + after < len(days):
                reach[start + after] += wave.calls / wave.days * part
    return reach


def day_shape(customers: Customers, *, late: float) -> Values:
    """(slots,) share of a day's calls; `late` hours later at the weekend."""
    at = (np.arange(0, 1440, customers.minutes) + customers.minutes / 2) / 60
    shape = np.sum([weight * np.exp(-(((at - hour - late) / width) ** 2) / 2) for hour, width, weight in customers.peaks], axis=0) + 0.015
    shape[(at < customers.hours[0]) | (at > customers.hours[1])] = 0
    return np.asarray(shape / shape.sum())


def drawn(customers: Customers, days: Sequence[date], base: Values, extra: Values, chance: np.random.Generator) -> npt.NDArray[np.int_]:
    """(days, slots) of calls: noise that lasts from day to day, noise of the interval, and Poisson's."""
    shocks = chance.normal(0, _DAY_NOISE, len(days))
    noise = np.zeros(len(days))
    for number in range(1, len(days)):
        noise[number] = _PERSISTENCE * noise[number - 1] + shocks[number]
    week, weekend = day_shape(customers, late=0), day_shape(customers, late=0.6)
    shapes = np.array([weekend if day.weekday() >= 5 else week for day in days])
    called = week.copy()
    hours = np.arange(0, 1440, customers.minutes) / 60
    called[(hours < CALLING_HOURS[0]) | (hours >= CALLING_HOURS[1])] *= 0.2
    rates = (base * np.exp(noise))[:, None] * shapes + extra[:, None] * (called / called.sum())
    spread = chance.gamma(1 / _SLOT_NOISE**2, _SLOT_NOISE**2, rates.shape)
    return np.asarray(chance.poisson(rates * spread))


def handling(customers: Customers, calls: npt.NDArray[np.int_], chance: np.random.Generator) -> Values:
    """(days, slots) mean handling seconds: longer at night and in the evening, surer the more calls; meaningless without calls."""
    hours = np.arange(0, 1440, customers.minutes) / 60
    shape = 1 + 0.06 * np.cos(2 * np.pi * (hours - 22) / 24)
    spread = 0.8 * customers.aht / np.sqrt(np.maximum(calls, 1))
    return np.asarray(np.clip(customers.aht * shape + chance.normal(0, 1, calls.shape) * spread, 20, 1800))


def lost(customers: Customers, calls: npt.NDArray[np.int_], base: Values, chance: np.random.Generator) -> npt.NDArray[np.int_]:
    """(days, slots) abandoned calls: more of them where a day is above its usual."""
    pressure = np.clip(calls.sum(axis=1) / np.maximum(base, 1), 0.5, 3) ** 2
    return chance.binomial(calls, np.clip(customers.lost * pressure, 0.005, 0.35)[:, None] * np.ones(calls.shape))


def _holiday(day: date, holidays: Mapping[date, str], factor: float) -> float:
    """The festival empties the line, long holidays less, and the first day after fills it."""
    if day in holidays:
        return factor * 0.8 if "春节" in holidays[day] else factor
    return 1.08 if day - timedelta(days=1) in holidays else 1.0
