import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, poisson

from complaints.domain.history import PROVINCE_2011
from complaints.domain.rates import PER_MILLION, PER_TEN_THOUSAND, Pair, change, intervals, poisson_interval, pooled, rate

COUNTS = st.integers(0, 2_000_000)
SUBSCRIBERS = st.integers(1, 60_000_000)


def test_a_rate_is_complaints_over_subscribers_times_the_base() -> None:
    assert rate(complaints=1367, subscribers=1_000_000) == pytest.approx(13.67)
    assert rate(complaints=1367, subscribers=1_000_000, per=PER_MILLION) == pytest.approx(1367)


@pytest.mark.parametrize("subscribers", [None, 0])
def test_without_a_denominator_there_is_no_rate_and_no_interval(subscribers: int | None) -> None:
    pair = Pair(complaints=5, subscribers=subscribers)
    assert pair.rate() is None
    assert pair.interval() is None
    assert intervals([pair]) == [None]


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        rate(complaints=-1, subscribers=5)
    with pytest.raises(ValueError, match="never negative"):
        poisson_interval([-1])


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (100, 81.364, 121.627),
    ],
)
def test_the_interval_gives_the_published_limits_of_a_poisson_mean(count: int, low: float, high: float) -> None:
    """Garwood 1936; the same 95 % limits stand in Breslow & Day, Statistical Methods in Cancer Research II (1987), table 2.10."""
    found_low, found_high = poisson_interval([count])
    assert float(found_low[0]) == pytest.approx(low, abs=0.001)
    assert float(found_high[0]) == pytest.approx(high, abs=0.001)


@given(count=COUNTS, level=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_interval_agrees_with_the_chi_square_distribution(count: int, level: float) -> None:
    low, high = poisson_interval([count], level=level)
    tail = (1 - level) / 2
    assert float(low[0]) == pytest.approx(chi2.ppf(tail, 2 * count) / 2 if count else 0.0, rel=1e-9)
    assert float(high[0]) == pytest.approx(chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-9)


@given(count=st.integers(1, 5000))
def test_at_either_end_the_count_is_just_as_improbable_as_the_level_allows(count: int) -> None:
    low, high = poisson_interval([count])
    assert poisson.sf(count - 1, float(low[0])) == pytest.approx(0.025, rel=1e-6)
    assert poisson.cdf(count, float(high[0])) == pytest.approx(0.025, rel=1e-6)


@given(count=COUNTS, subscribers=SUBSCRIBERS)
def test_the_rate_lies_in_its_interval_and_both_units_come_from_one_pair(count: int, subscribers: int) -> None:
    pair = Pair(complaints=count, subscribers=subscribers)
    interval, value = pair.interval(), pair.rate()
    assert interval is not None
    assert value is not None
    assert interval.low <= value <= interval.high
    assert pair.rate(per=PER_MILLION) == pytest.approx(value * PER_MILLION / PER_TEN_THOUSAND)


@given(counts=st.lists(COUNTS, min_size=2, max_size=20))
def test_more_complaints_never_lower_either_end(counts: list[int]) -> None:
    low, high = poisson_interval(sorted(counts))
    assert all(left <= right for left, right in itertools.pairwise(low))
    assert all(left <= right for left, right in itertools.pairwise(high))


@given(pairs=st.lists(st.builds(Pair, complaints=COUNTS, subscribers=SUBSCRIBERS), min_size=1))
def test_the_rate_of_a_whole_is_a_ratio_of_sums_and_lies_between_its_parts(pairs: list[Pair]) -> None:
    whole = pooled(pairs)
    assert whole == Pair(complaints=sum(pair.complaints for pair in pairs), subscribers=sum(pair.subscribers or 0 for pair in pairs))
    parts = [pair.rate() or 0.0 for pair in pairs]
    assert min(parts) - 1e-9 <= (whole.rate() or 0.0) <= max(parts) * (1 + 1e-12) + 1e-9


def test_one_unknown_denominator_makes_the_whole_unknown_while_the_count_still_shows() -> None:
    assert pooled([Pair(3, 100), Pair(4, None)]) == Pair(complaints=7, subscribers=None)
    assert pooled([]) == Pair(complaints=0, subscribers=None)


def test_counts_that_reproduce_the_2011_series_give_the_printed_figures() -> None:
    subscribers = 31_234_567
    for figure in PROVINCE_2011:
        complaints = round(float(figure.value) * subscribers / PER_TEN_THOUSAND)
        assert f"{rate(complaints=complaints, subscribers=subscribers):.2f}" == str(figure.value)


def test_the_sum_of_the_classes_is_not_the_published_total() -> None:
    differing = []
    for month in sorted({figure.month for figure in PROVINCE_2011}):
        total = next(figure.value for figure in PROVINCE_2011 if figure.month == month and figure.service_class == "total")
        parts = sum(figure.value for figure in PROVINCE_2011 if figure.month == month and figure.service_class != "total")
        if parts != total:
            differing.append((month.month, str(parts)))
    assert differing == [(4, "13.65"), (6, "7.00"), (7, "6.80"), (9, "5.73")]


def test_a_change_is_relative_and_unknown_where_a_side_is() -> None:
    assert change(now=6.0, before=5.0) == pytest.approx(0.2)
    assert change(now=None, before=5.0) is None
    assert change(now=6.0, before=0.0) is None
    assert math.isclose(change(now=0.0, before=5.0) or 0, -1)
