import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from complaints.domain.regular import denominator_month, kind_of, movement, period_at
from portalkit.periods.domain.calendar import Day, IsoWeek, Month

COUNTS = st.integers(0, 5000)
DAYS = st.integers(1, 31)


def test_a_week_over_two_months_is_divided_by_the_month_of_its_thursday() -> None:
    assert denominator_month(IsoWeek(2026, 40)) == Month(2026, 10)  # 28 September to 4 October
    assert denominator_month(IsoWeek(2026, 44)) == Month(2026, 10)  # 26 October to 1 November
    assert denominator_month(Day(date(2026, 10, 31))) == Month(2026, 10)


@pytest.mark.parametrize("kind", ["day", "week", "month"])
@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_period_of_a_day_is_of_its_kind_and_holds_it(kind: str, day: date) -> None:
    period = period_at(kind, day)
    assert day in period
    assert kind_of(period) == kind


@given(now=COUNTS, before=COUNTS, days_now=DAYS, days_before=DAYS)
def test_a_movement_is_the_standardised_binomial(now: int, before: int, days_now: int, days_before: int) -> None:
    found = movement(now=now, before=before, days_now=days_now, days_before=days_before)
    if now + before == 0:
        assert found == 0
        return
    chance = binom(now + before, days_now / (days_now + days_before))
    assert math.isclose(found, (now - chance.mean()) / chance.std(), rel_tol=1e-9, abs_tol=1e-9)


@given(count=st.integers(1, 5000), days=DAYS)
def test_the_same_daily_mean_is_no_movement(count: int, days: int) -> None:
    assert math.isclose(movement(now=count * days, before=count * 7, days_now=days, days_before=7), 0, abs_tol=1e-9)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError):
        movement(now=-1, before=1, days_now=1, days_before=1)
