import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.forecast.backtest import Run, candidates, origins_of, roll
from scheduling.domain.forecast.choice import Reason, blend, choose, judge, score, score_of
from scheduling.domain.forecast.errors import HistoryTooShort
from scheduling.domain.forecast.methods import SIMPLE, last_year, mean_of, seasonal_naive, weekday_average
from scheduling.domain.forecast.past import past_of
from scheduling.domain.forecast.plan import plan_days
from scheduling.domain.forecast.regression import calendar_regression
from scheduling.domain.forecast.spread import band

from .forecast_builders import PATTERN, WEEKDAYS, series

METHODS = {**SIMPLE, "calendar_regression": calendar_regression}


@pytest.mark.parametrize("method", [seasonal_naive, weekday_average, calendar_regression, last_year])
def test_each_method_repeats_a_history_that_only_repeats(method):
    past = past_of(series(weeks=70), horizon=28)
    np.testing.assert_allclose(method(past), 1_000 * np.tile(PATTERN, 4), rtol=0.06)


@pytest.mark.parametrize("method", [seasonal_naive, weekday_average, calendar_regression])
def test_closed_days_are_not_forecast(method):
    past = past_of(series(weeks=20, opened=WEEKDAYS), horizon=28)
    assert method(past).shape == (20,)


@given(st.floats(0.1, 1_000))
@settings(max_examples=15)
def test_methods_scale_with_the_calls(factor):
    one = past_of(series(weeks=20, noise=0.1, level=10_000), horizon=14)
    other = past_of(series(weeks=20, noise=0.1, level=10_000 * factor), horizon=14)
    for method in (seasonal_naive, weekday_average, calendar_regression):
        np.testing.assert_allclose(method(other), method(one) * factor, rtol=1e-6)


def test_last_year_says_how_much_history_it_needs():
    with pytest.raises(HistoryTooShort, match="413"):
        last_year(past_of(series(weeks=20), horizon=14))
    assert "413" in candidates(series(weeks=20), METHODS, horizon=14).left_out["last_year"]


def test_last_year_follows_the_recent_level():
    one = series(weeks=70)
    one.calls[-60:] *= 1.5
    np.testing.assert_allclose(last_year(past_of(one, horizon=7)), 1_500 * PATTERN, rtol=0.02)


def test_an_origin_never_sees_what_came_after_it():
    one, changed = series(weeks=30, noise=0.1), series(weeks=30, noise=0.1)
    seen = origins_of(one, horizon=28, count=1, step=28)[0]
    changed.calls[seen:] *= 7
    before, after = (roll(each, METHODS, horizon=28, origins=[seen])[0] for each in (one, changed))
    for name, forecast in before.forecasts.items():
        np.testing.assert_array_equal(forecast, after.forecasts[name])


def test_origins_leave_the_horizon_to_compare_and_five_weeks_before():
    one = series(weeks=12)
    found = origins_of(one, horizon=28, count=9, step=7)
    assert found == [56, 49, 42, 35]
    assert origins_of(series(weeks=8), horizon=28, count=5, step=7) == []


def _runs(errors, count=10, level=1_000.0, noise=0.05):
    """Runs whose candidate `name` is off by noise × errors[name], independently."""
    random = np.random.default_rng(3)
    runs = []
    for number in range(count):
        actual = level * PATTERN[np.arange(28) % 7] * np.exp(random.normal(0, 0.01, 28))
        forecasts = {name: actual * np.exp(random.normal(0, noise * error, 28)) for name, error in errors.items()}
        runs.append(Run(1_000 - 28 * number, 1_000 - 28 * number + np.arange(28), actual, 50.0, forecasts))
    return runs


def test_a_candidate_that_is_always_far_better_gets_nearly_all_weight():
    names = {"seasonal_naive": 1.0, "calendar_regression": 1.0, "theta": 1.0, "ets": 0.01}
    choice = choose(_runs(names), list(names))
    assert max(choice.weights, key=choice.weights.get) == "ets"
    assert choice.weights["ets"] > 0.4


