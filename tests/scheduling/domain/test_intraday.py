"""The rest of a day forecast again: by properties, by an independent reference, and in the long run by simulation."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma, poisson

from scheduling.domain.intraday import LEVEL, USUAL, Scatter, handling, learned, ratio, reforecast

MEANS = st.lists(st.floats(0, 400), min_size=2, max_size=48)
SCATTERS = st.builds(Scatter, day=st.floats(1e-4, 0.3), interval=st.floats(0, 0.1))
DAY_SHAPE = 20 + 180 * np.exp(-(((np.arange(48) - 22) / 9) ** 2))


def a_day(chance, means, scatter):
    """Calls of one day of the model."""
    factor = chance.gamma(1 / scatter.day, scatter.day)
    own = chance.gamma(1 / scatter.interval, scatter.interval, len(means)) if scatter.interval else 1.0
    return chance.poisson(means * factor * own).astype(float)


def seen_until(calls, count):
    return np.where(np.arange(len(calls)) < count, calls, np.nan)


@given(MEANS, SCATTERS)
def test_a_day_of_which_nothing_was_seen_is_as_forecast(means, scatter):
    found = reforecast([np.nan] * len(means), means, scatter=scatter)
    assert found.ratio.value == 1
    assert found.calls == pytest.approx(means)
    assert found.total == pytest.approx(sum(means))


@given(MEANS, SCATTERS, st.integers(0, 48))
def test_a_day_that_goes_as_forecast_stays_as_forecast(means, scatter, count):
    found = reforecast(seen_until(means, count), means, scatter=scatter)
    assert found.ratio.value == pytest.approx(1)
    assert found.total == pytest.approx(sum(means))


@given(MEANS, SCATTERS, st.data())
def test_more_calls_seen_never_make_fewer_expected(means, scatter, data):
    count = data.draw(st.integers(1, len(means)))
    calls = data.draw(st.lists(st.floats(0, 800), min_size=count, max_size=count))
    place = data.draw(st.integers(0, count - 1))
    more = [*calls[:place], calls[place] + data.draw(st.floats(0, 200)), *calls[place + 1 :]]
    rest = [np.nan] * (len(means) - count)
    low, high = (reforecast([*one, *rest], means, scatter=scatter) for one in (calls, more))
    assert high.ratio.value >= low.ratio.value - 1e-12
    assert high.total >= low.total - 1e-9


@given(MEANS, SCATTERS, st.data())
def test_the_total_is_what_came_and_what_is_expected_and_lies_in_its_interval(means, scatter, data):
    calls = data.draw(st.lists(st.one_of(st.just(np.nan), st.floats(0, 800)), min_size=len(means), max_size=len(means)))
    found = reforecast(calls, means, scatter=scatter)
    assert found.total == pytest.approx(found.calls.sum())
    seen = np.isfinite(calls)
    assert (found.calls[seen] == np.array(calls)[seen]).all()
    assert np.isnan(found.low[seen]).all()
    assert (found.low[~seen] <= found.high[~seen]).all()
    assert found.total_low <= found.total_high


@given(MEANS, SCATTERS, st.floats(0.2, 4), st.data())
def test_the_ratio_lies_between_one_and_what_was_seen(means, scatter, factor, data):
    count = data.draw(st.integers(1, len(means)))
    assume(sum(means[:count]) > 1)
    found = ratio(seen_until(np.array(means) * factor, count), means, scatter=scatter).value
    assert min(1, factor) - 1e-9 <= found <= max(1, factor) + 1e-9


@given(st.floats(0.002, 0.3), st.lists(st.floats(0.5, 60), min_size=1, max_size=6), st.data())
def test_without_factors_of_intervals_the_ratio_is_the_posterior_mean_of_gamma_and_poisson(day, means, data):
    calls = data.draw(st.lists(st.integers(0, 90), min_size=len(means), max_size=len(means)))
    found = ratio([float(one) for one in calls], means, scatter=Scatter(day, 0))
    shape, rate = 1 / day + sum(calls), 1 / day + sum(means)
    assert found.value == pytest.approx(shape / rate)
    assert found.variance == pytest.approx(shape / rate**2)


def test_the_posterior_mean_is_that_of_the_integral():
    day, means, calls = 0.04, [12.0, 30.0, 7.0], [15, 41, 9]

    def weight(factor):
        return gamma.pdf(factor, 1 / day, scale=day) * np.prod(
            [poisson.pmf(seen, mean * factor) for seen, mean in zip(calls, means, strict=True)]
        )

    mean = quad(lambda one: one * weight(one), 0, 4)[0] / quad(weight, 0, 4)[0]
    assert ratio(calls, means, scatter=Scatter(day, 0)).value == pytest.approx(mean, rel=1e-6)


def test_the_less_is_seen_the_nearer_the_ratio_is_to_one():
    twice = 2 * DAY_SHAPE
    ratios = [ratio(seen_until(twice, count), DAY_SHAPE, scatter=Scatter(0.01, 0.01)).value for count in range(0, 49, 4)]
    assert ratios == sorted(ratios)
    assert ratios[0] == 1
    assert 1.7 < ratios[-1] < 2


def test_scatter_is_learned_from_days_of_the_model():
    chance, truth = np.random.default_rng(5), Scatter(0.03, 0.01)
    days = np.array([a_day(chance, DAY_SHAPE, truth) for _ in range(2000)])
    found = learned(days, np.tile(DAY_SHAPE, (2000, 1)))
    assert found.day == pytest.approx(truth.day, rel=0.15)
    assert found.interval == pytest.approx(truth.interval, rel=0.15)


def test_without_earlier_days_the_usual_scatter_holds_and_a_few_days_move_it_little():
    assert learned(np.empty((0, 48)), np.empty((0, 48))) == USUAL
    assert learned([[np.nan] * 3], [[1.0, 2, 3]]) == USUAL
    calm = learned([DAY_SHAPE], [DAY_SHAPE])
    assert USUAL.day * 0.8 < calm.day < USUAL.day


def test_holes_in_earlier_days_are_no_calls_missed():
    chance, truth = np.random.default_rng(3), Scatter(0.02, 0.005)
    days = np.array([a_day(chance, DAY_SHAPE, truth) for _ in range(400)])
    days[chance.random(days.shape) < 0.3] = np.nan
    assert learned(days, np.tile(DAY_SHAPE, (400, 1))).day == pytest.approx(truth.day, rel=0.25)


@pytest.mark.parametrize("truth", [Scatter(0.02, 0.01), Scatter(0.005, 0.02), Scatter(0.06, 0.0)])
def test_the_rest_of_the_day_is_missed_by_less_than_the_forecast_and_early_by_less_than_plain_scaling(truth):
    chance = np.random.default_rng(7)
    scatter = learned(np.array([a_day(chance, DAY_SHAPE, truth) for _ in range(40)]), np.tile(DAY_SHAPE, (40, 1)))
    early, later = _errors(chance, truth, scatter, 6), _errors(chance, truth, scatter, 24)
    assert early["believed"] < early["forecast"]
    assert early["believed"] < early["scaled"]
    assert later["believed"] < later["forecast"]
    assert later["believed"] < 1.03 * later["scaled"]
    assert later["believed"] / later["forecast"] < early["believed"] / early["forecast"]


def _errors(chance, truth, scatter, count, days=1500):
    """Mean absolute error of the calls after `count` intervals: forecast, forecast × actual ÷ forecast, and ours."""
    rest, sums = float(DAY_SHAPE[count:].sum()), dict.fromkeys(("forecast", "scaled", "believed"), 0.0)
    for _ in range(days):
        calls = a_day(chance, DAY_SHAPE, truth)
        actual = calls[count:].sum()
        believed = rest * ratio(seen_until(calls, count), DAY_SHAPE, scatter=scatter).value
        scaled = rest * calls[:count].sum() / DAY_SHAPE[:count].sum()
        for name, guess in (("forecast", rest), ("scaled", scaled), ("believed", believed)):
            sums[name] += abs(guess - actual) / days
    return sums


def test_the_interval_of_the_day_holds_as_often_as_it_says():
    chance, truth = np.random.default_rng(11), Scatter(0.02, 0.01)
    inside = 0
    for _ in range(500):
        calls = a_day(chance, DAY_SHAPE, truth)
        found = reforecast(seen_until(calls, 16), DAY_SHAPE, scatter=truth)
        inside += found.total_low <= calls.sum() <= found.total_high
    assert inside / 500 == pytest.approx(LEVEL, abs=0.05)


def test_handling_times_follow_the_calls_that_were_answered():
    forecast, seconds = np.full(6, 180.0), np.array([200.0, 200, 200, np.nan, np.nan, np.nan])
    few, many = (
        handling(seconds, np.where(np.isfinite(seconds), count, np.nan), forecast, scatter=Scatter(0.01, 0.001)) for count in (2, 400)
    )
    assert 1 < few[0].value < many[0].value < 200 / 180
    assert many[1][:3].tolist() == [200, 200, 200]
    assert many[1][3:] == pytest.approx(180 * many[0].value)
    assert handling(np.full(6, np.nan), np.full(6, np.nan), forecast, scatter=USUAL)[1] == pytest.approx(forecast)


def test_lines_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="for each forecast"):
        ratio([1.0], [1.0, 2.0], scatter=USUAL)
