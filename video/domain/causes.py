"""Why a camera does not record, and in which state it is. One vocabulary for status, gaps, alarms and audit."""

from enum import StrEnum


class CameraState(StrEnum):
    """OFF: nobody wants it recorded. RECORDING: the last packet is young. Every other state is a fault with a cause."""

    OFF = "off"
    CONNECTING = "connecting"
    RECORDING = "recording"
    FAILING = "failing"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why there is no picture. A gap carries one; so does a camera that fails."""

    NONE = ""
    SWITCHED_OFF = "switched_off"
    UNREACHABLE = "unreachable"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    NOT_A_STREAM = "not_a_stream"
    UNSUPPORTED_CODEC = "unsupported_codec"
    ADDRESS_REFUSED = "address_refused"
    STREAM_ENDED = "stream_ended"
    STREAM_STALLED = "stream_stalled"
    STREAM_DAMAGED = "stream_damaged"
    CLOCK_STEP = "clock_step"
    NO_VOLUME = "no_volume"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    RECORDER_STOPPED = "recorder_stopped"
    RECORDER_CRASHED = "recorder_crashed"
    MOVED = "moved"


class VolumeState(StrEnum):
    UNKNOWN = "unknown"
    READY = "ready"
    NO_MARKER = "no_marker"
    WRONG_MARKER = "wrong_marker"
    FULL = "full"
    FAILED = "failed"


class EventKind(StrEnum):
    """What is worth a mark on the timeline beside recorded spans and gaps."""

    MOTION = "motion"
    BLACK = "black"
    FROZEN = "frozen"
    BLURRED = "blurred"
    COLOUR_CAST = "colour_cast"
