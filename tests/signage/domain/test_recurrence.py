"""Occurrences against a naive reading minute by minute, and the odd days of the calendar."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from portalkit.calendars.domain.days import Workdays
from signage.domain.kinds import HolidayRule
from signage.domain.recurrence import BadRule, Recurrence, check_rule, expand, recurrence_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
NO_HOLIDAYS = Workdays()
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
MINUTE = 60_000


def at(day: date, clock: str = "00:00", zone: ZoneInfo = SHANGHAI) -> int:
    return round(datetime.combine(day, time.fromisoformat(clock), zone).timestamp() * 1000)


def span(*parts: tuple[str, str]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in parts)


def week(
    recurrence: Recurrence, *, zone: ZoneInfo = SHANGHAI, workdays: Workdays = NO_HOLIDAYS, first: date = MONDAY
) -> list[tuple[int, int]]:
    since = datetime.combine(first, time(), zone)
    return expand(recurrence, zone=zone, workdays=workdays, since=since, until=since + 7 * DAY)


clock_times = st.integers(0, 47).map(lambda half: time(half // 2, 30 * (half % 2)))
recurrences = st.builds(
    Recurrence,
    first_day=st.integers(-3, 5).map(lambda days: MONDAY + days * DAY),
    last_day=st.none() | st.integers(-2, 8).map(lambda days: MONDAY + days * DAY),
    day_parts=st.lists(st.tuples(clock_times, clock_times), max_size=3).map(tuple),
    weekdays=st.frozensets(st.integers(0, 6), max_size=4),
    rrule=st.sampled_from(("", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYMONTHDAY=3,31")),
    exceptions=st.frozensets(st.integers(-1, 7).map(lambda days: MONDAY + days * DAY), max_size=2),
    holidays=st.sampled_from(HolidayRule),
)
notices = st.dictionaries(st.integers(-2, 8).map(lambda days: MONDAY + days * DAY), st.booleans(), max_size=3).map(Workdays)


def is_on(recurrence: Recurrence, moment: datetime, workdays: Workdays) -> bool:
    """The same question asked of one moment: some day part of today or yesterday holds it."""
    return any(
        _is_its_day(recurrence, day, workdays) and _holds(day, part, moment)
        for day in (moment.date(), moment.date() - DAY)
        for part in recurrence.day_parts or span(("00:00", "00:00"))
    )


def _is_its_day(recurrence: Recurrence, day: date, workdays: Workdays) -> bool:
    by_rule = {
        "": True,
        "FREQ=DAILY;INTERVAL=2": (day - recurrence.first_day).days % 2 == 0,
        "FREQ=WEEKLY;BYDAY=MO,WE": day.weekday() in (0, 2),
        "FREQ=MONTHLY;BYMONTHDAY=3,31": day.day in (3, 31),
    }[recurrence.rrule]
    by_notice = {
        HolidayRule.IGNORE: True,
        HolidayRule.SKIP: workdays.special.get(day) is not False,
        HolidayRule.ONLY: workdays.special.get(day) is False,
        HolidayRule.WORKDAYS: workdays.is_workday(day),
        HolidayRule.DAYS_OFF: not workdays.is_workday(day),
    }[recurrence.holidays]
    is_within = recurrence.first_day <= day and (recurrence.last_day is None or day <= recurrence.last_day)
    is_named = not recurrence.weekdays or day.weekday() in recurrence.weekdays
    return by_rule and by_notice and is_within and is_named and day not in recurrence.exceptions


def _holds(day: date, part: tuple[time, time], moment: datetime) -> bool:
    start, end = part
    last = day if end > start else day + DAY
    return datetime.combine(day, start, SHANGHAI) <= moment < datetime.combine(last, end, SHANGHAI)


@given(recurrences, notices, st.lists(st.integers(0, 7 * 48 * 30 - 1), min_size=1, max_size=30))
def test_a_moment_is_in_an_occurrence_exactly_when_a_day_part_of_a_meant_day_holds_it(
    recurrence: Recurrence, workdays: Workdays, minutes: list[int]
) -> None:
    found = week(recurrence, workdays=workdays)
    assert all(start < end for start, end in found)
    assert all(one[1] <= following[0] for one, following in itertools.pairwise(found))
    for minute in minutes:
        moment = datetime.combine(MONDAY, time(), SHANGHAI) + timedelta(minutes=minute)
        stamp = round(moment.timestamp() * 1000)
        assert any(start <= stamp < end for start, end in found) == is_on(recurrence, moment, workdays)


@given(recurrences, st.integers(1, 6))
def test_a_later_window_finds_the_same_occurrences(recurrence: Recurrence, days: int) -> None:
    since = datetime.combine(MONDAY + days * DAY, time(), SHANGHAI)
    later = expand(recurrence, zone=SHANGHAI, workdays=NO_HOLIDAYS, since=since, until=since + DAY)
    stamp = round(since.timestamp() * 1000)
    assert later == [one for one in week(recurrence) if one[1] > stamp and one[0] < stamp + 1440 * MINUTE]


def test_the_whole_day_begins_anew_at_each_midnight() -> None:
    found = week(Recurrence(first_day=MONDAY, last_day=MONDAY + DAY))
    assert found == [(at(MONDAY), at(MONDAY + DAY)), (at(MONDAY + DAY), at(MONDAY + 2 * DAY))]


def test_an_end_before_the_start_lies_on_the_next_day_and_an_equal_one_a_day_later() -> None:
    night = Recurrence(first_day=MONDAY, last_day=MONDAY, day_parts=span(("22:00", "02:00")))
    assert week(night) == [(at(MONDAY, "22:00"), at(MONDAY + DAY, "02:00"))]
    around = Recurrence(first_day=MONDAY, last_day=MONDAY, day_parts=span(("09:00", "09:00")))
    assert week(around) == [(at(MONDAY, "09:00"), at(MONDAY + DAY, "09:00"))]


def test_a_day_part_inside_another_begins_anew_and_loses_nothing() -> None:
    found = week(Recurrence(first_day=MONDAY, last_day=MONDAY, day_parts=span(("08:00", "18:00"), ("10:00", "11:00"))))
    assert found == [(at(MONDAY, "08:00"), at(MONDAY, "10:00")), (at(MONDAY, "10:00"), at(MONDAY, "18:00"))]


def test_an_hour_that_the_clock_leaves_out_moves_on_and_one_that_comes_twice_is_the_first() -> None:
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    early = Recurrence(first_day=spring, last_day=spring, day_parts=span(("02:30", "04:00")))
    assert week(early, zone=NEW_YORK, first=spring) == [(at(spring, "03:30", NEW_YORK), at(spring, "04:00", NEW_YORK))]
    late = Recurrence(first_day=autumn, last_day=autumn, day_parts=span(("01:30", "03:00")))
    first_of_two = round(datetime(2026, 11, 1, 5, 30, tzinfo=UTC).timestamp() * 1000)
    assert week(late, zone=NEW_YORK, first=autumn) == [(first_of_two, at(autumn, "03:00", NEW_YORK))]
    lost = Recurrence(
        first_day=spring,
        last_day=spring,
        day_parts=span(
            ("02:10", "02:50"),
        ),
    )
    assert week(lost, zone=NEW_YORK, first=spring) == [(at(spring, "03:10", NEW_YORK), at(spring, "03:50", NEW_YORK))]


def test_the_thirty_first_skips_short_months() -> None:
    monthly = Recurrence(first_day=date(2026, 1, 31), rrule="FREQ=MONTHLY;BYMONTHDAY=31")
    since = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    found = expand(monthly, zone=SHANGHAI, workdays=NO_HOLIDAYS, since=since, until=since + 365 * DAY)
    months = [datetime.fromtimestamp(start / 1000, SHANGHAI).month for start, _ in found]
    assert months == [1, 3, 5, 7, 8, 10, 12]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FREQ=HOURLY", "frequency"),
        ("INTERVAL=2", "frequency"),
        ("FREQ=DAILY;DTSTART=20260101", "part"),
        ("FREQ=DAILY;BYHOUR=3", "part"),
        ("FREQ=DAILY;INTERVAL=0", "bounds"),
        ("FREQ=DAILY;COUNT=99999999", "bounds"),
        ("FREQ=DAILY;INTERVAL=x", "unreadable"),
        ("FREQ=DAILY;FREQ=DAILY", "unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX", "unreadable"),
        ("FREQ=DAILY;", "unreadable"),
        ("FREQ=DAILY\nEXRULE:FREQ=DAILY", "unreadable"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "never"),
        ("FREQ=DAILY;UNTIL=20200101", "never"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "never"),
        ("FREQ=DAILY;UNTIL=20261131", "unreadable"),
        ("FREQ=DAILY;UNTIL=20261231T99", "unreadable"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "unreadable"),
        ("x" * 301, "unreadable"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(text: str, code: str) -> None:
    with pytest.raises(BadRule) as refused:
        check_rule(text, first_day=MONDAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("until", "last"),
    [("20261105", 5), ("20261105T120000", 5), ("20261105T155959Z", 5), ("20261105T160000Z", 6), ("99991231T235959Z", 8)],
)
def test_the_day_of_until_belongs_to_the_rule_and_is_the_screens_own(until: str, last: int) -> None:
    rule = f"FREQ=DAILY;UNTIL={until}"
    check_rule(rule, first_day=MONDAY)
    assert week(Recurrence(first_day=MONDAY, rrule=rule))[-1][0] == at(date(2026, 11, last))


@given(
    st.sampled_from(
        (
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=DAILY;COUNT=40",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SU",
            "FREQ=WEEKLY;INTERVAL=3",
            "FREQ=MONTHLY;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO",
            "FREQ=YEARLY;BYYEARDAY=-1,60",
        )
    ),
    st.dates(date(2015, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_a_rule_has_the_days_that_dateutil_gives(rule: str, first_day: date, first: date) -> None:
    since = datetime.combine(first, time(), SHANGHAI)
    recurrence = Recurrence(first_day=first_day, rrule=rule)
    found = expand(recurrence, zone=SHANGHAI, workdays=NO_HOLIDAYS, since=since, until=since + 60 * DAY)
    plain = rrulestr(rule, dtstart=datetime.combine(first_day, time()))
    expected = plain.between(datetime.combine(first, time()), datetime.combine(first + 59 * DAY, time()), inc=True)
    assert [start for start, _ in found] == [at(moment.date()) for moment in expected]


@given(recurrences, notices)
def test_occurrences_do_not_depend_on_how_far_one_looks(recurrence: Recurrence, workdays: Workdays) -> None:
    since = datetime.combine(MONDAY, time(), SHANGHAI)
    farther = expand(recurrence, zone=SHANGHAI, workdays=workdays, since=since - 7 * DAY, until=since + 14 * DAY)
    near = [span for span in farther if span[1] > at(MONDAY) and span[0] < at(MONDAY + 7 * DAY)]
    assert week(recurrence, workdays=workdays) == near


def test_rules_of_the_four_frequencies_are_taken() -> None:
    for text in ("FREQ=DAILY", "freq=weekly;byday=sa,su", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1;COUNT=5"):
        check_rule(text, first_day=MONDAY)


def test_what_rows_keep_is_read_and_nonsense_is_an_error() -> None:
    kept = {"first_day": MONDAY, "last_day": None, "weekdays": [5, 6], "rrule": " ", "exceptions": ["2026-11-07"], "holidays": "skip"}
    assert recurrence_of(day_parts=[["22:00", "02:00"]], **kept) == Recurrence(  # type: ignore[arg-type]
        first_day=MONDAY,
        day_parts=span(("22:00", "02:00")),
        weekdays=frozenset({5, 6}),
        exceptions=frozenset({date(2026, 11, 7)}),
        holidays=HolidayRule.SKIP,
    )
    with pytest.raises(ValueError, match="hour"):
        recurrence_of(day_parts=[["25:00", "02:00"]], **kept)  # type: ignore[arg-type]
