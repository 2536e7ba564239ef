"""The live page: what its script reads."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Camera
from .cameras import cause_text, state_text, state_tone


def live_data(camera: Camera) -> dict[str, object]:
    return {"source": reverse("video:live_address", kwargs={"gb_id": camera.gb_id}), "texts": _texts()}


def state_data(camera: Camera) -> dict[str, str]:
    """The chip of the camera's state."""
    return {"text": state_text(camera), "tone": state_tone(camera), "cause": cause_text(camera)}


def _texts() -> dict[str, str]:
    return {
        "loading": _("Loading …"),
        "behind": _("{seconds} s behind"),
        "unknown": _("Delay not known"),
        "noPicture": _("The camera sends no picture at the moment. It is tried again by itself."),
        "noService": _(
            "The storage node of this camera has no media service, or the camera has no node. What is recorded can be played back."
        ),
        "unreachable": _("The storage node cannot be reached from this browser. It is tried again by itself."),
        "refused": _("You may not watch this camera any more."),
        "cannotPlay": _(
            "This browser cannot play HLS. Use a current Chromium, Edge or Safari, or have the administrator run “make assets”."
        ),
        "cannotDecode": _("This browser cannot decode the camera's codec ({codec})."),
        "hidden": _("Stopped while the page was hidden."),
    }
