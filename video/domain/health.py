"""How cameras, storage nodes, volumes and halls do, from what the recorder wrote and the clock.

What a recorder wrote is true only while it keeps writing, so every state here fades to UNKNOWN: silence is no good news.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .causes import CameraState, Cause, VolumeState

STATUS_SILENT = timedelta(seconds=60)  # a camera's status older than this says nothing
FRAME_LATE = timedelta(seconds=20)  # "recording", but the last frame was this old when the status was written
HEARTBEAT_LATE = timedelta(seconds=30)
HEARTBEAT_LOST = timedelta(seconds=90)
VOLUME_SILENT = timedelta(minutes=5)
VOLUME_FILLING = 0.05  # free share below which a volume is worth a look


class NodeState(StrEnum):
    """LATE: a beat or two are missing. LOST: so many that nobody knows what its cameras do. UNKNOWN: never heard of."""

    OFF = "off"
    ALIVE = "alive"
    LATE = "late"
    LOST = "lost"
    UNKNOWN = "unknown"


class VolumeHealth(StrEnum):
    """What people see of a volume: the node's word, and FILLING while little is free."""

    OFF = "off"
    UNKNOWN = "unknown"
    READY = "ready"
    FILLING = "filling"
    FULL = "full"
    NO_MARKER = "no_marker"
    WRONG_MARKER = "wrong_marker"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """What the recorder last wrote of a camera."""

    state: CameraState
    cause: Cause
    since: datetime
    updated_at: datetime
    last_frame_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """`since` is when the state began, None where nobody ever saw the camera."""

    state: CameraState
    cause: Cause = Cause.NONE
    since: datetime | None = None

    @property
    def is_fault(self) -> bool:
        return self.state not in (CameraState.OFF, CameraState.RECORDING)


def camera_health(*, is_wanted: bool, status: Status | None, now: datetime) -> CameraHealth:
    """A camera that nobody wants recorded is OFF; one whose status is silent UNKNOWN; one without young frames FAILING."""
    if not is_wanted:
        return CameraHealth(CameraState.OFF, Cause.SWITCHED_OFF, status.since if status and status.state is CameraState.OFF else None)
    if status is None:
        return CameraHealth(CameraState.UNKNOWN)
    if now - status.updated_at > STATUS_SILENT:
        return CameraHealth(CameraState.UNKNOWN, Cause.NONE, status.updated_at)
    if status.state is CameraState.RECORDING and _is_stalled(status):
        return CameraHealth(CameraState.FAILING, Cause.STREAM_STALLED, status.last_frame_at or status.since)
    return CameraHealth(status.state, status.cause, status.since)


def node_state(*, is_enabled: bool, heartbeat_at: datetime | None, now: datetime) -> NodeState:
    if not is_enabled:
        return NodeState.OFF
    if heartbeat_at is None:
        return NodeState.UNKNOWN
    age = now - heartbeat_at
    if age > HEARTBEAT_LOST:
        return NodeState.LOST
    return NodeState.LATE if age > HEARTBEAT_LATE else NodeState.ALIVE


def volume_health(
    *, is_enabled: bool, state: VolumeState, free_share: float | None, checked_at: datetime | None, now: datetime
) -> VolumeHealth:
    """The state that the node wrote, as long as it looks at the volume. `free_share` is free ÷ total, None where unknown."""
    if not is_enabled:
        return VolumeHealth.OFF
    if checked_at is None or now - checked_at > VOLUME_SILENT:
        return VolumeHealth.UNKNOWN
    if state is VolumeState.READY and free_share is not None and free_share < VOLUME_FILLING:
        return VolumeHealth.FILLING
    return VolumeHealth(state)


def free_share(*, free: int | None, total: int | None) -> float | None:
    """Free ÷ total, within 0 and 1; None where either is unknown or the total is nothing."""
    if free is None or not total or total < 0:
        return None
    return min(max(free / total, 0.0), 1.0)


# Worst first: a camera that fails is known to lose footage, one of which nothing is known may lose it.
_WORST = (CameraState.FAILING, CameraState.UNKNOWN, CameraState.CONNECTING, CameraState.RECORDING, CameraState.OFF)


@dataclass(frozen=True)
class Tally:
    """How many cameras are in which state."""

    by_state: Mapping[CameraState, int] = field(default_factory=dict)

    def of(self, state: CameraState) -> int:
        return self.by_state.get(state, 0)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def wanted(self) -> int:
        return self.total - self.of(CameraState.OFF)

    @property
    def recording(self) -> int:
        return self.of(CameraState.RECORDING)

    @property
    def worst(self) -> CameraState | None:
        """The state of the whole: that of its worst camera; None where there is none."""
        return next((state for state in _WORST if self.of(state)), None)

    @property
    def share(self) -> float | None:
        """Recording ÷ wanted; None where nothing is wanted."""
        return self.recording / self.wanted if self.wanted else None


def tally(states: Iterable[CameraState]) -> Tally:
    counts: dict[CameraState, int] = {}
    for state in states:
        counts[state] = counts.get(state, 0) + 1
    return Tally(counts)


def worst_first(state: CameraState | None) -> int:
    """0 for the worst state; halls without cameras come last."""
    return _WORST.index(state) if state else len(_WORST)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A gap's time; without `end` it lasts."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Lost:
    """`number` gaps that together left `time` unrecorded; time in which two gaps overlap counts once."""

    number: int = 0
    time: timedelta = timedelta(0)

    @property
    def seconds(self) -> int:
        return round(self.time.total_seconds())


def lost_between(lapses: Iterable[Lapse], *, start: datetime, end: datetime) -> Lost:
    """What the gaps of one camera took out of a span. A gap that touches the span at a point only is none of it."""
    inside = sorted(
        (max(one.start, start), min(one.end or end, end))
        for one in lapses
        if one.start < end and (one.end is None or one.end > start) and (one.end is None or one.end > one.start)
    )
    total, seen = timedelta(0), start
    for begins, ends in inside:
        total += max(ends - max(begins, seen), timedelta(0))
        seen = max(seen, ends)
    return Lost(len(inside), total)


def known_until(health: CameraHealth, *, now: datetime) -> datetime | None:
    """Up to when it is known whether a camera was recorded: while it is UNKNOWN its silence says nothing. None: never, or not wanted."""
    if health.state is CameraState.OFF:
        return None
    return health.since if health.state is CameraState.UNKNOWN else now


def share_recorded(lost: timedelta, *, of: timedelta) -> float | None:
    """1 − lost ÷ time; None where there is no time."""
    return None if of <= timedelta(0) else 1 - min(max(lost / of, 0.0), 1.0)


def _is_stalled(status: Status) -> bool:
    """Measured by the recorder's own clock, so that a slow path to the centre stalls no camera."""
    return status.updated_at - (status.last_frame_at or status.since) > FRAME_LATE
