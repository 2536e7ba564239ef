"""Working time: against a count second by second, and by the laws it must keep."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.calendars.domain.days import Workdays
from portalkit.calendars.domain.hours import ALWAYS, BadHours, Hours, Span, parse_spans
from portalkit.calendars.domain.notices import known_days
from portalkit.calendars.domain.working_time import OutOfCalendar, WorkingTime, moment_of, seconds_array, seconds_of
from portalkit.periods.domain.calendar import SHANGHAI

SPECIAL = {one.day: one.is_worked for one in known_days()}
OFFICE = WorkingTime(Hours(parse_spans("09:00-12:00, 14:00-18:00"), only_workdays=True), SPECIAL)
NO_NIGHTS = WorkingTime(Hours(parse_spans("08:00-22:00")), SPECIAL)
NIGHTS = WorkingTime(Hours(parse_spans("22:00-08:00")), SPECIAL)
EVERY = WorkingTime(ALWAYS, SPECIAL)
CALENDARS = (OFFICE, NO_NIGHTS, NIGHTS, EVERY)

calendars = st.sampled_from(CALENDARS)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0))
durations = st.integers(0, 60 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-23 09:00", "2026-11-23 18:00", 7),
        ("2026-11-23 11:00", "2026-11-23 15:00", 2),
        ("2026-11-20 17:00", "2026-11-23 10:00", 2),
        ("2026-02-13 17:00", "2026-02-14 10:00", 2),
        ("2026-02-14 18:00", "2026-02-24 10:00", 1),
        ("2026-10-01 00:00", "2026-10-08 00:00", 0),
        ("2025-01-26 09:00", "2025-01-27 09:00", 7),
    ],
    ids=[
        "a whole day", "over noon", "over a weekend", "a Saturday made up for the Spring Festival", "over the Spring Festival",
        "the golden week", "a Sunday made up",
    ],
)  # fmt: skip
def test_office_hours_skip_noon_weekends_and_holidays_and_count_days_made_up(start: str, end: str, expected: int) -> None:
    assert OFFICE.working_time_between(at(start), at(end)) == hours(expected)


def test_nights_do_not_count_where_the_calendar_leaves_them_out() -> None:
    assert NO_NIGHTS.working_time_between(at("2026-11-23 20:00"), at("2026-11-24 09:00")) == hours(3)
    assert NIGHTS.working_time_between(at("2026-11-23 20:00"), at("2026-11-24 09:00")) == hours(10)


def test_time_added_over_closing_time_goes_on_the_next_workday() -> None:
    assert OFFICE.add_working_time(at("2026-02-13 17:00"), hours(2)) == at("2026-02-14 10:00")
    assert OFFICE.add_working_time(at("2026-02-14 17:00"), hours(2)) == at("2026-02-24 10:00")


def test_time_that_ends_at_closing_time_ends_there_and_not_the_next_morning() -> None:
    assert OFFICE.add_working_time(at("2026-11-23 17:00"), hours(1)) == at("2026-11-23 18:00")


def test_a_fraction_of_a_second_is_dropped() -> None:
    assert EVERY.working_time_between(at("2026-11-23 09:00:00.900"), at("2026-11-23 09:00:01.100")) == timedelta(seconds=1)


@given(calendars, moments, st.integers(0, 200_000))
def test_the_time_between_is_the_number_of_working_seconds_counted_one_by_one(times: WorkingTime, start: datetime, span: int) -> None:
    step = 977  # a prime, so that edges of spans are met at every offset
    counted = sum(times.is_working(start + timedelta(seconds=second)) for second in range(0, span, step))
    between = times.working_time_between(start, start + timedelta(seconds=span)).total_seconds()
    edges = 2 * 8
    assert abs(counted * step - between) <= step * edges


@given(calendars, moments, moments, moments)
def test_working_time_is_additive(times: WorkingTime, a: datetime, b: datetime, c: datetime) -> None:
    assert times.working_time_between(a, b) + times.working_time_between(b, c) == times.working_time_between(a, c)


@given(calendars, moments, durations)
def test_working_time_never_exceeds_the_time_that_passed_and_never_falls(times: WorkingTime, start: datetime, passed: timedelta) -> None:
    between = times.working_time_between(start, start + passed)
    assert timedelta(0) <= between <= passed
    assert between <= times.working_time_between(start, start + passed + timedelta(seconds=1))


@given(calendars, moments, durations)
def test_adding_is_undone_by_measuring(times: WorkingTime, start: datetime, duration: timedelta) -> None:
    end = times.add_working_time(start, duration)
    assert times.working_time_between(start, end) == duration


@given(calendars, moments, durations)
def test_no_earlier_moment_would_do(times: WorkingTime, start: datetime, duration: timedelta) -> None:
    end = times.add_working_time(start, duration)
    assert end == start or times.working_time_between(start, end - timedelta(seconds=1)) < duration


@given(moments, durations)
def test_around_the_clock_working_time_is_time(start: datetime, duration: timedelta) -> None:
    assert EVERY.add_working_time(start, duration) == start + duration
    assert EVERY.working_time_between(start, start + duration) == duration


@given(calendars, st.lists(st.tuples(moments, moments, durations), min_size=1, max_size=30))
def test_many_rows_at_once_give_what_each_gives_alone(times: WorkingTime, rows: list[tuple[datetime, datetime, timedelta]]) -> None:
    starts, ends = seconds_array(row[0] for row in rows), seconds_array(row[1] for row in rows)
    lengths = np.array([int(row[2].total_seconds()) for row in rows], dtype=np.int64)
    between = times.between_many(starts, ends)
    added = times.add_many(starts, lengths)
    assert between.tolist() == [times.working_time_between(row[0], row[1]).total_seconds() for row in rows]
    assert [moment_of(one) for one in added.tolist()] == [times.add_working_time(row[0], row[2]) for row in rows]


def test_nothing_is_added_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        OFFICE.add_working_time(at("2026-11-23 09:00"), hours(-1))
    with pytest.raises(ValueError, match="backwards"):
        OFFICE.add_many(np.array([0], dtype=np.int64), np.array([-1], dtype=np.int64))


@pytest.mark.parametrize("moment", ["1991-12-31 23:59:59", "2200-01-01 00:00"])
def test_a_moment_outside_the_calendar_is_refused(moment: str) -> None:
    with pytest.raises(OutOfCalendar):
        EVERY.working_time_between(at(moment), at("2026-11-23 09:00"))
    with pytest.raises(OutOfCalendar):
        EVERY.between_many(seconds_array([at(moment)]), seconds_array([at("2026-11-23 09:00")]))


def test_a_duration_that_leads_out_of_the_calendar_is_refused() -> None:
    last = at("2199-12-31 12:00")
    with pytest.raises(OutOfCalendar):
        OFFICE.add_working_time(last, hours(100))
    with pytest.raises(OutOfCalendar):
        OFFICE.add_many(seconds_array([last]), np.array([360_000], dtype=np.int64))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("09:00-12:00, 14:00-18:00", (Span(32_400, 43_200), Span(50_400, 64_800))),
        ("14:00-18:00，9:00-12:00", (Span(32_400, 43_200), Span(50_400, 64_800))),
        ("00:00-24:00", (Span(0, 86_400),)),
        ("22:00-08:00", (Span(0, 28_800), Span(79_200, 86_400))),
        ("09:00-12:00 12:00-18:00", (Span(32_400, 64_800),)),
        ("22:00-00:00", (Span(79_200, 86_400),)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: tuple[Span, ...]) -> None:
    assert parse_spans(text) == spans


@pytest.mark.parametrize("text", ["", "nine to five", "09:00-09:00", "25:00-26:00", "09:75-10:00", "09:00-12:00, 11:00-13:00", "09:00"])
def test_hours_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadHours):
        parse_spans(text)


@given(st.lists(st.integers(0, 24 * 60), min_size=2, max_size=8, unique=True))
def test_hours_written_are_read_again_as_the_same(edges: list[int]) -> None:
    edges = sorted(edges[: len(edges) // 2 * 2])
    written = Hours(tuple(Span(a * 60, b * 60) for a, b in zip(edges[::2], edges[1::2], strict=True)))
    assert parse_spans(str(written)) == written.spans


def test_the_notices_give_the_days_off_that_the_state_council_announced() -> None:
    off = {2025: 28, 2026: 33}
    worked = {2025: 5, 2026: 6}
    for year in (2025, 2026):
        days = [one for one in known_days() if one.day.year == year]
        assert sum(not one.is_worked for one in days) == off[year]
        assert sum(one.is_worked for one in days) == worked[year]
        assert not any(one.is_provisional for one in days)
    assert all(one.is_provisional for one in known_days() if one.day.year == 2027)


def test_every_make_up_workday_is_a_weekend_and_no_day_is_named_twice() -> None:
    days = list(known_days())
    assert len({one.day for one in days}) == len(days)
    assert all(one.day.weekday() >= 5 for one in days if one.is_worked)


def test_a_day_that_no_notice_names_is_worked_from_monday_to_friday() -> None:
    worked = Workdays(SPECIAL)
    assert [worked.is_workday(date(2026, 11, day)) for day in range(23, 30)] == [True] * 5 + [False] * 2
    assert worked.is_workday(date(2026, 2, 14))
    assert not worked.is_workday(date(2026, 2, 16))


def test_seconds_and_moments_are_each_others_inverse() -> None:
    moment = at("2026-11-23 09:00:01")
    assert moment_of(seconds_of(moment)) == moment
