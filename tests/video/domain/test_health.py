"""States from what was written and the clock; gaps and shares; when a fault is an alarm; places on the map."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portalkit.alarms.domain.identity import Severity
from video.domain.alarming import (
    CAMERA_HOLD,
    CAMERA_STABLE,
    CAMERA_STEPS,
    NODE_STEPS,
    SPOOL_STEPS,
    UNSTABLE_GAPS,
    camera_severity,
    is_over,
    is_unstable,
    severity_after,
)
from video.domain.causes import CameraState, Cause, VolumeState
from video.domain.health import (
    FRAME_LATE,
    HEARTBEAT_LATE,
    HEARTBEAT_LOST,
    STATUS_SILENT,
    VOLUME_SILENT,
    CameraHealth,
    Lapse,
    NodeState,
    Status,
    VolumeHealth,
    camera_health,
    free_share,
    known_until,
    lost_between,
    node_state,
    share_recorded,
    tally,
    volume_health,
    worst_first,
)
from video.domain.maps import outline, sheet_for

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RECORDING = Status(CameraState.RECORDING, Cause.NONE, since=NOW - timedelta(hours=2), updated_at=NOW, last_frame_at=NOW)

states = st.sampled_from(list(CameraState))
ages = st.integers(min_value=0, max_value=100_000).map(lambda seconds: timedelta(seconds=seconds))
moments = st.integers(min_value=-2000, max_value=5600).map(lambda seconds: NOW + seconds * SECOND)
lapses = st.lists(
    st.builds(
        lambda start, length: Lapse(start, None if length is None else start + length),
        moments,
        st.none() | st.integers(min_value=0, max_value=3000).map(lambda seconds: timedelta(seconds=seconds)),
    ),
    max_size=12,
)
HOUR = (NOW, NOW + timedelta(hours=1))


def _health(status: Status | None, **changes: object) -> CameraHealth:
    return camera_health(is_wanted=True, status=replace(status, **changes) if status else None, now=NOW)


def test_a_camera_is_what_its_fresh_status_says() -> None:
    assert _health(RECORDING) == CameraHealth(CameraState.RECORDING, Cause.NONE, RECORDING.since)
    refused = _health(RECORDING, state=CameraState.FAILING, cause=Cause.WRONG_PASSWORD)
    assert (refused.state, refused.cause, refused.is_fault) == (CameraState.FAILING, Cause.WRONG_PASSWORD, True)


def test_a_silent_status_says_nothing_of_a_camera() -> None:
    at_the_edge = NOW - STATUS_SILENT
    assert _health(RECORDING, updated_at=at_the_edge, last_frame_at=at_the_edge).state is CameraState.RECORDING
    silent = _health(RECORDING, updated_at=at_the_edge - SECOND)
    assert (silent.state, silent.since) == (CameraState.UNKNOWN, at_the_edge - SECOND)
    assert _health(None) == CameraHealth(CameraState.UNKNOWN)


def test_a_camera_without_young_frames_fails_whatever_its_status_claims() -> None:
    assert _health(RECORDING, last_frame_at=NOW - FRAME_LATE).state is CameraState.RECORDING
    stalled = _health(RECORDING, last_frame_at=NOW - FRAME_LATE - SECOND)
    assert (stalled.state, stalled.cause, stalled.since) == (CameraState.FAILING, Cause.STREAM_STALLED, NOW - FRAME_LATE - SECOND)
    assert _health(RECORDING, last_frame_at=None).state is CameraState.FAILING, "two hours without a first frame"
    assert _health(RECORDING, last_frame_at=None, since=NOW).state is CameraState.RECORDING


def test_a_camera_that_nobody_wants_is_off_and_no_fault() -> None:
    off = camera_health(is_wanted=False, status=RECORDING, now=NOW)
    assert (off.state, off.is_fault, off.since) == (CameraState.OFF, False, None)


def test_a_node_is_judged_by_its_heartbeat() -> None:
    def state(age: timedelta) -> NodeState:
        return node_state(is_enabled=True, heartbeat_at=NOW - age, now=NOW)

    assert [state(HEARTBEAT_LATE), state(HEARTBEAT_LATE + SECOND)] == [NodeState.ALIVE, NodeState.LATE]
    assert [state(HEARTBEAT_LOST), state(HEARTBEAT_LOST + SECOND)] == [NodeState.LATE, NodeState.LOST]
    assert node_state(is_enabled=True, heartbeat_at=None, now=NOW) is NodeState.UNKNOWN
    assert node_state(is_enabled=False, heartbeat_at=NOW, now=NOW) is NodeState.OFF


def test_a_volume_is_what_its_node_said_lately() -> None:
    def health(state: VolumeState, share: float | None = 0.5, age: timedelta = SECOND, *, is_enabled: bool = True) -> VolumeHealth:
        return volume_health(is_enabled=is_enabled, state=state, free_share=share, checked_at=NOW - age, now=NOW)

    assert health(VolumeState.READY) is VolumeHealth.READY
    assert health(VolumeState.READY, share=0.01) is VolumeHealth.FILLING
    assert health(VolumeState.FAILED, share=0.01) is VolumeHealth.FAILED
    assert health(VolumeState.READY, age=VOLUME_SILENT + SECOND) is VolumeHealth.UNKNOWN
    assert health(VolumeState.READY, is_enabled=False) is VolumeHealth.OFF
    assert volume_health(is_enabled=True, state=VolumeState.READY, free_share=0.5, checked_at=None, now=NOW) is VolumeHealth.UNKNOWN
    assert {health(state).value for state in VolumeState} <= {one.value for one in VolumeHealth}


def test_free_space_is_a_share_or_unknown() -> None:
    assert free_share(free=1, total=4) == 0.25
    assert free_share(free=5, total=4) == 1
    assert (free_share(free=None, total=4), free_share(free=0, total=0)) == (None, None)


@given(st.lists(states, max_size=20))
def test_a_hall_is_as_its_worst_camera(found: list[CameraState]) -> None:
    whole = tally(found)
    assert whole.total == len(found)
    assert whole.worst == min(found, key=worst_first, default=None)
    assert (whole.share is None) == all(state is CameraState.OFF for state in found)
    assert whole.share is None or 0 <= whole.share <= 1
    assert whole.share != 1 or whole.worst in (CameraState.RECORDING, CameraState.OFF)


@given(lapses)
def test_what_gaps_take_is_what_is_covered_second_by_second(found: list[Lapse]) -> None:
    start, end = HOUR
    lost = lost_between(found, start=start, end=end)
    covered = sum(
        any(one.start <= moment and moment < (one.end or end) for one in found) for moment in (start + n * SECOND for n in range(3600))
    )
    assert lost.seconds == covered
    assert lost.number <= len(found)
    assert (lost.number == 0) == (covered == 0)


@given(lapses, lapses)
def test_more_gaps_never_leave_more_recorded(some: list[Lapse], more: list[Lapse]) -> None:
    start, end = HOUR
    before, after = (lost_between(found, start=start, end=end) for found in (some, [*some, *more]))
    assert after.time >= before.time
    first, second = (share_recorded(one.time, of=end - start) for one in (before, after))
    assert first is not None
    assert second is not None
    assert 0 <= second <= first <= 1


def test_of_no_time_nothing_is_recorded_or_lost() -> None:
    assert share_recorded(timedelta(0), of=timedelta(0)) is None


def test_silence_of_a_camera_counts_neither_as_recorded_nor_as_lost() -> None:
    silent = CameraHealth(CameraState.UNKNOWN, Cause.NONE, NOW - timedelta(hours=1))
    assert known_until(silent, now=NOW) == NOW - timedelta(hours=1)
    assert known_until(CameraHealth(CameraState.FAILING), now=NOW) == NOW
    assert [known_until(CameraHealth(state), now=NOW) for state in (CameraState.OFF, CameraState.UNKNOWN)] == [None, None]


@given(ages, ages, st.sampled_from([CAMERA_STEPS, NODE_STEPS, SPOOL_STEPS]))
def test_an_alarm_never_gets_milder_with_time(shorter: timedelta, longer: timedelta, steps: tuple[tuple[timedelta, Severity], ...]) -> None:
    first, second = (severity_after(one, steps) for one in sorted((shorter, longer)))
    assert first is None or (second is not None and second.is_at_least(first))


def test_a_camera_is_held_back_before_it_is_an_alarm() -> None:
    failing = CameraHealth(CameraState.FAILING, Cause.UNREACHABLE, NOW - CAMERA_HOLD + SECOND)
    assert camera_severity(failing, lost_since=failing.since or NOW, now=NOW) is None
    assert camera_severity(failing, lost_since=failing.since or NOW, now=NOW + SECOND) is Severity.WARNING
    assert camera_severity(failing, lost_since=NOW - timedelta(hours=3), now=NOW) is Severity.MAJOR, "a reconnect starts no new count"
    assert camera_severity(CameraHealth(CameraState.RECORDING), lost_since=NOW - timedelta(hours=3), now=NOW) is None
    never = CameraHealth(CameraState.UNKNOWN)
    assert camera_severity(never, lost_since=NOW, now=NOW) is Severity.INDETERMINATE
    assert camera_severity(never, lost_since=NOW, now=NOW + CAMERA_HOLD) is Severity.WARNING


def test_an_alarm_ends_when_the_camera_is_stable_or_off() -> None:
    assert not is_over(CameraHealth(CameraState.RECORDING, Cause.NONE, NOW - CAMERA_STABLE + SECOND), severity=Severity.MINOR, now=NOW)
    assert is_over(CameraHealth(CameraState.RECORDING, Cause.NONE, NOW - CAMERA_STABLE), severity=Severity.MINOR, now=NOW)
    assert is_over(CameraHealth(CameraState.OFF), severity=Severity.MINOR, now=NOW)
    assert not is_over(CameraHealth(CameraState.UNKNOWN, Cause.NONE, NOW - timedelta(days=1)), severity=Severity.MINOR, now=NOW)
    fresh = CameraHealth(CameraState.RECORDING, Cause.NONE, NOW)
    assert is_over(fresh, severity=Severity.INDETERMINATE, now=NOW), "nobody was sure that anything was wrong"
    assert not is_over(CameraHealth(CameraState.UNKNOWN), severity=Severity.INDETERMINATE, now=NOW)


def test_many_short_gaps_are_an_alarm_that_does_not_flap() -> None:
    raised = [count for count in range(10) if is_unstable(count, is_open=False)]
    kept = [count for count in range(10) if is_unstable(count, is_open=True)]
    assert (raised[0], kept[0]) == (UNSTABLE_GAPS, 3)


points = st.lists(st.tuples(st.floats(100, 120), st.floats(20, 30)), min_size=1, max_size=30)


@given(points)
def test_every_point_lies_on_the_sheet_within_its_margin(found: list[tuple[float, float]]) -> None:
    sheet = sheet_for(found, width=800, height=500, margin=40)
    for longitude, latitude in found:
        x, y = sheet.place(longitude, latitude)
        assert 39.9 <= x <= 760.1
        assert 39.9 <= y <= 460.1


def test_north_is_up_and_east_is_right() -> None:
    sheet = sheet_for([(108, 22), (110, 25)], width=800, height=500, margin=40)
    (west, south), (east, north) = sheet.place(108, 22), sheet.place(110, 25)
    assert west < east
    assert north < south


grid = st.lists(st.tuples(st.integers(0, 12).map(float), st.integers(0, 12).map(float)), max_size=25)


@given(grid)
def test_an_outline_turns_one_way_and_leaves_no_point_outside(found: list[tuple[float, float]]) -> None:
    corners = outline(found)
    assert set(corners) <= set(found)
    if len(corners) < 3:
        return
    for number, (x, y) in enumerate(corners):
        next_x, next_y = corners[(number + 1) % len(corners)]
        assert all((next_x - x) * (b - y) - (next_y - y) * (a - x) >= 0 for a, b in found)
