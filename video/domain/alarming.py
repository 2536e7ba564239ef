"""When a fault becomes an alarm, how grave it is, and when it is over.

Hold: a fault younger than its hold time raises nothing, since a camera that reconnects at once loses a few seconds and the gap row says so.
Stable: an open alarm of a camera ends when the camera has recorded without a break for a while, so one that comes and goes stays one alarm.
What nobody wants any more (switched off, removed) ends at once. Severity rises with the time lost.
Unheard: what was never heard of counts from when that was noticed, INDETERMINATE until its hold time is over, since it may be just new.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portalkit.alarms.domain.identity import Severity
from portalkit.periods.domain.calendar import SHANGHAI
from storefronts.domain.opening import OpeningUnreadable, read_hours

from .causes import CameraState, EventKind
from .health import HEARTBEAT_LOST, CameraHealth

CAMERA_HOLD = timedelta(seconds=60)
CAMERA_STABLE = timedelta(seconds=60)
CAMERA_STEPS = ((timedelta(hours=1), Severity.MAJOR), (timedelta(minutes=10), Severity.MINOR), (CAMERA_HOLD, Severity.WARNING))
NODE_STEPS = ((timedelta(minutes=10), Severity.CRITICAL), (timedelta(0), Severity.MAJOR))
SPOOL_STEPS = ((timedelta(hours=1), Severity.MAJOR), (timedelta(minutes=10), Severity.MINOR))
UNSTABLE_WINDOW = timedelta(hours=1)
UNSTABLE_GAPS = 5  # so many gaps within the window make a camera unstable
UNSTABLE_OVER = 2  # at so many or fewer it is no longer
LIGHTS_ON = timedelta(minutes=10)
_NO_PICTURE = ((timedelta(hours=1), Severity.MAJOR), (timedelta(minutes=10), Severity.MINOR))
PICTURE_STEPS: Mapping[EventKind, Sequence[tuple[timedelta, Severity]]] = {
    EventKind.BLACK: _NO_PICTURE,
    EventKind.FROZEN: _NO_PICTURE,
    EventKind.BLURRED: ((timedelta(hours=1), Severity.WARNING),),
}


def severity_after(lasting: timedelta, steps: Sequence[tuple[timedelta, Severity]]) -> Severity | None:
    """The severity of the longest step that is reached (steps from the longest down); None before the shortest."""
    return next((severity for after, severity in steps if lasting >= after), None)


def unheard_node_severity(lasting: timedelta) -> Severity:
    """Of a node that should record cameras and was never heard of, by the time since that was noticed."""
    return severity_after(lasting - HEARTBEAT_LOST, NODE_STEPS) or Severity.INDETERMINATE


def camera_severity(health: CameraHealth, *, lost_since: datetime, now: datetime) -> Severity | None:
    """Of a camera that should record and does not; None while it is held back.

    `lost_since` is when footage ended (the open gap, or the last frame), or when a camera never heard of was first noticed; a reconnect in
    between does not start the count anew.
    """
    if not health.is_fault:
        return None
    return severity_after(now - lost_since, CAMERA_STEPS) or (None if health.since else Severity.INDETERMINATE)


def is_over(health: CameraHealth, *, severity: Severity, now: datetime) -> bool:
    """Whether the open alarm of a camera ends: it is off, or has recorded for long enough; for one still in doubt any recording will do."""
    if health.state is CameraState.OFF or (severity is Severity.INDETERMINATE and not health.is_fault):
        return True
    return health.state is CameraState.RECORDING and health.since is not None and now - health.since >= CAMERA_STABLE


def is_unstable(gaps: int, *, is_open: bool) -> bool:
    """By the number of gaps within the window; an open alarm ends only when there are clearly fewer."""
    return gaps > UNSTABLE_OVER if is_open else gaps >= UNSTABLE_GAPS


def picture_severity(kind: EventKind, *, lasting: timedelta) -> Severity | None:
    """Of a camera that records pictures of which nothing can be made out; None while it is held back."""
    return severity_after(lasting, PICTURE_STEPS.get(kind, ()))


def is_lit(opening: str, at: datetime) -> bool:
    """Whether the light of a hall should be on: it is open, and was ten minutes before. Always where its hours are not known."""
    try:
        hours = read_hours(opening)
    except OpeningUnreadable:
        return True
    return not hours.minutes or all(hours.is_open(moment.astimezone(SHANGHAI)) for moment in (at - LIGHTS_ON, at))
