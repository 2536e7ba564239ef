import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from complaints.domain.topics.clusters import spots

PLACES = st.dictionaries(st.integers(0, 30), st.tuples(st.integers(0, 50), st.integers(0, 200)), min_size=1)


@given(places=PLACES)
def test_expectations_add_up_to_the_topic_and_the_interval_is_garwood_s(places: dict[int, tuple[int, int]]) -> None:
    observed = {key: own for key, (own, _more) in places.items() if own}
    background = {key: own + more for key, (own, more) in places.items()}
    found = spots(observed, background)
    assert sum(spot.observed for spot in found) == sum(observed.values())
    assert math.isclose(sum(spot.expected for spot in found), sum(observed.values()), rel_tol=1e-9, abs_tol=1e-9)
    for spot in found:
        assert spot.count_high == pytest.approx(chi2.ppf(0.975, 2 * spot.observed + 2) / 2)
        assert spot.count_low == pytest.approx(chi2.ppf(0.025, 2 * spot.observed) / 2 if spot.observed else 0)


def test_a_cell_that_has_nothing_but_the_topic_is_over_represented() -> None:
    found = {spot.key: spot for spot in spots({"a": 12, "b": 3}, {"a": 12, "b": 80, "c": 100})}
    assert found["a"].is_over_represented
    assert found["a"].is_above_mean
    assert not found["b"].is_over_represented
    assert found["c"].observed == 0


def test_a_topic_that_is_everything_gathers_nowhere() -> None:
    assert not [spot for spot in spots({1: 40, 2: 3}, {1: 40, 2: 3}) if spot.is_over_represented]


def test_no_complaints_are_no_places() -> None:
    assert spots({}, {}) == ()


def test_a_background_without_the_topic_s_own_complaints_is_refused() -> None:
    with pytest.raises(ValueError):
        spots({"a": 3}, {"a": 2})
