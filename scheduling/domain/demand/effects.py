"""What holidays and campaigns did to calls, against what those days would usually have had."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sqrt

import numpy as np
from scipy.special import stdtrit

from ..history.days import Calendar, DaySeries
from ..history.outliers import NO_CALENDAR, residual, scatter, usual

CONFIDENCE = 0.95
TAIL_DAYS = 14


@dataclass(frozen=True)
class HolidayEffect:
    """Calls of a holiday's days ÷ those of usual days, geometric mean with its 95 % interval; `days` went into it."""

    name: str
    days: int
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class CampaignWindow:
    """What is known of a campaign before looking at the calls."""

    code: str
    first_day: date
    last_day: date
    targets: int


@dataclass(frozen=True)
class CampaignEffect:
    """Calls beyond usual from its first day to `last_day` (two weeks after its end, or the end of data) with a 95 % interval.

    `rate` is extra calls ÷ target customers, None without targets. `overlaps`: other campaigns run in the same days, so the calls are
    theirs too. `daily` are the extra calls of each day, None where unknown.
    """

    code: str
    last_day: date
    extra: float
    low: float
    high: float
    rate: float | None
    overlaps: tuple[str, ...]
    daily: tuple[float | None, ...]


def holiday_effects(series: DaySeries, *, calendar: Calendar, left_out: Collection[date] = ()) -> tuple[HolidayEffect, ...]:
    """One for each name in the calendar that has known days, in order of its first day. Campaign days and those `left_out` do not count.

    The interval is Student's over the days of a name, its spread at least that of ordinary days (one day alone has that one).
    """
    expected = usual(series, calendar=calendar, left_out=left_out)
    groups: dict[str, list[tuple[float, float]]] = {}
    for day, calls, value in zip(series.days, series.calls, expected.values, strict=True):
        name = calendar.holidays.get(day)
        if name is None or calls is None or value is None or day in calendar.campaigns or day in left_out:
            continue
        groups.setdefault(name, []).append((residual(calls, value), scatter(expected.sigma or 0.0, value)))
    return tuple(_holiday(name, rows) for name, rows in groups.items())


def campaign_effects(
    series: DaySeries, campaigns: Sequence[CampaignWindow], *, calendar: Calendar = NO_CALENDAR, left_out: Collection[date] = ()
) -> tuple[CampaignEffect, ...]:
    """One for each campaign with at least one day that has both calls and a usual value, in the order given."""
    windows = {campaign.code: _window(series, campaign) for campaign in campaigns}
    busy = frozenset(day for days in windows.values() for day in days)
    whole = Calendar(calendar.holidays, calendar.makeup, calendar.campaigns | busy)
    expected = usual(series, calendar=whole, left_out=left_out)
    usuals = dict(zip(series.days, expected.values, strict=True))
    calls = dict(zip(series.days, series.calls, strict=True))
    skipped = frozenset(calendar.holidays) | calendar.makeup | frozenset(left_out)
    found = []
    for campaign in campaigns:
        days = windows[campaign.code]
        daily = tuple(None if day in skipped else _extra(calls[day], usuals[day]) for day in days)
        if any(extra is not None for extra in daily):
            others = tuple(code for code, span in windows.items() if code != campaign.code and set(span) & set(days))
            sigmas = [
                _spread(expected.sigma or 0.0, usuals[day] or 0.0) for day, extra in zip(days, daily, strict=True) if extra is not None
            ]
            found.append(_campaign(campaign, days, daily, sqrt(sum(sigma**2 for sigma in sigmas)), others))
    return tuple(found)


def _holiday(name: str, rows: Sequence[tuple[float, float]]) -> HolidayEffect:
    logs = np.array([row[0] for row in rows])
    floor = float(np.mean([row[1] for row in rows]))
    count = len(rows)
    spread = max(float(np.std(logs, ddof=1)) if count > 1 else 0.0, floor)
    half = float(stdtrit(max(count - 1, 1) if count > 1 else 30, (1 + CONFIDENCE) / 2)) * spread / sqrt(count)
    mean = float(np.mean(logs))
    return HolidayEffect(name, count, exp(mean), exp(mean - half), exp(mean + half))


def _window(series: DaySeries, campaign: CampaignWindow) -> tuple[date, ...]:
    last = campaign.last_day + timedelta(days=TAIL_DAYS)
    return tuple(day for day in series.days if campaign.first_day <= day <= last)


def _extra(calls: float | None, expected: float | None) -> float | None:
    return None if calls is None or expected is None else calls - expected


def _spread(sigma: float, expected: float) -> float:
    """Standard deviation of a day's calls about the expected ones, in calls."""
    return scatter(sigma, expected) * expected


def _campaign(
    campaign: CampaignWindow, days: Sequence[date], daily: tuple[float | None, ...], deviation: float, overlaps: tuple[str, ...]
) -> CampaignEffect:
    extra = sum(value for value in daily if value is not None)
    half = 1.96 * deviation
    return CampaignEffect(
        code=campaign.code,
        last_day=days[-1],
        extra=extra,
        low=extra - half,
        high=extra + half,
        rate=extra / campaign.targets if campaign.targets else None,
        overlaps=overlaps,
        daily=daily,
    )
