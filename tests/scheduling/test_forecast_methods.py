"""The candidates of libraries, on short series."""

import builtins

import numpy as np
import pytest

from scheduling.adapters.forecast import ALL, BOOSTING, ETS, MSTL_WEEK, MSTL_YEAR, THETA
from scheduling.domain.forecast.backtest import candidates
from scheduling.domain.forecast.past import past_of
from tests.scheduling.domain.forecast_builders import PATTERN, WEEKDAYS, series


@pytest.mark.parametrize("name", [ETS, THETA, MSTL_WEEK, BOOSTING])
def test_a_pattern_with_little_noise_is_found_again(name):
    past = past_of(series(weeks=40, noise=0.01), horizon=14)
    np.testing.assert_allclose(ALL[name](past), 1_000 * np.tile(PATTERN, 2), rtol=0.08)


@pytest.mark.parametrize("name", [ETS, THETA, MSTL_WEEK, BOOSTING])
def test_five_open_days_are_a_season(name):
    assert ALL[name](past_of(series(weeks=40, noise=0.05, opened=WEEKDAYS), horizon=28)).shape == (20,)


def test_what_needs_more_history_is_left_out_with_its_reason():
    found = candidates(series(weeks=6, noise=0.02), ALL, horizon=28)
    assert {MSTL_YEAR, BOOSTING, "last_year", "calendar_regression"} == set(found.left_out)
    assert "105 weeks" in found.left_out[MSTL_YEAR]


def test_without_lightgbm_the_others_speak(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **names):
        if name == "lightgbm":
            raise OSError("libgomp.so.1: cannot open shared object file")
        return real(name, *rest, **names)

    monkeypatch.setattr(builtins, "__import__", missing)
    found = candidates(series(weeks=40, noise=0.02), ALL, horizon=14)
    assert "libgomp" in found.left_out[BOOSTING]
    assert ETS in found.forecasts


def test_boosting_says_the_same_twice():
    past = past_of(series(weeks=40, noise=0.1), horizon=14)
    np.testing.assert_array_equal(ALL[BOOSTING](past), ALL[BOOSTING](past))
