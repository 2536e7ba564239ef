from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.periods.domain.calendar import (
    Day,
    IsoWeek,
    Month,
    NotAPeriod,
    Quarter,
    Span,
    Year,
    day_of,
    month_of,
    months,
    parse,
    quarter_of,
    week_of,
    weeks,
    weeks_in,
    year_of,
)

days = st.dates(min_value=date(1901, 1, 1), max_value=date(2198, 12, 31))
spans = st.tuples(days, st.integers(0, 400)).map(lambda pair: Span(pair[0], min(pair[0] + timedelta(days=pair[1]), date(2198, 12, 31))))
calendar_periods = days.flatmap(lambda day: st.sampled_from([of(day) for of in (day_of, week_of, month_of, quarter_of, year_of)]))
periods = st.one_of(calendar_periods, spans)


@given(periods)
def test_neighbours_meet_without_gap_or_overlap(period):
    assert period.previous().end == period.start
    assert period.next().start == period.end
    assert period.next().previous() == period


@given(periods)
def test_the_days_of_a_period_cover_it_exactly(period):
    found = period.days()
    assert found[0] == period.first_day
    assert found[-1] == period.last_day
    assert len(found) == len(set(found)) == len(period)
    assert all(day in period for day in found)
    assert period.start < period.end


@given(periods)
def test_the_written_form_is_read_back(period):
    assert parse(str(period)) == period


@given(st.datetimes(min_value=datetime(1901, 1, 2), max_value=datetime(2198, 12, 30), timezones=st.just(UTC)))
def test_a_moment_lies_in_its_own_day_week_month_quarter_and_year(moment):
    for of in (day_of, week_of, month_of, quarter_of, year_of):
        period = of(moment)
        assert period.start <= moment < period.end
        assert moment in period


@given(periods)
def test_the_same_period_last_year_is_about_a_year_earlier(period):
    earlier = period.same_last_year()
    assert type(earlier) is type(period)
    assert 357 <= (period.first_day - earlier.first_day).days <= 371


@given(st.integers(1901, 2198))
def test_a_year_has_week_53_exactly_when_its_thursdays_say_so(year):
    thursdays = sum(day.isoweekday() == 4 for day in Year(year).days())
    assert weeks_in(year) == thursdays


def test_week_53_compares_with_week_52_where_the_year_before_has_none():
    assert IsoWeek(2026, 53).same_last_year() == IsoWeek(2025, 52)
    assert IsoWeek(2021, 1).previous() == IsoWeek(2020, 53)


def test_a_week_that_a_year_does_not_have_is_refused():
    with pytest.raises(NotAPeriod):
        IsoWeek(2025, 53)


def test_the_leap_day_compares_with_28_february():
    assert Day(date(2024, 2, 29)).same_last_year() == Day(date(2023, 2, 28))


def test_the_first_moment_of_a_month_in_shanghai_belongs_to_it_although_it_is_the_day_before_in_greenwich():
    moment = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    assert month_of(moment) == Month(2026, 11)
    assert Month(2026, 11).start == moment


def test_a_moment_without_time_zone_belongs_to_no_period():
    with pytest.raises(NotAPeriod):
        month_of(datetime(2026, 11, 1))


def test_months_hold_both_ends_and_are_empty_the_wrong_way_round():
    assert months(Month(2025, 11), Month(2026, 2)) == (Month(2025, 11), Month(2025, 12), Month(2026, 1), Month(2026, 2))
    assert months(Month(2026, 2), Month(2026, 1)) == ()


def test_weeks_run_over_the_turn_of_the_year():
    assert weeks(IsoWeek(2026, 52), IsoWeek(2027, 1)) == (IsoWeek(2026, 52), IsoWeek(2026, 53), IsoWeek(2027, 1))


def test_quarters_and_years_hold_their_months():
    assert (Quarter(2026, 4).first_day, Quarter(2026, 4).last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert len(Year(2024)) == 366


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-11-31", "2026-Q5", "26-11", "２０２６-11", "2026-11 ", "1899", "2200", "0000",
     "9999-12-31", "2026-11-09..2026-11-03", "2026-1", "2026-11-03..", "\x00", "٢٠٢٦"],
)  # fmt: skip
def test_everything_else_is_no_period(text):
    with pytest.raises(NotAPeriod):
        parse(text)


@given(st.text(max_size=24))
def test_reading_any_text_gives_a_period_or_the_one_refusal(text):
    with suppress(NotAPeriod):
        assert str(parse(text)) == text
