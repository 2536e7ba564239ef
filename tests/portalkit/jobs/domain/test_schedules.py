"""When recurring work is due."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.jobs.domain.schedules import BadSchedule, Schedule, latest_slot, next_slot
from portalkit.periods.domain.calendar import SHANGHAI

MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from([UTC, SHANGHAI]))
TIMES = st.times().map(lambda when: when.replace(second=0, microsecond=0))
SCHEDULES = st.one_of(
    st.integers(1, 10_000_000).map(lambda seconds: Schedule(code="a", kind="a", every=timedelta(seconds=seconds))),
    TIMES.map(lambda at: Schedule(code="a", kind="a", at=at)),
    st.builds(lambda at, day: Schedule(code="a", kind="a", at=at, weekday=day), TIMES, st.integers(0, 6)),
    st.builds(lambda at, day: Schedule(code="a", kind="a", at=at, monthday=day), TIMES, st.integers(1, 31)),
)


@given(SCHEDULES, MOMENTS)
def test_now_lies_between_the_latest_slot_and_the_next(schedule: Schedule, now: datetime) -> None:
    assert latest_slot(schedule, now) <= now < next_slot(schedule, now)


@given(SCHEDULES, MOMENTS)
def test_a_slot_is_its_own_latest_slot_and_the_next_ones_predecessor(schedule: Schedule, now: datetime) -> None:
    slot, following = latest_slot(schedule, now), next_slot(schedule, now)
    assert latest_slot(schedule, slot) == slot
    assert next_slot(schedule, slot) == following
    assert latest_slot(schedule, following - timedelta(microseconds=1)) == slot


@given(SCHEDULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_slots_never_go_back(schedule: Schedule, now: datetime, later: timedelta) -> None:
    assert latest_slot(schedule, now) <= latest_slot(schedule, now + later)


@given(TIMES, st.integers(1, 31), MOMENTS)
def test_a_monthly_schedule_has_one_slot_in_every_month(at: time, day: int, now: datetime) -> None:
    schedule = Schedule(code="a", kind="a", at=at, monthday=day)
    slot, following = latest_slot(schedule, now), next_slot(schedule, now)
    assert (following.year * 12 + following.month) - (slot.year * 12 + slot.month) == 1


def test_hours_start_on_the_hour_and_days_at_midnight_in_shanghai() -> None:
    now = datetime(2026, 11, 23, 5, 47, 12, tzinfo=UTC)
    assert latest_slot(Schedule(code="a", kind="a", every=timedelta(hours=1)), now) == datetime(2026, 11, 23, 13, tzinfo=SHANGHAI)
    assert latest_slot(Schedule(code="a", kind="a", every=timedelta(days=1)), now) == datetime(2026, 11, 23, tzinfo=SHANGHAI)


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    schedule = Schedule(code="a", kind="a", at=time(5), monthday=31)
    assert latest_slot(schedule, datetime(2027, 3, 1, tzinfo=SHANGHAI)) == datetime(2027, 2, 28, 5, tzinfo=SHANGHAI)


def test_times_are_those_of_shanghai() -> None:
    schedule = Schedule(code="a", kind="a", at=time(6, 30), weekday=0)
    assert latest_slot(schedule, datetime(2026, 11, 22, 22, 30, tzinfo=UTC)) == datetime(2026, 11, 23, 6, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"every": timedelta(hours=1), "at": time(5)},
        {"every": timedelta(0)},
        {"every": timedelta(days=1), "weekday": 0},
        {"at": time(5), "weekday": 0, "monthday": 1},
        {"at": time(5), "weekday": 7},
        {"at": time(5), "monthday": 0},
    ],
)
def test_a_schedule_that_does_not_say_when_is_refused(when: dict[str, object]) -> None:
    with pytest.raises(BadSchedule):
        Schedule(code="a", kind="a", **when)
