import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scheduling.domain.fit import cover, daily_error, forecast_error, shape_fit, share, spread, utilisation

LINES = arrays.arrays(float, 12, elements=st.floats(0, 1000).map(lambda value: round(value, 3)))


def test_the_overlap_is_one_minus_half_the_distance_of_the_shapes():
    found = shape_fit([2, 2, 0], [10, 20, 10])
    assert found.overlap == pytest.approx(1 - 0.5 * (0.25 + 0 + 0.25))
    assert found.correlation == pytest.approx(0.5)


@given(LINES, st.floats(0.01, 100))
def test_a_roster_of_the_shape_of_the_calls_fits_at_any_level(calls, factor):
    found = shape_fit(calls * factor, calls)
    assert found.overlap is None if calls.sum() == 0 else found.overlap == pytest.approx(1)


@given(LINES, LINES)
def test_the_overlap_is_symmetric_and_a_share(one, other):
    there, back = shape_fit(one, other), shape_fit(other, one)
    assert there.overlap == pytest.approx(back.overlap) if there.overlap is not None else back.overlap is None
    assert there.overlap is None or 0 <= there.overlap <= 1


def test_shapes_that_never_meet_overlap_by_nothing_and_flat_lines_have_no_correlation():
    assert shape_fit([1, 0], [0, 1]).overlap == 0
    assert shape_fit([3, 3], [1, 2]).correlation is None
    assert shape_fit([0, 0], [1, 2]).overlap is None


def test_cover_counts_hours_over_and_under():
    found = cover([5, 3, 4], [4, 5, 4], minutes=30)
    assert (found.needed_hours, found.over_hours, found.under_hours) == (6.5, 0.5, 1.0)
    assert found.cover == pytest.approx(1 - 1 / 6.5)
    assert found.staffing_fit == pytest.approx(1 - 1.5 / 6.5)


@given(LINES, LINES)
def test_over_less_under_is_scheduled_less_needed(heads, needed):
    found = cover(heads, needed, minutes=60)
    assert found.over_hours - found.under_hours == pytest.approx(heads.sum() - needed.sum(), abs=1e-6)
    assert found.cover is None or -1e-9 <= found.cover <= 1


@given(LINES, LINES, st.integers(0, 11))
def test_one_head_more_never_covers_less(heads, needed, slot):
    more = heads.copy()
    more[slot] += 1
    assert cover(more, needed, minutes=15).under_hours <= cover(heads, needed, minutes=15).under_hours + 1e-9


def test_unknown_slots_are_left_out_and_not_counted_as_nothing():
    assert share([80, np.nan], [100, 100]) == 0.8
    assert cover([4, 9], [5, np.nan], minutes=60).over_hours == 0
    assert forecast_error([100, np.nan], [110, 50]).bias == pytest.approx(0.1)


def test_nothing_to_divide_by_is_unknown():
    assert share([], []) is None
    assert cover([1], [0], minutes=60).cover is None
    assert utilisation([1], [100], [0], minutes=30) is None
    assert forecast_error([0], [3]).wape is None
    assert spread([]) is None
    assert spread([0, 0]).gini is None


def test_lines_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different shapes"):
        shape_fit([1, 2], [1])


def test_utilisation_is_talking_over_present_time():
    assert utilisation([10, 20], [180, 180], [2, 4], minutes=30) == pytest.approx(30 * 180 / (6 * 1800))


def test_forecast_error_by_hand():
    found = forecast_error([100, 200], [120, 190])
    assert (found.wape, found.bias) == (pytest.approx(0.1), pytest.approx(10 / 300))


@given(LINES, LINES)
def test_the_bias_is_never_larger_than_the_error(actual, forecast):
    found = forecast_error(actual, forecast)
    assert found.wape is None or abs(found.bias) <= found.wape + 1e-9


def _gini_of_pairs(values):
    return sum(abs(one - other) for one in values for other in values) / (2 * len(values) * sum(values))


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_the_gini_coefficient_is_half_the_relative_mean_difference(values):
    found = spread(values)
    assert found.gini == pytest.approx(_gini_of_pairs(values), abs=1e-9) if sum(values) else found.gini is None


def test_all_nights_on_one_of_four_is_the_most_unfair():
    found = spread([0, 0, 0, 8])
    assert (found.mean, found.least, found.most, found.gini) == (2, 0, 8, 0.75)


DAYS = arrays.arrays(float, (5, 4), elements=st.floats(0, 200))


@given(DAYS, DAYS, arrays.arrays(bool, (5, 4)))
def test_the_error_by_day_lies_between_the_bias_and_the_error_by_slot(actual, forecast, unknown):
    actual = np.where(unknown, np.nan, actual)
    by_day, by_slot = daily_error(actual, forecast), forecast_error(actual, forecast)
    if by_slot.wape is None:
        assert by_day.wape is None
        return
    rounding = 1e-9 * max(1.0, by_slot.wape)
    assert abs(by_day.bias) <= by_day.wape + rounding
    assert by_day.wape <= by_slot.wape + rounding
    assert by_day.bias == pytest.approx(by_slot.bias, abs=rounding)


def test_the_error_by_day_by_hand_leaves_out_a_day_of_which_nothing_is_known():
    actual = np.array([[10.0, 20.0], [np.nan, 30.0], [np.nan, np.nan]])
    forecast = np.array([[14.0, 18.0], [99.0, 27.0], [5.0, 5.0]])
    found = daily_error(actual, forecast, scale=5.0)
    assert found.wape == pytest.approx((2 + 3) / 60)
    assert found.mase == pytest.approx(2.5 / 5)
    assert found.bias == pytest.approx((2 - 3) / 60)
