from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.partial import Coverage, is_improbable, is_partial

OCTOBER = date(2026, 10, 1)


def october(*, complaints: int = 3100, first: int = 1, last: int = 31) -> Coverage:
    return Coverage(month=OCTOBER, complaints=complaints, first_on=date(2026, 10, first), last_on=date(2026, 10, last))


def test_a_month_is_partial_until_its_last_day_is_over() -> None:
    assert is_partial(october(), today=date(2026, 10, 31))
    assert not is_partial(october(), today=date(2026, 11, 1))


def test_a_month_that_falls_silent_is_partial() -> None:
    assert is_partial(october(last=20), today=date(2026, 11, 23))


def test_a_silent_last_day_of_a_quiet_region_may_be_chance() -> None:
    assert not is_partial(october(complaints=30, last=30), today=date(2026, 11, 23))


def test_the_first_month_of_all_data_is_partial_when_it_starts_late() -> None:
    late = october(first=12)
    assert is_partial(late, today=date(2026, 11, 23), is_first=True)
    assert not is_partial(late, today=date(2026, 11, 23))


def test_the_limit_is_a_chance_of_one_in_a_thousand() -> None:
    assert not is_improbable(silent_days=1, per_day=6.9)
    assert is_improbable(silent_days=1, per_day=6.91)
    assert not is_improbable(silent_days=0, per_day=1000)


@given(days=st.integers(1, 27), more=st.integers(1, 3), per_day=st.floats(0.01, 100))
def test_longer_silence_is_never_more_probable(days: int, more: int, per_day: float) -> None:
    assert is_improbable(silent_days=days + more, per_day=per_day) or not is_improbable(silent_days=days, per_day=per_day)


@pytest.mark.parametrize(("month", "last"), [(date(2024, 2, 1), date(2024, 2, 29)), (date(2025, 12, 1), date(2025, 12, 31))])
def test_the_end_of_the_month_is_found_in_leap_years_and_december(month: date, last: date) -> None:
    whole = Coverage(month=month, complaints=9000, first_on=month, last_on=last)
    assert is_partial(whole, today=last)
    assert not is_partial(whole, today=date(last.year + 1, 1, 1))


@given(complaints=st.integers(1, 7), last=st.integers(1, 31))
def test_a_handful_of_complaints_never_makes_a_month_partial(complaints: int, last: int) -> None:
    assert not is_partial(october(complaints=complaints, last=last), today=date(2026, 11, 23), is_first=True)
