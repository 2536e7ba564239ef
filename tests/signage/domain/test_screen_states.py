"""How screens do, when they are on, what becomes of commands, tags and plans: rules by their properties."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.domain.commands import CommandState, command_state
from signage.domain.hours import BadParts, is_on, on_since, parts_text, read_parts
from signage.domain.planned import active_hours, plays_an_hour
from signage.domain.screen_alarms import BEHIND_AFTER, SILENT_STEPS, fault_gravity, is_behind, silent_alarm, silent_gravity
from signage.domain.screen_states import SILENT_AFTER, Said, ScreenState, is_silent, missed_for, missed_in_all, screen_state
from signage.domain.tag_names import MOST, BadTags, read_tags

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 2, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)
HALF = timedelta(minutes=30)
HOUR = 3_600_000
WORKING = [[["08:30", "18:00"]]] * 5 + [[], []]
ORDER = [gravity for _, gravity in reversed(SILENT_STEPS)]

minutes = st.integers(0, 14 * 24 * 60 - 1)
moments = minutes.map(lambda minute: MONDAY + minute * MINUTE)
clocks = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{30 * (half % 2):02}")
parts = st.tuples(clocks, clocks).map(list)
weeks = st.just([]) | st.lists(st.lists(parts, max_size=3), min_size=7, max_size=7)
said = st.builds(
    Said,
    is_enabled=st.booleans(), is_paired=st.booleans(), seen_at=st.none() | moments, is_off=st.booleans(), has_faults=st.booleans(),
    revision=st.integers(0, 3), complete_revision=st.integers(0, 3),
)  # fmt: skip


def _naive(hours: list[list[list[str]]], local: datetime) -> bool:
    """Asks each part of today and yesterday by itself."""
    if not hours:
        return True
    now = local.hour * 60 + local.minute
    for back in (0, 1):
        for start, end in hours[(local.weekday() - back) % 7]:
            begin, finish = (int(text[:2]) * 60 + int(text[3:]) for text in (start, end))
            if begin <= now + back * 1440 < (finish if finish > begin else finish + 1440):
                return True
    return False


@given(weeks, moments)
def test_a_screen_is_on_in_the_parts_of_today_and_in_those_of_yesterday_that_cross_midnight(
    week: list[list[list[str]]], at: datetime
) -> None:
    assert is_on(week, at) == _naive(week, at)


@given(weeks, moments)
def test_since_when_it_is_on_it_has_been_on_without_a_break(week: list[list[list[str]]], at: datetime) -> None:
    since = on_since(week, at)
    if since is not None:
        assert since <= at
        assert all(is_on(week, moment) for moment in (since, since + (at - since) / 2, at))
        assert not week or at - since > timedelta(days=7) or not is_on(week, since - MINUTE)


@given(said, weeks, moments)
def test_the_state_says_first_whose_business_a_screen_is_then_whether_it_is_heard(
    one: Said, week: list[list[list[str]]], now: datetime
) -> None:
    state = screen_state(one, hours=week, local_now=now)
    assert (state is ScreenState.OUT_OF_SERVICE) == (not one.is_enabled)
    assert (state is ScreenState.NOT_PAIRED) == (one.is_enabled and not one.is_paired)
    if one.is_enabled and one.is_paired:
        silent = is_silent(one.seen_at, now=now)
        assert (state is ScreenState.SILENT) == (silent and is_on(week, now))
        assert state is not ScreenState.PLAYING or (not silent and not one.has_faults and one.complete_revision >= one.revision)


@given(weeks, moments, moments)
def test_nothing_is_missed_outside_the_hours_and_never_more_than_the_time_since_it_was_heard(
    week: list[list[list[str]]], heard: datetime, now: datetime
) -> None:
    missed = missed_for(heard, hours=week, local_now=now)
    assert timedelta() <= missed <= max(now - heard, timedelta())
    assert missed == timedelta() or is_on(week, now)


@given(st.lists(st.integers(0, 3000), min_size=2).map(sorted))
def test_longer_silence_is_never_less_grave(lengths: list[int]) -> None:
    found = [silent_gravity(length * MINUTE) for length in lengths]
    ranks = [-1 if gravity is None else ORDER.index(gravity) for gravity in found]
    assert all(one <= other for one, other in pairwise(ranks))
    assert silent_gravity(SILENT_AFTER) is None


@given(st.timedeltas(timedelta(), timedelta(days=3)), st.timedeltas(timedelta(), timedelta(days=3)))
def test_a_screen_lags_only_when_it_had_the_time_to_fetch(waiting: timedelta, contact: timedelta) -> None:
    assert is_behind(waiting=waiting, in_contact=contact) == (waiting > BEHIND_AFTER and contact > BEHIND_AFTER)


def test_faults_are_as_grave_as_the_worst_of_them() -> None:
    assert fault_gravity([]) is None
    assert fault_gravity(["bundle_unreachable"]) == "warning"
    assert fault_gravity(["bundle_unreachable", "built_in"]) == "major"


@given(st.lists(parts, max_size=6))
def test_day_parts_are_read_back_as_they_are_shown(given_parts: list[list[str]]) -> None:
    assert read_parts(parts_text(given_parts)) == given_parts


@pytest.mark.parametrize("text", ["8", "08:30", "25:00-26:00", "08:60-09:00", "08:30-", "周一", "08:30-12:00-14:00", "1:00-2:00,x"])
def test_what_is_no_day_part_is_refused(text: str) -> None:
    with pytest.raises(BadParts):
        read_parts(text)


def test_day_parts_are_read_as_people_write_them_in_chinese() -> None:
    assert read_parts("8:30至12:00、14：00 ～ 24:00") == [["08:30", "12:00"], ["14:00", "00:00"]]


@given(st.lists(st.text("abC 中\t", max_size=6), max_size=MOST))
def test_tags_are_each_there_once_and_read_back(names: list[str]) -> None:
    found = read_tags(",".join(names))
    assert len(set(found)) == len(found)
    assert read_tags("；".join(found)) == found
    assert all(name == " ".join(name.split()) != "" for name in found)


def test_too_many_or_too_long_tags_are_refused() -> None:
    with pytest.raises(BadTags, match="xxx"):
        read_tags("x" * 41)
    with pytest.raises(BadTags):
        read_tags(",".join(map(str, range(MOST + 1))))


@given(st.booleans(), st.sampled_from(["", "no room"]), st.integers(-5, 5))
def test_an_answer_counts_however_late_and_only_silence_expires(is_done: bool, error: str, late: int) -> None:
    expires = datetime(2026, 11, 2, tzinfo=UTC)
    state = command_state(is_done=is_done, error=error, expires_at=expires, now=expires + late * MINUTE)
    if is_done:
        assert state is (CommandState.FAILED if error else CommandState.DONE)
    else:
        assert state is (CommandState.EXPIRED if late >= 0 else CommandState.WAITING)


@given(st.integers(1, 3600), st.integers(1000, 600_000))
def test_the_plays_of_a_share_fill_it_and_one_fewer_would_not(share: int, length: int) -> None:
    plays = plays_an_hour(plays=None, share_seconds=share, length_ms=length)
    assert plays * length >= share * 1000 > (plays - 1) * length


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_active_hours_count_each_moment_once(spans: list[tuple[int, int]]) -> None:
    expected = sum(any(start <= hour < end for start, end in spans) for hour in range(10, 40))
    assert active_hours([(start * HOUR, end * HOUR) for start, end in spans], since=10 * HOUR, until=40 * HOUR) == expected


@given(weeks, st.integers(0, 7 * 48), st.integers(0, 7 * 48))
def test_what_was_missed_in_all_is_every_half_hour_in_which_the_screen_was_to_be_on(
    week: list[list[list[str]]], first: int, length: int
) -> None:
    heard = MONDAY + first * HALF
    missed = missed_in_all(heard.astimezone(UTC), hours=week, local_now=heard + length * HALF)
    assert missed == HALF * sum(_naive(week, heard + half * HALF) for half in range(length))


def test_the_gravity_of_a_silence_goes_on_from_where_it_stood() -> None:
    long = timedelta(hours=3)
    assert silent_alarm(raised=None, rests=True, missed=long, missed_in_all=long) is None
    assert silent_alarm(raised="minor", rests=True, missed=long, missed_in_all=long) == "minor"
    assert silent_alarm(raised=None, rests=False, missed=MINUTE, missed_in_all=long) is None
    assert silent_alarm(raised="warning", rests=False, missed=MINUTE, missed_in_all=long) == "major"
    assert silent_alarm(raised="critical", rests=False, missed=MINUTE, missed_in_all=MINUTE) == "critical"


def test_the_night_is_not_missed_and_the_morning_begins_anew() -> None:
    heard = MONDAY + timedelta(hours=12)
    assert missed_for(heard, hours=WORKING, local_now=MONDAY + timedelta(hours=23)) == timedelta()
    assert missed_for(heard, hours=WORKING, local_now=MONDAY + timedelta(days=1, hours=9)) == 30 * MINUTE
    assert time(8, 30) == on_since(WORKING, MONDAY + timedelta(days=1, hours=9)).time()  # type: ignore[union-attr]
