import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.forecast.errors import HistoryTooShort, measure, poisson_floor, seasonal_scale
from scheduling.domain.forecast.past import past_of, special_factors
from scheduling.domain.forecast.series import History, daily_series, day_totals, opening_of

from .forecast_builders import MONDAY, WEEKDAYS, history, series


def test_hours_and_weekdays_without_rows_are_closed():
    opening = opening_of(history(opened=WEEKDAYS))
    assert opening.weekdays.tolist() == WEEKDAYS.tolist()
    assert np.flatnonzero(opening.slots[0]).tolist() == list(range(8, 18))
    assert not opening.slots[6].any()


def test_a_few_calls_at_a_weekend_do_not_open_it():
    one = history(opened=WEEKDAYS)
    one.calls[5::7, 10] = 1.0
    assert opening_of(one).weekdays.tolist() == WEEKDAYS.tolist()


def test_a_history_without_any_row_is_too_short():
    with pytest.raises(HistoryTooShort):
        opening_of(History(MONDAY, 60, np.full((30, 24), np.nan)))


def test_a_missing_hour_is_made_up_and_a_missing_half_day_is_unknown():
    whole, holed = history(), history()
    holed.calls[14, 9] = np.nan
    holed.calls[15, 8:14] = np.nan
    totals = day_totals(holed, opening_of(holed))
    assert totals[14] == pytest.approx(np.nansum(whole.calls[14]), rel=0.05)
    assert np.isnan(totals[15])


def test_silent_days_and_days_left_out_are_unknown():
    one = history()
    one.calls[20, 8:18] = 0
    found = daily_series(one, opening_of(one), left_out=frozenset({MONDAY.toordinal() + 21}))
    assert np.flatnonzero(np.isnan(found.calls)).tolist() == [20, 21]


def test_only_open_days_lie_ahead():
    assert series(weeks=4, opened=WEEKDAYS).ahead(14).size == 10 + 0


def test_holes_are_filled_and_holidays_taken_out_of_what_a_method_sees():
    plain = series(weeks=20)
    special = {int(plain.days[60]): "holiday:a", int(plain.days[-1]) + 3: "holiday:a"}
    one = series(weeks=20, specials=special)
    one.calls[60] *= 0.5
    one.calls[30] = np.nan
    past = past_of(one, horizon=7)
    np.testing.assert_allclose(past.calls[30], plain.calls[30])
    assert past.factors[2] == pytest.approx(special_factors(one)["holiday:a"])
    assert 0.5 < past.factors[2] < 1
    assert (past.factors[[0, 1, 3, 4, 5, 6]] == 1).all()


def test_an_unseen_holiday_takes_the_factor_of_its_kind():
    plain = series(weeks=20)
    names = {int(plain.days[at]): f"holiday:{at}" for at in (30, 60, 90)} | {int(plain.days[-1]) + 1: "holiday:new"}
    one = series(weeks=20, specials=names)
    one.calls[[30, 60, 90]] *= 0.5
    assert 0.5 < special_factors(one)["holiday:new"] < 0.75


def test_two_weeks_are_too_short():
    with pytest.raises(HistoryTooShort, match="21"):
        past_of(series(weeks=2), horizon=7)


@given(st.lists(st.floats(1, 1e5), min_size=1, max_size=30), st.floats(0.5, 2))
def test_a_forecast_off_by_a_factor_has_that_bias_and_wape(actual, factor):
    real = np.array(actual)
    errors = measure(forecast=real * factor, actual=real)
    assert errors.bias == pytest.approx(factor - 1, abs=1e-9)
    assert errors.wape == pytest.approx(abs(factor - 1), abs=1e-9)


def test_errors_without_calls_are_unknown():
    errors = measure(forecast=np.ones(3), actual=np.zeros(3), scale=None)
    assert (errors.wape, errors.mase, errors.bias, errors.floor) == (None, None, None, None)


def test_the_seasonal_naive_scores_its_own_scale():
    one = series(noise=0.1)
    scale = seasonal_scale(one.calls, 7)
    assert measure(forecast=one.calls[:-7], actual=one.calls[7:], scale=scale).mase == pytest.approx(1)
    assert seasonal_scale(one.calls[:5], 7) is None


@pytest.mark.parametrize("mean", [0.3, 1.0, 4.7, 60.0, 900.0])
def test_the_poisson_floor_is_what_the_true_mean_misses(mean):
    drawn = np.random.default_rng(5).poisson(mean, 400_000)
    assert poisson_floor(np.array([mean])) == pytest.approx(np.abs(drawn - mean).mean() / mean, rel=0.02)


@given(st.floats(1, 1e4), st.floats(1, 1e4))
def test_more_calls_have_a_lower_floor(one, other):
    low, high = sorted((one, other))
    assert poisson_floor(np.array([high])) <= poisson_floor(np.array([low])) + 1e-12
