import numpy as np
import pytest

from scheduling.domain.forecast.profile import handling_times, intraday, spread_over_day
from scheduling.domain.forecast.series import opening_of

from .forecast_builders import WEEKDAYS, history


@pytest.mark.parametrize("level", [150.0, 20_000.0])
@pytest.mark.parametrize("minutes", [15, 60])
def test_intervals_add_up_to_the_day_and_closed_ones_are_nought(minutes, level):
    one = history(minutes=minutes, level=level, opened=WEEKDAYS)
    opening = opening_of(one)
    days = np.arange(7) + one.last_day.toordinal() + 1
    totals = np.where(opening.weekdays, 500.0, 0.0)
    calls = spread_over_day(intraday(one, opening), opening, days, totals, {})
    np.testing.assert_allclose(calls.sum(axis=1), totals)
    assert (calls[~opening.slots] == 0).all()
    assert (calls >= 0).all()


def test_few_calls_an_interval_are_pooled_to_hours_and_that_serves_better():
    one = history(minutes=15, level=200.0, weeks=12)
    profile = intraday(one, opening_of(one))
    assert profile.pooled_to_hours
    hours = (np.arange(96) + 0.5) / 4
    true = np.where((hours >= 8) & (hours < 18), 1 + np.exp(-((hours - 11) ** 2) / 6), 0)
    true = true / true.sum()
    last = one.calls[-7]
    raw = np.nan_to_num(last) / np.nansum(last)
    assert np.abs(profile.shares[0] - true).sum() < np.abs(raw - true).sum() / 2


def test_many_calls_an_interval_are_not_pooled():
    one = history(minutes=15, level=20_000.0)
    assert not intraday(one, opening_of(one)).pooled_to_hours


def test_the_profile_of_a_weekday_is_its_own():
    one = history(level=50_000.0)
    one.calls[2::7, 9] *= 3
    opening = opening_of(one)
    shares = intraday(one, opening).shares
    assert shares[2, 9] > 2 * shares[1, 9]


def test_holidays_take_the_shape_of_sunday_and_make_up_days_that_of_wednesday():
    one = history(level=50_000.0)
    one.calls[6::7, 17] *= 4
    opening = opening_of(one)
    profile = intraday(one, opening)
    day = one.last_day.toordinal() + 1
    holiday, made_up = (
        spread_over_day(profile, opening, np.array([day]), np.array([1.0]), {day: kind})[0] for kind in ("holiday:a", "made_up:")
    )
    np.testing.assert_allclose(holiday, profile.shares[6])
    np.testing.assert_allclose(made_up, profile.shares[2])


def test_handling_times_are_means_weighted_by_calls():
    calls = np.full((28, 24), 1_000.0)
    seconds = np.full((28, 24), 180.0)
    seconds[5::7, 10] = 300.0
    found = handling_times(seconds, calls, np.arange(28) + 739_000)
    assert found.shape == (7, 24)
    assert found.min() == pytest.approx(180, rel=0.05)
    assert found.max() == pytest.approx(300, rel=0.05)


def test_without_any_handling_time_it_is_unknown():
    assert np.isnan(handling_times(np.full((7, 24), np.nan), np.ones((7, 24)), np.arange(7))).all()
