from datetime import date, timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.demand.drift import drift
from scheduling.domain.demand.effects import CampaignWindow, campaign_effects, holiday_effects
from scheduling.domain.demand.profiles import day_profile, profile_difference, week_grid, weekdays, weighted_aht
from scheduling.domain.demand.seasonality import strength
from scheduling.domain.demand.totals import by_month, by_week
from scheduling.domain.history.days import Calendar, DaySeries

FIRST = date(2024, 1, 1)
LEVELS = (1200, 1100, 1050, 1000, 1020, 700, 650)


def series(days: int, *, growth: float = 0.0, noise: float = 0.03, year: float = 0.0, seed: int = 3) -> DaySeries:
    chance = np.random.default_rng(seed)
    when = [FIRST + timedelta(days=number) for number in range(days)]
    calls = [
        LEVELS[day.weekday()]
        * (1 + growth) ** (number / 365.25)
        * float(np.exp(year * np.sin(2 * np.pi * day.timetuple().tm_yday / 365.25) + chance.normal(0, noise)))
        for number, day in enumerate(when)
    ]
    return DaySeries(when, calls)


def scaled(base: DaySeries, factors: dict[int, float]) -> DaySeries:
    return DaySeries(base.days, [None if value is None else value * factors.get(at, 1.0) for at, value in enumerate(base.calls)])


@given(values=st.lists(st.one_of(st.none(), st.floats(0, 1e5)), min_size=1, max_size=200))
def test_weeks_and_months_add_up_to_the_days(values: list[float | None]) -> None:
    days = [FIRST + timedelta(days=number) for number in range(len(values))]
    for totals in (by_week(DaySeries(days, values)), by_month(DaySeries(days, values))):
        assert sum(total.calls or 0 for total in totals) == pytest.approx(sum(value or 0 for value in values))
        assert sum(total.days for total in totals) == len(values)
        assert all((total.calls is None) == (total.known == 0) for total in totals)


def test_a_month_with_holes_is_compared_by_its_known_days() -> None:
    days = [FIRST + timedelta(days=number) for number in range(31)]
    (month,) = by_month(DaySeries(days, [None] * 21 + [100.0] * 10))
    assert (month.calls, month.known, month.days, month.a_day, month.is_whole) == (1000, 10, 31, 100, False)


def test_weekdays_have_an_index_around_one() -> None:
    found = weekdays(series(364, noise=0))
    assert [one.mean for one in found] == pytest.approx(LEVELS)
    assert np.mean([one.index for one in found if one.index is not None]) == pytest.approx(1)


def test_a_weekday_that_never_was_is_unknown() -> None:
    assert weekdays(series(5))[6].mean is None


@given(st.lists(st.lists(st.floats(0, 1000), min_size=4, max_size=4), min_size=1, max_size=20))
def test_a_profile_shares_the_day_out(rows: list[list[float]]) -> None:
    profile = day_profile(np.array(rows))
    assert np.isnan(profile).all() or profile.sum() == pytest.approx(1)


def test_the_week_grid_is_the_mean_of_each_weekday_and_slot_where_known() -> None:
    days = [FIRST + timedelta(days=number) for number in range(14)]
    grid = np.array([[day.weekday() * 10.0, np.nan] for day in days])
    grid[7, 0] = np.nan
    found = week_grid(days, grid)
    assert found[:, 0].tolist() == [0, 10, 20, 30, 40, 50, 60]
    assert np.isnan(found[:, 1]).all()


def test_handling_time_is_weighted_by_calls() -> None:
    assert weighted_aht(np.array([[1.0], [3.0], [5.0]]), np.array([[100.0], [200.0], [np.nan]])).tolist() == [175]


def test_profiles_differ_by_the_share_that_moved() -> None:
    assert profile_difference(np.array([0.5, 0.5, 0]), np.array([0.4, 0.5, 0.1])) == pytest.approx(0.1)
    assert profile_difference(np.array([np.nan]), np.array([1.0])) is None


