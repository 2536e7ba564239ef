"""Three stop-watches of a ticket: to take it on, to reply, to solve it.

A watch is judged by moments: it was met when it stopped at its due time or before, and is overdue after it. The due time is the
earliest moment at which the limit has been worked; time on hold does not count and moves it. What is not known is not judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portalkit.calendars.domain.working_time import WorkingTime

AT_RISK_PERCENT = 75
FIRST_YEAR, LAST_YEAR = 1993, 2190


class Watch(StrEnum):
    ACCEPT = "accept"
    REPLY = "reply"
    SOLVE = "solve"


class WatchState(StrEnum):
    """UNKNOWN: a time or the limit is missing, or the times contradict one another."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


class Alarm(StrEnum):
    """How urgent a watch is that has not stopped."""

    NONE = "none"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"


class LimitSource(StrEnum):
    """Whose limit it is: the export's own, a rule's, or the date agreed for a long-planned case."""

    EXPORT = "export"
    RULE = "rule"
    LEGACY = "legacy"
    NONE = ""


@dataclass(frozen=True)
class Limit:
    """So many seconds of this working time."""

    seconds: int
    time: WorkingTime
    source: LimitSource


@dataclass(frozen=True)
class Pause:
    """On hold, from a moment to a moment (None: still)."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Steps:
    """What is known of a ticket's way. `is_ended`: solved, closed or withdrawn, whether a time says when or not."""

    accepted_at: datetime
    dispatched_at: datetime | None = None
    taken_at: datetime | None = None
    replied_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    is_ended: bool = False


@dataclass(frozen=True)
class Run:
    """When a watch started and stopped. `is_over` without `stop`: it stopped, nobody knows when."""

    start: datetime | None
    stop: datetime | None
    is_over: bool

    @property
    def is_knowable(self) -> bool:
        if self.start is None or not is_countable(self.start) or (self.is_over and self.stop is None):
            return False
        return self.stop is None or (self.stop >= self.start and is_countable(self.stop))


@dataclass(frozen=True)
class Reading:
    """Times in whole seconds of working time; None where they cannot be known. `remaining` is negative once the limit is used up.

    `paused` is the working time on hold so far, `held_since` when the present hold began.
    `due_at` and `at_risk_at` are None while the watch is paused before them: nobody knows when it goes on.
    """

    watch: Watch
    state: WatchState
    alarm: Alarm
    source: LimitSource
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    at_risk_at: datetime | None = None
    due_at: datetime | None = None
    limit: int | None = None
    elapsed: int | None = None
    paused: int = 0
    held_since: datetime | None = None

    @property
    def remaining(self) -> int | None:
        return None if self.limit is None or self.elapsed is None else self.limit - self.elapsed

    @property
    def share(self) -> float | None:
        """Of the limit, the part that is used; 1 and more when all is."""
        return None if not self.limit or self.elapsed is None else self.elapsed / self.limit


def run_of(watch: Watch, steps: Steps) -> Run:
    """Accept: dispatched to taken on. Reply: dispatched to replied. Solve: accepted to solved, else to closed.

    A step that was passed over is over at an unknown time: a reply without a time of taking on, an end without a reply.
    """
    if watch is Watch.ACCEPT:
        is_over = steps.is_ended or steps.taken_at is not None or steps.replied_at is not None
        return Run(steps.dispatched_at, steps.taken_at, is_over)
    if watch is Watch.REPLY:
        return Run(steps.dispatched_at, steps.replied_at, steps.is_ended or steps.replied_at is not None)
    stop = steps.resolved_at or steps.closed_at
    return Run(steps.accepted_at, stop, steps.is_ended or stop is not None)


def read(watch: Watch, run: Run, *, limit: Limit | None, pauses: Sequence[Pause], now: datetime) -> Reading:
    """What the watch shows. `pauses` in any order, overlapping or not."""
    source = limit.source if limit else LimitSource.NONE
    if not run.is_knowable or run.start is None:
        return Reading(watch, WatchState.UNKNOWN, Alarm.NONE, source, run.start, run.stop)
    until = run.stop or max(now, run.start)
    held = _merged(pauses, since=run.start)
    if run.stop is not None:
        held = _cut(held, until)
    held_since = None if run.is_over else _held_since(held, until)
    if limit is None:
        return Reading(watch, WatchState.UNKNOWN, Alarm.NONE, source, run.start, run.stop, held_since=held_since)
    at_risk_at, due_at = (_reached(run.start, seconds, held, limit.time) for seconds in (at_risk_seconds(limit.seconds), limit.seconds))
    paused = _seconds(limit.time, _cut(held, until))
    return Reading(
        watch=watch,
        state=_state(run, due_at, held_since),
        alarm=Alarm.NONE if run.is_over else _alarm(at_risk_at, due_at, until),
        source=source,
        started_at=run.start,
        stopped_at=run.stop,
        at_risk_at=at_risk_at,
        due_at=due_at,
        limit=limit.seconds,
        elapsed=_between(limit.time, run.start, until) - paused,
        paused=paused,
        held_since=held_since,
    )


def is_countable(moment: datetime) -> bool:
    """Whether working calendars reach there; a ticket of 1970 is a typing error, and no reason to fail."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def at_risk_seconds(limit: int) -> int:
    """The first whole second at which three quarters of the limit are used."""
    return -(-limit * AT_RISK_PERCENT // 100)


def _state(run: Run, due_at: datetime | None, held_since: datetime | None) -> WatchState:
    if run.stop is not None:
        return WatchState.MET if due_at is None or run.stop <= due_at else WatchState.MISSED
    return WatchState.RUNNING if held_since is None else WatchState.PAUSED


def _held_since(held: Sequence[Pause], now: datetime) -> datetime | None:
    return next((pause.start for pause in held if pause.start <= now and (pause.end is None or now < pause.end)), None)


def _alarm(at_risk_at: datetime | None, due_at: datetime | None, now: datetime) -> Alarm:
    if due_at is not None and now > due_at:
        return Alarm.OVERDUE
    return Alarm.AT_RISK if at_risk_at is not None and now >= at_risk_at else Alarm.NONE


def _reached(start: datetime, seconds: int, held: Sequence[Pause], time: WorkingTime) -> datetime | None:
    """When so many seconds have been worked since `start`, holds apart; None when a hold without end lies before."""
    moment = time.add_working_time(start, timedelta(seconds=seconds))
    for pause in held:
        if pause.start >= moment:
            break
        if pause.end is None:
            return None
        moment = time.add_working_time(moment, time.working_time_between(pause.start, pause.end))
    return moment


def _merged(pauses: Iterable[Pause], *, since: datetime) -> list[Pause]:
    """In order, none touching the next, cut at the start of the watch."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        start = max(pause.start, since)
        if pause.end is not None and pause.end <= start:
            continue
        if found and (found[-1].end is None or start <= found[-1].end):
            last = found[-1]
            ends = None if last.end is None or pause.end is None else max(last.end, pause.end)
            found[-1] = Pause(last.start, ends)
        else:
            found.append(Pause(start, pause.end))
    return found


def _cut(held: Iterable[Pause], until: datetime) -> list[Pause]:
    return [Pause(one.start, until if one.end is None else min(one.end, until)) for one in held if one.start < until]


def _seconds(time: WorkingTime, pauses: Iterable[Pause]) -> int:
    return sum(_between(time, one.start, one.end) for one in pauses if one.end is not None)


def _between(time: WorkingTime, start: datetime, end: datetime) -> int:
    return int(time.working_time_between(start, end).total_seconds())
