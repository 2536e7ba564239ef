"""Attendance as files tell it: stretches between signing in and signing out."""

from datetime import UTC, date, datetime

import pytest

from portalkit.regions.models import Region
from scheduling.domain.cells import clock_moment
from scheduling.models import AttendanceSpan
from tests.builders import a_province
from tests.scheduling.builders import an_agent, counts, imported, undone

Row = dict[str, str]


@pytest.fixture(autouse=True)
def agents(db: None) -> Region:
    place = a_province("Nanjiang")
    an_agent("A1", at=place, name="李梅")
    an_agent("A2", at=place, name="王芳")
    return place


def a_row(came: str, left: str, day: str = "2026-11-02", agent: str = "A1") -> Row:
    return {"工号": agent, "日期": day, "签入时间": came, "签出时间": left}


def stretches() -> list[tuple[str, date, datetime, datetime]]:
    return list(AttendanceSpan.objects.values_list("agent__code", "day", "starts_at", "ends_at"))


def test_a_row_becomes_a_stretch_and_can_be_undone() -> None:
    batch = imported("attendance", [a_row("08:05", "12:00:30"), a_row("12:45", "17:02"), a_row("2026-11-02 08:00", "17:00", "", "王芳")])
    assert counts(batch) == (3, 0, 0, 0)
    day = date(2026, 11, 2)
    assert sorted(stretches()) == [
        ("A1", day, datetime(2026, 11, 2, 0, 5, tzinfo=UTC), datetime(2026, 11, 2, 4, 0, tzinfo=UTC)),
        ("A1", day, datetime(2026, 11, 2, 4, 45, tzinfo=UTC), datetime(2026, 11, 2, 9, 2, tzinfo=UTC)),
        ("A2", day, datetime(2026, 11, 2, 0, 0, tzinfo=UTC), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
    ]
    undone(batch)
    assert stretches() == []


def test_a_night_crosses_midnight_and_keeps_the_day_of_its_shift() -> None:
    rows = [a_row("23:30", "03:30"), a_row("2026-11-03 04:00", "2026-11-03 08:00")]
    assert counts(imported("attendance", rows)) == (2, 0, 0, 0)
    assert [(day, end) for _code, day, _start, end in stretches()] == [
        (date(2026, 11, 2), datetime(2026, 11, 2, 19, 30, tzinfo=UTC)),
        (date(2026, 11, 2), datetime(2026, 11, 3, 0, 0, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (a_row("08:00", "17:00", agent="A9"), "agent_unknown"),
        (a_row("morning", "17:00"), "moment_unreadable"),
        (a_row("08:00", "25:00"), "moment_unreadable"),
        (a_row("08:00", "17:00", day=""), "day_missing"),
        (a_row("2026-11-02 09:00", "2026-11-02 08:00"), "out_before_in"),
        (a_row("08:00", "07:00"), "stretch_too_long"),
        (a_row("2026-11-02 08:00", "2026-11-04 08:00"), "stretch_too_long"),
        (a_row("08:00", ""), "required"),
    ],
)
def test_what_cannot_be_true_is_turned_away(row: Row, code: str) -> None:
    assert imported("attendance", [row]).reasons == {code: 1}


def test_stretches_that_overlap_in_the_file_are_refused_and_those_that_touch_are_not() -> None:
    rows = [a_row("08:00", "12:00"), a_row("11:59", "17:00"), a_row("12:00", "17:00"), a_row("11:00", "15:00", agent="A2")]
    batch = imported("attendance", rows)
    assert (batch.new, batch.reasons) == (3, {"attendance_overlaps": 1})


def test_a_stretch_against_one_already_there_is_refused_but_may_replace_its_own_row() -> None:
    imported("attendance", [a_row("08:00", "12:00")])
    assert imported("attendance", [a_row("10:00", "13:00")]).reasons == {"attendance_overlaps": 1}
    assert imported("attendance", [a_row("07:00", "13:00")]).reasons == {"attendance_overlaps": 1}
    assert counts(imported("attendance", [a_row("08:00", "12:30")])) == (0, 1, 0, 0)
    assert counts(imported("attendance", [a_row("08:00", "12:30")])) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8:05", (None, 485)),
        ("08：05：59", (None, 485)),
        ("24:00", (None, 1440)),
        ("2026-11-02 08:05", (date(2026, 11, 2), 485)),
        ("2026/11/2T08:05:30.5", (date(2026, 11, 2), 485)),
        ("2026年11月2日 8:05", (date(2026, 11, 2), 485)),
        ("2026-02-30 08:05", None),
        ("08:60", None),
        ("24:01", None),
        ("soon", None),
    ],
)
def test_a_moment_is_read_as_files_write_it(text: str, found: object) -> None:
    assert clock_moment(text) == found
