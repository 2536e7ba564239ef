"""Demand of a queue in a stretch of days, for its page."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ..domain.demand.drift import Drift, drift
from ..domain.demand.effects import CampaignEffect, CampaignWindow, HolidayEffect, campaign_effects, holiday_effects
from ..domain.demand.profiles import WeekdayShare, day_profile, week_grid, weekdays, weighted_aht
from ..domain.demand.seasonality import Strength, strength
from ..domain.demand.totals import Total, by_month, by_week
from ..domain.history.days import DaySeries
from ..domain.history.outliers import Expected, poisson_floor, usual
from ..domain.history.series import slots_of
from ..models import Campaign
from .history import History

Grid = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Calls and shares of the stretch; shares only of intervals that know both sides."""

    calls: int
    a_day: float | None
    answered_share: float | None
    in_target_share: float | None
    aht_seconds: float | None


@dataclass(frozen=True)
class Demand:
    """`slot_labels` name the columns of `week` (7, slots; mean calls) and of the profiles and `aht` (slots,). NaN is unknown."""

    history: History
    series: DaySeries
    expected: Expected
    sums: Sums
    months: tuple[Total, ...]
    weeks: tuple[Total, ...]
    weekdays: tuple[WeekdayShare, ...]
    slot_labels: tuple[str, ...]
    week: Grid
    workday_profile: Grid
    weekend_profile: Grid
    aht: Grid
    strength: Strength
    drift: Drift
    poisson_floor: float | None
    holidays: tuple[HolidayEffect, ...]
    campaigns: tuple[tuple[Campaign, CampaignEffect], ...]

    @property
    def has_data(self) -> bool:
        return bool(self.series.days)


def demand_of(history: History, *, first_day: date, last_day: date) -> Demand:
    """Profiles and totals of the stretch; drift, strength, holidays and campaigns are measured on the whole history. No query."""
    part = history.within(first_day, last_day)
    pairs = [(day, calls) for day, calls in zip(history.days.days, history.days.calls, strict=True) if first_day <= day <= last_day]
    series = DaySeries([day for day, _calls in pairs], [calls for _day, calls in pairs])
    slots = part.slots
    weekend = np.array([not _is_worked(history, day) for day in slots.days], dtype=bool)
    ordinary = np.array([history.calendar.is_ordinary(day) or day in history.calendar.makeup for day in slots.days], dtype=bool)
    whole = usual(history.days, calendar=history.calendar, left_out=history.left_out)
    expected = dict(zip(history.days.days, whole.values, strict=True))
    return Demand(
        history=history,
        series=series,
        expected=Expected(tuple(expected[day] for day in series.days), whole.sigma),
        sums=_sums(part, series),
        months=by_month(series),
        weeks=by_week(series),
        weekdays=weekdays(series),
        slot_labels=tuple(
            f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, slots.values.shape[1] * slots.minutes, slots.minutes)
        ),
        week=week_grid(slots.days, slots.values),
        workday_profile=day_profile(slots.values[~weekend & ordinary]),
        weekend_profile=day_profile(slots.values[weekend & ordinary]),
        aht=_handling(part),
        strength=strength(history.ordinary),
        drift=drift(history.ordinary),
        poisson_floor=poisson_floor(series.calls),
        holidays=holiday_effects(history.days, calendar=history.calendar, left_out=history.left_out),
        campaigns=_campaigns(history),
    )


def _campaigns(history: History) -> tuple[tuple[Campaign, CampaignEffect], ...]:
    by_code = {campaign.code: campaign for campaign in history.campaigns}
    windows = [CampaignWindow(one.code, one.first_day, one.last_day, one.targets) for one in history.campaigns]
    found = campaign_effects(history.days, windows, calendar=history.calendar, left_out=history.marked_outliers)
    return tuple((by_code[effect.code], effect) for effect in found)


def _is_worked(history: History, day: date) -> bool:
    return day in history.calendar.makeup or (day.weekday() < 5 and day not in history.calendar.holidays)


def _handling(part: History) -> Grid:
    """(slots,) mean handling time, weighted by calls."""
    known = [
        None if seconds is None or taken == 0 else calls
        for seconds, taken, calls in zip(part.aht, part.answered, part.offered, strict=True)
    ]
    work = [None if calls is None else (seconds or 0) * calls for seconds, calls in zip(part.aht, known, strict=True)]
    calls_of, work_of = slots_of(part.starts, part.minutes, known).values, slots_of(part.starts, part.minutes, work).values
    with np.errstate(invalid="ignore", divide="ignore"):
        return weighted_aht(calls_of, work_of / calls_of)


def _sums(part: History, series: DaySeries) -> Sums:
    known = [calls for calls in series.calls if calls is not None]
    rows = list(zip(part.offered, part.answered, part.in_target, part.aht, strict=True))
    handled = [(taken, seconds) for _offered, taken, _in_time, seconds in rows if taken and seconds is not None]
    taken_of = [(taken, offered) for offered, taken, _in_time, _seconds in rows if taken is not None]
    timely_of = [(in_time, offered) for offered, _taken, in_time, _seconds in rows if in_time is not None]
    return Sums(
        calls=sum(row[0] for row in rows),
        a_day=sum(known) / len(known) if known else None,
        answered_share=_share(taken_of),
        in_target_share=_share(timely_of),
        aht_seconds=sum(taken * seconds for taken, seconds in handled) / sum(taken for taken, _seconds in handled) if handled else None,
    )


def _share(pairs: list[tuple[int, int]]) -> float | None:
    whole = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / whole if whole else None
