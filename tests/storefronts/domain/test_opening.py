from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefronts.domain.opening import OpeningUnreadable, Span, WeeklyHours, read_hours

MONDAY = datetime(2026, 11, 2)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=3).map(lambda found: found if len(found) != 1 else set())))
    if len(edges) == 3:
        edges = edges[:2]
    return tuple(Span(one, other) for one, other in zip(edges[::2], edges[1::2], strict=True))


weeks = st.lists(days(), min_size=7, max_size=7).map(lambda found: WeeklyHours(days=tuple(found)))


@given(weeks, st.booleans())
def test_what_is_written_is_read_back(week: WeeklyHours, is_chinese: bool) -> None:
    assert read_hours(week.written(is_chinese=is_chinese)) == week


@given(weeks)
def test_open_minutes_counted_one_by_one_are_those_of_the_table(week: WeeklyHours) -> None:
    step = 7
    counted = sum(week.is_open(MONDAY + timedelta(minutes=minute)) for minute in range(0, 7 * 1440, step))
    spans = sum(len(spans) for spans in week.days)
    assert abs(counted * step - week.minutes) <= spans * step


@given(st.text("周一二至日末休息每天MoTuFrSu0123456789:-;, ", max_size=40))
def test_a_text_is_read_or_refused(text: str) -> None:
    try:
        week = read_hours(text)
    except OpeningUnreadable:
        return
    assert len(week.days) == 7
    assert read_hours(week.written(is_chinese=True)) == week


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("周一至周五 08:30-18:00; 周六、周日 09:00-17:00", "Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00"),
        ("Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00", "Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00"),
        ("周一到周日8：30～18：00", "daily 08:30-18:00"),
        ("工作日 9:00—17:30;周末 休息", "Mo-Fr 09:00-17:30"),
        ("星期一、星期三 9:00-12:00,14:00-18:00", "Mo 09:00-12:00, 14:00-18:00; We 09:00-12:00, 14:00-18:00"),
        ("9:00-12:00 13:30-18:00", "daily 09:00-12:00, 13:30-18:00"),
        ("Fri-Mon 00:00-24:00", "Mo 00:00-24:00; Fr-Su 00:00-24:00"),
        ("周一至五 9:00-12:00\n周一至五 14:00-18:00", "Mo-Fr 09:00-12:00, 14:00-18:00"),
        ("daily closed", "daily closed"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, written: str) -> None:
    assert read_hours(text).written(is_chinese=False) == written


@pytest.mark.parametrize(
    "text",
    ["", "全年无休", "周一至周五", "周八 9:00-17:00", "9:00-25:00", "18:00-9:00", "9:70-10:00", "9:00", "周一 9:00-12:00;周一 11:00-13:00",
     "周一 9:00-12:00; 周一 休息", "周一、周一 9:00-12:00", "Mo-Xx 9:00-12:00", "周一 9:00-12:00 左右"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_part(text: str) -> None:
    with pytest.raises(OpeningUnreadable):
        read_hours(text)


def test_a_hall_is_open_from_the_first_minute_to_before_the_last() -> None:
    week = read_hours("周一 08:30-18:00")
    assert [week.is_open(MONDAY.replace(hour=hour, minute=minute)) for hour, minute in ((8, 29), (8, 30), (17, 59), (18, 0))] == [
        False,
        True,
        True,
        False,
    ]
    assert not week.is_open(MONDAY + timedelta(days=1, hours=10))
