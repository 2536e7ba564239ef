"""How a screen does is a rule of what was said last and of its hours, the same in Python and in the database."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from signage.domain.commands import CommandState, command_state
from signage.domain.hours import BadParts, Hours, is_on, on_since, parts_text, read_parts
from signage.domain.screen_alarms import SILENT_STEPS, is_behind, silent_gravity
from signage.domain.screen_states import SILENT_AFTER, Said, ScreenState, missed_for, screen_state
from signage.domain.tag_names import read_tags
from signage.models import Screen
from signage.selectors.screens import counts_by_state, state_of, with_states

from .builders import a_fault, a_hall_of, a_screen, a_status

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # a Monday
MINUTE = timedelta(minutes=1)
clocks = st.times().map(lambda at: at.strftime("%H:%M"))
days = st.lists(st.tuples(clocks, clocks).map(list), max_size=3)
weeks = st.one_of(st.just([]), st.lists(days, min_size=7, max_size=7))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=SHANGHAI, second=0, microsecond=0))
said = st.builds(
    Said,
    is_enabled=st.booleans(),
    is_paired=st.booleans(),
    seen_at=st.one_of(st.none(), st.integers(0, 600).map(lambda minutes: NOW - minutes * MINUTE)),
    is_off=st.booleans(),
    has_faults=st.booleans(),
    revision=st.integers(0, 3),
    complete_revision=st.integers(0, 3),
)


def _covers(part: list[str], begins: datetime, at: datetime) -> bool:
    start, end = (datetime.combine(begins.date(), time.fromisoformat(text), begins.tzinfo) for text in part)
    return start <= at < (end if end > start else end + timedelta(days=1))


def _on_by_definition(hours: Hours, at: datetime) -> bool:
    candidates = (at, at - timedelta(days=1))
    return not hours or any(_covers(list(part), day, at) for day in candidates for part in hours[day.weekday()])


@given(weeks, moments)
def test_a_screen_is_on_where_a_part_of_today_or_of_yesterday_covers_the_moment(hours: Hours, at: datetime) -> None:
    assert is_on(hours, at) == _on_by_definition(hours, at)


@given(weeks, moments)
def test_it_has_been_on_ever_since_and_was_not_before(hours: Hours, at: datetime) -> None:
    began = on_since(hours, at)
    if began is None or at - began > timedelta(days=7):
        return
    assert began <= at
    assert all(_on_by_definition(hours, began + part * (at - began) / 4) for part in range(5))
    assert not _on_by_definition(hours, began - MINUTE)


@given(days)
def test_day_parts_are_read_back_as_they_are_written(parts: list[list[str]]) -> None:
    assert read_parts(parts_text(parts)) == parts


@pytest.mark.parametrize("text", ["8", "8-12", "08:30", "08:60-09:00", "24:30-25:00", "24:01-25:00", "a", "08:00-09:00 x", "-"])
def test_what_is_no_day_part_is_refused(text: str) -> None:
    with pytest.raises(BadParts):
        read_parts(text)


def test_people_may_write_day_parts_as_they_do() -> None:
    assert read_parts(" 8：30 – 12:00、13:30至24:00 ") == [["08:30", "12:00"], ["13:30", "00:00"]]


def test_tags_are_trimmed_and_each_is_taken_once() -> None:
    assert read_tags(" VIP，柜台 一 ; VIP, ,屏") == ["VIP", "柜台 一", "屏"]


@given(said, weeks)
def test_a_good_state_means_that_nothing_is_wrong(one: Said, hours: Hours) -> None:
    state = screen_state(one, hours=hours, local_now=NOW)
    heard = one.seen_at is not None and NOW - one.seen_at <= SILENT_AFTER
    good = one.is_enabled and one.is_paired and heard and not one.is_off and not one.has_faults and one.complete_revision >= one.revision
    assert (state is ScreenState.PLAYING) == good
    if state is ScreenState.SILENT:
        assert not heard
        assert is_on(hours, NOW)


@given(weeks, st.timedeltas(timedelta(), timedelta(days=9)))
def test_silence_counts_only_while_a_screen_is_to_be_on(hours: Hours, ago: timedelta) -> None:
    missed = missed_for(NOW - ago, hours=hours, local_now=NOW)
    assert timedelta() <= missed <= ago
    assert missed == timedelta() or is_on(hours, NOW)


@given(st.timedeltas(timedelta(), timedelta(days=3)), st.timedeltas(timedelta(), timedelta(days=3)))
def test_the_longer_the_silence_the_graver(first: timedelta, second: timedelta) -> None:
    ranks = [None, *(gravity for _after, gravity in reversed(SILENT_STEPS))]
    short, long = sorted((first, second))
    assert ranks.index(silent_gravity(short)) <= ranks.index(silent_gravity(long))


def test_a_publication_is_late_only_when_its_player_was_there_to_fetch_it() -> None:
    hour = timedelta(hours=1)
    assert is_behind(waiting=hour, in_contact=hour)
    assert not is_behind(waiting=hour, in_contact=10 * MINUTE)
    assert not is_behind(waiting=10 * MINUTE, in_contact=hour)


@given(st.booleans(), st.sampled_from(["", "no"]), st.integers(-5, 5))
def test_a_command_waits_until_it_is_answered_or_runs_out(is_done: bool, error: str, minutes: int) -> None:
    state = command_state(is_done=is_done, error=error, expires_at=NOW, now=NOW + minutes * MINUTE)
    assert (state in (CommandState.DONE, CommandState.FAILED)) == is_done
    assert (state is CommandState.EXPIRED) == (not is_done and minutes >= 0)


class TestBothSides(TestCase):
    """The database sorts screens by the same rule."""

    @settings(max_examples=15)
    @given(st.lists(st.tuples(said, weeks), min_size=1, max_size=8))
    def test_the_database_agrees_with_the_rule(self, cases: list[tuple[Said, Hours]]) -> None:
        a_hall_of()
        now = NOW.astimezone(UTC)
        for one, hours in cases:
            screen = a_screen(is_paired=one.is_paired, is_enabled=one.is_enabled, revision=one.revision, hours=hours)
            if one.seen_at:
                a_status(screen, seen_at=one.seen_at, is_off=one.is_off, complete_revision=one.complete_revision)
            if one.has_faults:
                a_fault(screen)
        rows = with_states(Screen.objects.select_related("status"), now=now)
        expected = {row.pk: state_of(row, has_faults=row.has_faults, now=now) for row in rows}  # type: ignore[attr-defined]
        assert {row.pk: row.state for row in rows} == expected  # type: ignore[attr-defined]
        assert sum(counts_by_state(rows).values()) == len(cases)
