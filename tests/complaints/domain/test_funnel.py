"""The funnel against scipy and statsmodels, and what must hold of any regions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, poisson
from statsmodels.stats.meta_analysis import combine_effects

from complaints.domain.funnel import Unit, Verdict, bands_at, between_variance, exact_limit, funnel, overdispersion

REGIONS = st.lists(st.builds(Unit, count=st.integers(0, 3000), size=st.integers(1000, 900_000)), min_size=2, max_size=20)


@given(expected=st.floats(0.05, 5000), probability=st.sampled_from([0.001, 0.025, 0.975, 0.999]))
def test_exact_limits_lie_at_the_quantile_of_the_poisson_distribution(expected: float, probability: float) -> None:
    limit = exact_limit(probability, expected)
    quantile = poisson.ppf(probability, expected)
    assert max(quantile - 1, 0) <= limit <= quantile


@given(expected=st.floats(0.5, 3000))
def test_exact_limits_grow_with_the_expectation_and_hold_it(expected: float) -> None:
    low, high = exact_limit(0.025, expected), exact_limit(0.975, expected)
    assert low <= expected <= high
    assert exact_limit(0.975, expected * 1.1) >= high
    assert exact_limit(0.999, expected) >= high


def test_the_spread_between_regions_is_dersimonian_and_lairds() -> None:
    """statsmodels takes effects and variances; φ without winsorising is made of the same squares where z = (O − E) ÷ √E."""
    expected = np.array([120.0, 80.0, 300.0, 45.0, 210.0, 150.0, 95.0, 60.0])
    effects = np.array([1.2, 0.7, 1.1, 1.4, 0.8, 1.05, 0.9, 0.75])
    pooled = (effects * expected).sum() / expected.sum()
    phi = float((expected * (effects - pooled) ** 2).sum() / len(expected))
    theirs = combine_effects(effects, 1 / expected, method_re="dl").tau2
    assert between_variance(phi, list(expected)) == pytest.approx(theirs)


def test_equal_rates_are_all_not_distinguishable() -> None:
    found = funnel([Unit(count=size // 1000, size=size) for size in (50_000, 90_000, 120_000, 400_000)])
    assert found is not None
    assert {one.verdict for one in found.units} == {Verdict.INSIDE}
    assert found.tau == 0


def test_one_outlier_stands_out_and_does_not_widen_the_funnel_around_itself() -> None:
    usual = [Unit(count=100 + (13 * n) % 20, size=200_000) for n in range(13)]
    found = funnel([*usual, Unit(count=260, size=200_000)])
    assert found is not None
    assert found.units[-1].verdict is Verdict.FAR_ABOVE
    assert {one.verdict for one in found.units[:-1]} == {Verdict.INSIDE}


def test_regions_that_differ_by_themselves_widen_the_funnel() -> None:
    units = [Unit(count=round(5000 * factor), size=5_000_000) for factor in (0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.3)]
    found = funnel(units)
    assert found is not None
    assert found.tau == pytest.approx(np.std([0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.3]), abs=0.03)
    assert {one.verdict for one in found.units} == {Verdict.INSIDE}
    assert any(one.rate > one.exact[1].high for one in found.units)


def test_too_few_regions_get_exact_limits() -> None:
    found = funnel([Unit(count=100, size=100_000), Unit(count=300, size=100_000)])
    assert found is not None
    assert (found.phi, found.tau) == (None, 0.0)
    assert [one.verdict for one in found.units] == [Verdict.FAR_BELOW, Verdict.FAR_ABOVE]


@given(units=REGIONS)
def test_the_bands_lie_inside_one_another_around_the_common_rate(units: list[Unit]) -> None:
    found = funnel(units)
    if found is None:
        assert sum(unit.count for unit in units) == 0
        return
    for one in found.units:
        warning, action = one.bands
        assert action.low <= warning.low <= found.rate * (1 + 1e-9)
        assert found.rate * (1 - 1e-9) <= warning.high <= action.high
        assert (one.verdict is Verdict.INSIDE) == (warning.low <= one.rate <= warning.high)


@given(units=REGIONS)
def test_the_order_of_regions_plays_no_part(units: list[Unit]) -> None:
    found, turned = funnel(units), funnel(units[::-1])
    if found is not None and turned is not None:
        assert [one.verdict for one in found.units] == [one.verdict for one in turned.units][::-1]


def test_the_wide_limits_are_normal_around_the_common_rate() -> None:
    (warning, _action) = bands_at(rate=0.001, size=400_000, tau=0.1)
    reach = norm.ppf(0.975) * np.sqrt(1 / 400 + 0.01)
    assert (warning.low, warning.high) == (pytest.approx(0.001 * (1 - reach)), pytest.approx(0.001 * (1 + reach)))


def test_winsorising_draws_the_extremes_in_to_the_next_value() -> None:
    counts, expected = [100] * 8 + [400, 25], [100.0] * 10
    assert overdispersion(counts, expected, winsorised=0.1) == 0
    assert overdispersion(counts, expected, winsorised=0.0) > 40
