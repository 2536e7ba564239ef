"""Stop-watches: what starts and stops them, and the laws that limits, holds and due times keep."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.supervision.bulk import Watches, due_times
from complaints.domain.supervision.stopwatch import (
    Alarm,
    Limit,
    LimitSource,
    Pause,
    Reading,
    Run,
    Steps,
    Watch,
    WatchState,
    at_risk_seconds,
    read,
    run_of,
)
from portalkit.calendars.domain.hours import ALWAYS, Hours, parse_spans
from portalkit.calendars.domain.working_time import WorkingTime, moment_of, seconds_of
from portalkit.periods.domain.calendar import SHANGHAI

EVERY = WorkingTime(ALWAYS, {})
OFFICE = WorkingTime(Hours(parse_spans("09:00-12:00, 14:00-18:00"), only_workdays=True), {})
TIMES = {"always": EVERY, "office": OFFICE}
HOUR = 3600

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0))
spans = st.integers(0, 20 * 24 * HOUR).map(lambda seconds: timedelta(seconds=seconds))
limits = st.integers(1, 10 * 24 * HOUR)
times = st.sampled_from([EVERY, OFFICE])


@st.composite
def holds(draw: st.DrawFn) -> list[Pause]:
    found = []
    for start, length, is_open in draw(st.lists(st.tuples(moments, spans, st.booleans()), max_size=4)):
        found.append(Pause(start, None if is_open and draw(st.integers(0, 3)) == 0 else start + length))
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def running(start: str = "2026-11-23 09:00") -> Run:
    return Run(at(start), None, is_over=False)


def limit(hours: float = 4, time: WorkingTime = EVERY) -> Limit:
    return Limit(int(hours * HOUR), time, LimitSource.RULE)


def seen(run: Run, now: str, *pauses: Pause, limit: Limit | None = limit()) -> Reading:  # noqa: B008
    return read(Watch.REPLY, run, limit=limit, pauses=pauses, now=at(now))


def test_each_watch_starts_and_stops_with_its_own_steps() -> None:
    steps = Steps(
        accepted_at=at("2026-11-23 08:00"),
        dispatched_at=at("2026-11-23 08:30"),
        taken_at=at("2026-11-23 09:00"),
        replied_at=at("2026-11-23 12:00"),
        resolved_at=at("2026-11-23 13:00"),
        closed_at=at("2026-11-24 09:00"),
        is_ended=True,
    )
    assert run_of(Watch.ACCEPT, steps) == Run(steps.dispatched_at, steps.taken_at, True)
    assert run_of(Watch.REPLY, steps) == Run(steps.dispatched_at, steps.replied_at, True)
    assert run_of(Watch.SOLVE, steps) == Run(steps.accepted_at, steps.resolved_at, True)


def test_a_ticket_that_was_closed_without_a_time_of_solving_was_solved_when_it_was_closed() -> None:
    steps = Steps(accepted_at=at("2026-11-23 08:00"), closed_at=at("2026-11-24 09:00"), is_ended=True)
    assert run_of(Watch.SOLVE, steps).stop == steps.closed_at


def test_a_step_that_was_passed_over_is_over_at_a_time_that_nobody_knows() -> None:
    steps = Steps(accepted_at=at("2026-11-23 08:00"), dispatched_at=at("2026-11-23 08:30"), replied_at=at("2026-11-23 12:00"))
    assert not run_of(Watch.ACCEPT, steps).is_knowable
    assert read(Watch.ACCEPT, run_of(Watch.ACCEPT, steps), limit=limit(), pauses=(), now=at("2026-11-23 13:00")).state is WatchState.UNKNOWN


@pytest.mark.parametrize(
    ("now", "alarm"),
    [
        ("2026-11-23 11:59:59", Alarm.NONE),
        ("2026-11-23 12:00", Alarm.AT_RISK),
        ("2026-11-23 13:00", Alarm.AT_RISK),
        ("2026-11-23 13:00:01", Alarm.OVERDUE),
    ],
)
def test_three_quarters_of_the_limit_are_a_risk_and_more_than_all_of_it_is_overdue(now: str, alarm: Alarm) -> None:
    assert seen(running(), now).alarm is alarm


@pytest.mark.parametrize(
    ("stop", "state"), [("2026-11-23 13:00", WatchState.MET), ("2026-11-23 13:00:01", WatchState.MISSED)], ids=["on the second", "after"]
)
def test_what_stopped_is_judged_by_its_due_time(stop: str, state: WatchState) -> None:
    reading = seen(Run(at("2026-11-23 09:00"), at(stop), True), "2026-12-01 00:00")
    assert (reading.state, reading.alarm) == (state, Alarm.NONE)


@pytest.mark.parametrize(
    "run",
    [
        Run(None, None, False),
        Run(at("2026-11-23 09:00"), None, True),
        Run(at("2026-11-23 09:00"), at("2026-11-23 08:00"), True),
        Run(datetime(1970, 1, 1, tzinfo=UTC), None, False),
    ],
    ids=["no start", "no stop", "stopped before it started", "a start that no calendar reaches"],
)
def test_what_is_not_known_is_not_judged_and_not_zero(run: Run) -> None:
    reading = seen(run, "2026-11-23 12:00")
    assert (reading.state, reading.alarm, reading.elapsed, reading.share, reading.remaining) == (
        WatchState.UNKNOWN,
        Alarm.NONE,
        None,
        None,
        None,
    )


def test_without_a_limit_nothing_is_judged() -> None:
    assert seen(running(), "2026-11-23 12:00", limit=None).state is WatchState.UNKNOWN


def test_a_hold_stops_the_watch_and_moves_its_due_time() -> None:
    ended = Pause(at("2026-11-23 10:00"), at("2026-11-23 12:00"))
    reading = seen(running(), "2026-11-23 13:00", ended)
    assert (reading.elapsed, reading.paused, reading.due_at) == (2 * HOUR, 2 * HOUR, at("2026-11-23 15:00"))


def test_while_it_is_held_nobody_knows_when_it_is_due() -> None:
    reading = seen(running(), "2026-11-30 13:00", Pause(at("2026-11-23 10:00")))
    assert (reading.state, reading.alarm, reading.elapsed, reading.due_at) == (WatchState.PAUSED, Alarm.NONE, HOUR, None)
    assert reading.held_since == at("2026-11-23 10:00")


def test_a_hold_does_not_undo_that_the_limit_had_passed_before() -> None:
    reading = seen(running(), "2026-11-23 20:00", Pause(at("2026-11-23 15:00")))
    assert (reading.state, reading.alarm) == (WatchState.PAUSED, Alarm.OVERDUE)


def test_office_hours_let_a_watch_rest_over_night_and_weekend() -> None:
    reading = seen(running("2026-11-27 17:00"), "2026-11-30 10:00", limit=limit(4, OFFICE))
    assert (reading.elapsed, reading.due_at) == (2 * HOUR, at("2026-11-30 12:00"))


@given(moments, spans, limits, times, holds())
def test_the_alarm_agrees_with_the_due_times(
    start: datetime, passed: timedelta, seconds: int, time: WorkingTime, pauses: list[Pause]
) -> None:
    now = start + passed
    reading = read(Watch.REPLY, Run(start, None, False), limit=Limit(seconds, time, LimitSource.RULE), pauses=pauses, now=now)
    assert reading.elapsed is not None
    assert (reading.alarm is Alarm.OVERDUE) == (reading.due_at is not None and now > reading.due_at)
    if reading.elapsed > seconds:
        assert reading.alarm is Alarm.OVERDUE
    if reading.elapsed < seconds:
        assert reading.alarm is not Alarm.OVERDUE


@given(moments, spans, limits, times, holds())
def test_time_used_and_time_on_hold_are_the_working_time_that_passed(
    start: datetime, passed: timedelta, seconds: int, time: WorkingTime, pauses: list[Pause]
) -> None:
    reading = read(Watch.REPLY, Run(start, None, False), limit=Limit(seconds, time, LimitSource.RULE), pauses=pauses, now=start + passed)
    assert reading.elapsed is not None
    assert reading.elapsed >= 0
    assert reading.elapsed + reading.paused == time.working_time_between(start, start + passed).total_seconds()


@given(moments, limits, times, holds())
def test_at_the_due_time_exactly_the_limit_is_used(start: datetime, seconds: int, time: WorkingTime, pauses: list[Pause]) -> None:
    given_limit = Limit(seconds, time, LimitSource.RULE)
    due = read(Watch.REPLY, Run(start, None, False), limit=given_limit, pauses=pauses, now=start).due_at
    if due is not None:
        then = read(Watch.REPLY, Run(start, None, False), limit=given_limit, pauses=pauses, now=due)
        assert then.elapsed == seconds
        assert then.alarm is not Alarm.OVERDUE


@given(moments, spans, limits, times, holds(), spans)
def test_a_watch_never_goes_back(
    start: datetime, passed: timedelta, seconds: int, time: WorkingTime, pauses: list[Pause], more: timedelta
) -> None:
    run, given_limit = Run(start, None, False), Limit(seconds, time, LimitSource.RULE)
    early, late = (read(Watch.REPLY, run, limit=given_limit, pauses=pauses, now=start + one) for one in (passed, passed + more))
    assert early.elapsed is not None
    assert late.elapsed is not None
    assert early.elapsed <= late.elapsed
    assert [Alarm.NONE, Alarm.AT_RISK, Alarm.OVERDUE].index(early.alarm) <= [Alarm.NONE, Alarm.AT_RISK, Alarm.OVERDUE].index(late.alarm)


@given(moments, spans, limits, times, holds())
def test_a_watch_that_stopped_in_time_would_not_have_been_overdue(
    start: datetime, taken: timedelta, seconds: int, time: WorkingTime, pauses: list[Pause]
) -> None:
    given_limit, stop = Limit(seconds, time, LimitSource.RULE), start + taken
    stopped = read(Watch.REPLY, Run(start, stop, True), limit=given_limit, pauses=pauses, now=stop + timedelta(days=9))
    still = read(Watch.REPLY, Run(start, None, False), limit=given_limit, pauses=pauses, now=stop)
    assert (stopped.state is WatchState.MISSED) == (still.alarm is Alarm.OVERDUE)


@given(st.lists(st.tuples(moments, limits, st.sampled_from(["always", "office"])), min_size=1, max_size=20))
def test_due_times_of_many_watches_are_those_that_each_reads(rows: list[tuple[datetime, int, str]]) -> None:
    watches = Watches()
    for start, seconds, calendar in rows:
        watches.add(start=seconds_of(start), limit=seconds, calendar=calendar)
    together = due_times(watches, TIMES)
    for (start, seconds, calendar), at_risk, due in zip(rows, together.at_risk.tolist(), together.due.tolist(), strict=True):
        alone = read(Watch.REPLY, Run(start, None, False), limit=Limit(seconds, TIMES[calendar], LimitSource.RULE), pauses=(), now=start)
        assert (alone.at_risk_at, alone.due_at) == (moment_of(at_risk), moment_of(due))


@given(limits)
def test_the_risk_begins_at_the_first_second_with_three_quarters_used(seconds: int) -> None:
    first = at_risk_seconds(seconds)
    assert first * 4 >= seconds * 3
    assert (first - 1) * 4 < seconds * 3