def test_weights_are_shares_whatever_the_errors():
    names = {"seasonal_naive": 1.0, "theta": 0.5, "ets": 2.0, "unheard": 1.0}
    choice = choose(_runs(names), list(names))
    assert sum(choice.weights.values()) == pytest.approx(1)
    assert min(choice.weights.values()) > 0


def test_without_experience_the_robust_ones_are_believed_and_it_is_said():
    choice = choose([], ["seasonal_naive", "weekday_average", "boosting"])
    assert Reason.SHORT_HISTORY in choice.reasons
    assert dict(choice.weights) == {"weekday_average": 1.0}
    assert choice.method == "weekday_average"


def test_a_restless_history_is_recognised():
    names = {"seasonal_naive": 10.0, "theta": 8.0}
    assert Reason.RESTLESS in choose(_runs(names), list(names)).reasons
    assert Reason.REGULAR in choose(_runs({"seasonal_naive": 1.0, "theta": 1.0}), list(names)).reasons


def test_the_judged_forecast_was_chosen_by_earlier_runs_only():
    runs = _runs({"seasonal_naive": 1.0, "theta": 1.0})
    spoilt = [Run(one.seen, one.days, one.actual * 9, one.scale, one.forecasts) if at == 0 else one for at, one in enumerate(runs)]
    assert judge(runs, count=1)[0].choice == judge(spoilt, count=1)[0].choice


def test_absent_candidates_leave_their_weight_to_the_others():
    choice = choose(_runs({"seasonal_naive": 1.0, "theta": 1.0, "ets": 1.0}), ["seasonal_naive", "theta", "ets"])
    np.testing.assert_allclose(blend(choice, {"theta": np.full(3, 5.0)}), 5.0)
    np.testing.assert_allclose(blend(choice, {"new": np.full(3, 4.0)}), 4.0)


def test_the_mean_is_the_mean():
    np.testing.assert_allclose(mean_of({"a": np.array([1.0, 3.0]), "b": np.array([3.0, 5.0])}), [2.0, 4.0])


def test_the_band_holds_about_eighty_in_a_hundred_days():
    judged = judge(_runs({"seasonal_naive": 1.0, "theta": 1.0}, count=12), count=12)
    inside = total = 0
    for one in judged:
        limits = band(one.forecast, judged)
        inside += int(((one.run.actual >= limits.low) & (one.run.actual <= limits.high)).sum())
        total += one.run.actual.size
    assert 0.75 <= inside / total <= 0.97


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=28))
def test_a_band_holds_its_forecast_and_is_never_negative(values):
    forecast = np.array(values)
    limits = band(forecast, [])
    assert (limits.low <= forecast).all()
    assert (limits.high >= forecast).all()
    assert (limits.low >= 0).all()


def test_a_plan_covers_every_calendar_day_and_closed_ones_are_nought():
    plan = plan_days(series(weeks=30, noise=0.05, opened=WEEKDAYS), METHODS, horizon=28)
    assert plan.days.size == 28
    shut = (plan.days - 1) % 7 >= 5
    assert (plan.calls[shut] == 0).all()
    assert (plan.high[shut] == 0).all()
    assert (plan.calls[~shut] > 0).all()
    assert plan.errors.wape < plan.naive.wape
    left_out = {one.name: one.left_out for one in plan.scores if one.left_out}
    assert set(left_out) == {"last_year"}


def test_a_short_history_is_forecast_with_unknown_errors():
    plan = plan_days(series(weeks=4), METHODS, horizon=28)
    assert plan.errors.wape is None
    assert plan.origins == 0
    assert Reason.SHORT_HISTORY in plan.choice.reasons


def test_scores_count_only_the_runs_in_which_a_candidate_spoke():
    runs = _runs({"seasonal_naive": 1.0, "theta": 1.0}, count=3)
    without = Run(runs[0].seen, runs[0].days, runs[0].actual, 50.0, {"seasonal_naive": runs[0].actual})
    assert score_of([without, *runs[1:]], "theta") == score_of(runs[1:], "theta")
    assert score([]).wape is None
