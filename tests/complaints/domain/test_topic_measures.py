import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

from complaints.domain.topics.measures import Counts, Doubt, Effect, Verdict, effect_of, rate_ratio, ratio_of_ratios, windows

test_poisson_2indep.__test__ = False
DAY = date(2026, 9, 15)
FEW = st.integers(0, 400)
DAYS = st.integers(1, 60)


@given(before=FEW, after=FEW, days_before=DAYS, days_after=DAYS)
def test_the_interval_of_a_ratio_is_the_exact_one_of_its_binomial(before: int, after: int, days_before: int, days_after: int) -> None:
    assume(before + after)
    found = rate_ratio(Counts(before, after), days_before=days_before, days_after=days_after)
    share = binomtest(after, before + after).proportion_ci(0.95, method="exact")
    odds = days_before / days_after
    assert math.isclose(found.low or 0, share.low / (1 - share.low) * odds, rel_tol=1e-6, abs_tol=1e-12)
    if before:
        assert math.isclose(found.high or 0, share.high / (1 - share.high) * odds, rel_tol=1e-6)
        assert math.isclose(found.value or 0, after / before * odds, rel_tol=1e-9, abs_tol=1e-12)
    else:
        assert (found.value, found.high) == (None, None)


def test_at_the_ends_of_the_interval_the_exact_test_of_statsmodels_gives_two_and_a_half_percent() -> None:
    found = rate_ratio(Counts(40, 25), days_before=56, days_after=56)
    for end, side in ((found.low, "larger"), (found.high, "smaller")):
        result = test_poisson_2indep(25, 56, 40, 56, value=end, method="exact-cond", alternative=side)
        assert math.isclose(result.pvalue, 0.025, rel_tol=1e-4)


def test_the_ratio_interval_lies_near_the_score_interval_of_statsmodels() -> None:
    found = rate_ratio(Counts(400, 330), days_before=56, days_after=56)
    low, high = confint_poisson_2indep(330, 56, 400, 56, method="score", compare="ratio")
    assert found.value == 330 / 400
    assert found.low == pytest.approx(low, rel=0.01)
    assert found.high == pytest.approx(high, rel=0.01)


def test_a_ratio_of_ratios_is_the_odds_ratio_of_its_four_counts() -> None:
    table = Table2x2(np.array([[20, 50], [280, 300]]))  # here after and before, elsewhere after and before
    found = ratio_of_ratios(Counts(50, 20), Counts(300, 280))
    low, high = table.oddsratio_confint(0.05)
    assert found.value == pytest.approx(table.oddsratio)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@given(before=FEW, after=FEW, rest_before=st.integers(1, 400), rest_after=st.integers(1, 400))
def test_exchanging_before_and_after_inverts_the_ratio_of_ratios(before: int, after: int, rest_before: int, rest_after: int) -> None:
    assume(before + after)
    one = ratio_of_ratios(Counts(before, after), Counts(rest_before, rest_after))
    other = ratio_of_ratios(Counts(after, before), Counts(rest_after, rest_before))
    assert one.value is not None
    assert other.value is not None
    assert math.isclose(one.value * other.value, 1, rel_tol=1e-9)
    assert math.isclose((one.low or 0) * (other.high or 0), 1, rel_tol=1e-9)


@given(ahead=st.integers(-10, 400), behind=st.integers(-10, 400))
def test_windows_are_equally_long_whole_weeks_and_never_hold_the_day_of_the_measure(ahead: int, behind: int) -> None:
    first, last = DAY - timedelta(days=behind), DAY + timedelta(days=ahead)
    found = windows(DAY, first_known=first, last_known=last)
    if min(ahead, behind) < 1:
        assert found is None
        return
    assert found is not None
    assert found.before_last == DAY - timedelta(days=1)
    assert found.after_first == DAY + timedelta(days=1)
    assert (found.before_last - found.before_first).days + 1 == found.days
    assert first <= found.before_first
    assert found.after_last <= last
    assert found.days <= 56
    assert found.days < 7 or found.days % 7 == 0


REST, LAST_YEAR = Counts(500, 500), Counts(300, 300)


def effect(here: Counts, rest: Counts = REST, last_year: Counts | None = LAST_YEAR, days: int = 56) -> Effect:
    found = windows(DAY, first_known=DAY - timedelta(days=days), last_known=DAY + timedelta(days=days))
    assert found is not None
    return effect_of(windows=found, here=here, rest=rest, last_year=last_year)


def test_a_fall_that_the_rest_does_not_share_is_told_as_one() -> None:
    found = effect(Counts(200, 100))
    assert found.verdict is Verdict.FELL
    assert found.doubts == ()


def test_a_fall_that_happened_everywhere_is_not_the_measure_s() -> None:
    assert effect(Counts(200, 100), rest=Counts(1000, 500)).verdict is Verdict.NOT_DISTINGUISHABLE


def test_few_complaints_short_windows_and_a_step_last_year_are_doubts() -> None:
    assert effect(Counts(9, 4)).doubts == (Doubt.TOO_FEW,)
    assert Doubt.TOO_SHORT in effect(Counts(200, 100), days=10).doubts
    assert effect(Counts(200, 100), last_year=Counts(300, 200)).doubts == (Doubt.SEASON,)


def test_without_last_year_windows_in_two_seasons_are_a_doubt() -> None:
    assert Doubt.SEASON_UNKNOWN in effect(Counts(200, 100), last_year=None).doubts


def test_without_complaints_elsewhere_the_plain_ratio_decides() -> None:
    found = effect(Counts(200, 100), rest=Counts(0, 0))
    assert found.doubts == (Doubt.NO_COMPARISON,)
    assert found.verdict is Verdict.FELL


def test_nothing_before_and_after_is_nothing_to_compare() -> None:
    assert effect(Counts(0, 0), rest=Counts(0, 0)).verdict is Verdict.UNKNOWN
