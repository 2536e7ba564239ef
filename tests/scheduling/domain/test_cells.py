from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.cells import clock_span, handling_seconds, parts, share, weekdays


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("185", 185), ("185.5", 185.5), ("3:05", 185), ("0:03:05", 185), ("3：05", 185), ("3分5秒", 185), ("2m 30s", 150), ("-4", -4)],
)
def test_a_handling_time_is_seconds_or_minutes_and_seconds(text: str, seconds: float) -> None:
    assert handling_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "fast", "3:75", "1:2:3:4", "5 minutes or so"])
def test_what_is_no_handling_time_is_none(text: str) -> None:
    assert handling_seconds(text) is None


@given(st.integers(0, 59), st.integers(0, 59))
def test_every_minute_and_second_is_read(minutes: int, seconds: int) -> None:
    assert handling_seconds(f"{minutes}:{seconds:02}") == minutes * 60 + seconds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("08:00-08:30", (time(8), 30)),
        ("8：00～8：15", (time(8), 15)),
        ("23:30-00:00", (time(23, 30), 30)),
        ("23:30-24:00", (time(23, 30), 30)),
        ("08:30", (time(8, 30), None)),
        ("8", (time(8), None)),
        ("8时", (time(8), None)),
    ],
)
def test_a_time_of_day_may_name_its_end(text: str, found: tuple[time, int | None]) -> None:
    assert clock_span(text) == found


@pytest.mark.parametrize("text", ["25:00", "08:61", "08:00-08:00", "morning", "08:00-25:00"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert clock_span(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("2%", 0.02), ("0.02", 0.02), ("12.5％", 0.125), ("0", 0), ("2", None), ("x", None), ("120%", None)]
)
def test_a_share_is_per_cent_or_part_of_one(text: str, value: float | None) -> None:
    assert share(text) == (None if value is None else pytest.approx(value))


def test_lists_and_weekdays_take_what_people_write_between() -> None:
    assert parts("10086、宽带; chat,10086") == ("10086", "宽带", "chat")
    assert weekdays("周日、星期六") == (6, 7)
    assert weekdays("Sat, sunday 3") == (3, 6, 7)
    assert weekdays("") == ()
    assert weekdays("周六、节假日") is None