def test_a_week_pattern_is_strong_and_noise_alone_is_weak() -> None:
    found = strength(series(365 * 2)).week
    assert found is not None
    assert found > 0.95
    flat = DaySeries(series(730).days, np.random.default_rng(1).normal(1000, 30, 730).tolist())
    weak = strength(flat).week
    assert weak is not None
    assert weak < 0.1


def test_the_year_needs_two_of_them() -> None:
    assert strength(series(400, year=0.2)).year is None
    strong = strength(series(800, year=0.2)).year
    weak = strength(series(800)).year
    assert strong is not None
    assert weak is not None
    assert strong > 0.8 > 0.5 > weak


@pytest.mark.parametrize("growth", [-0.2, 0.0, 0.1])
def test_growth_is_found_inside_its_interval_in_spite_of_odd_weeks(growth: float) -> None:
    found = drift(scaled(series(730, growth=growth), dict.fromkeys(range(300, 321), 2.0)))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= growth + 0.01
    assert found.high >= growth - 0.01
    assert found.a_year == pytest.approx(growth, abs=0.015)
    assert found.is_certain or growth == 0


def test_the_season_of_a_year_is_no_growth() -> None:
    found = drift(series(480, growth=0.05, year=0.2))
    assert found.a_year == pytest.approx(0.05, abs=0.02)


def test_a_recent_jump_shows_against_the_weeks_before_and_the_year_before() -> None:
    found = drift(scaled(series(730, noise=0.01), dict.fromkeys(range(702, 730), 1.3)))
    assert found.recent == pytest.approx(1.3, rel=0.02)
    assert found.year_ago == pytest.approx(1.3, rel=0.02)


def test_a_few_weeks_have_no_trend_and_no_year_ago() -> None:
    found = drift(series(42))
    assert (found.a_year, found.year_ago, found.is_certain) == (None, None, False)


def test_the_effect_of_a_holiday_is_found_with_an_interval_that_holds_it() -> None:
    places = dict.fromkeys(range(92, 95), 0.6) | dict.fromkeys(range(458, 461), 0.6)
    calendar = Calendar(holidays={FIRST + timedelta(days=at): "清明节" for at in places})
    (found,) = holiday_effects(scaled(series(730), places), calendar=calendar)
    assert (found.name, found.days) == ("清明节", 6)
    assert found.low < 0.6 < found.high
    assert found.ratio == pytest.approx(0.6, rel=0.04)


def test_one_day_of_a_holiday_is_as_uncertain_as_any_day() -> None:
    day = FIRST + timedelta(days=200)
    (found,) = holiday_effects(series(400), calendar=Calendar(holidays={day: "端午节"}))
    assert log(found.high / found.low) > 0.08


def test_the_calls_of_a_campaign_are_found_with_its_rate() -> None:
    base = series(400, noise=0.02)
    campaign = CampaignWindow("spring", FIRST + timedelta(days=200), FIRST + timedelta(days=206), targets=100_000)
    added = {200 + number: 600 * 0.5 ** (number / 4) for number in range(20)}
    whole = DaySeries(base.days, [(value or 0) + added.get(at, 0.0) for at, value in enumerate(base.calls)])
    (found,) = campaign_effects(whole, [campaign])
    assert found.low < sum(added.values()) < found.high
    assert found.rate == pytest.approx(sum(added.values()) / 100_000, rel=0.15)
    assert found.overlaps == ()


def test_campaigns_at_the_same_time_say_so_and_one_outside_the_data_has_no_effect() -> None:
    first = FIRST + timedelta(days=200)
    one = CampaignWindow("one", first, first + timedelta(days=6), 1000)
    other = CampaignWindow("other", first + timedelta(days=5), first + timedelta(days=9), 0)
    coming = CampaignWindow("coming", FIRST + timedelta(days=900), FIRST + timedelta(days=905), 1000)
    found = campaign_effects(series(400), [one, other, coming])
    assert [(effect.code, effect.overlaps) for effect in found] == [("one", ("other",)), ("other", ("one",))]
    assert found[1].rate is None
