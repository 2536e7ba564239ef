"""A camera's state in words and colours."""

from django.utils.translation import gettext as _

from ..domain.causes import CameraState
from ..models import Camera

STATE_TONES = {
    CameraState.OFF: "neutral",
    CameraState.CONNECTING: "info",
    CameraState.RECORDING: "good",
    CameraState.FAILING: "bad",
    CameraState.UNKNOWN: "warn",
}


def state_of(camera: Camera) -> CameraState:
    """What the recorder said last; OFF where nobody wants it recorded, UNKNOWN while the recorder has said nothing."""
    if not camera.is_enabled or camera.node_id is None:
        return CameraState.OFF
    status = getattr(camera, "status", None)
    return CameraState(status.state) if status else CameraState.UNKNOWN


def state_text(camera: Camera) -> str:
    """The state, and in brackets why it is off."""
    state = state_of(camera)
    if state is CameraState.OFF:
        return _("Off") if camera.node_id is not None else _("No node")
    status = getattr(camera, "status", None)
    return str(status.get_state_display()) if status else _("Unknown")


def state_tone(camera: Camera) -> str:
    return STATE_TONES[state_of(camera)]


def cause_text(camera: Camera) -> str:
    status = getattr(camera, "status", None)
    return str(status.get_cause_display()) if status and status.cause and state_of(camera) is not CameraState.OFF else ""
