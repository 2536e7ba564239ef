"""The list of cameras, and a camera's outages."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Camera, CameraEvent
from ..panels.cameras import cause_text, state_text, state_tone
from ..panels.playback import watch_url


def camera_url(camera: Camera) -> str:
    return reverse("video:camera", args=[camera.gb_id])


def _event_url(event: CameraEvent) -> str:
    return watch_url([event.camera.gb_id], event.start)


def _status(name: str) -> Callable[[Camera], Any]:
    """A value of the status row, which a camera has only once its recorder has spoken."""

    def value(camera: Camera) -> Any:
        status = getattr(camera, "status", None)
        return getattr(status, name) if status else None

    return value


CAMERAS = Table(
    key="video.cameras",
    title=_("Cameras"),
    default_order="hall",
    row_link=camera_url,
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("hall", _("Hall"), value="hall.region.display_name", order_by=("hall__region__path", "name")),
        Column("region", _("Region"), value="hall.region.parent.display_name", order_by="hall__region__path"),
        Column("state", _("State"), value=state_text, kind="badge", tone=state_tone, order_by="status__state"),
        Column("cause", _("Cause of the fault"), value=cause_text, order_by="status__cause"),
        Column("node", _("Storage node"), value="node.title", order_by="node__title"),
        Column("last_frame", _("Last frame"), value=_status("last_frame_at"), kind="datetime", order_by="status__last_frame_at"),
        Column("gb_id", _("Device id"), order_by="gb_id"),
        Column("source", _("Source"), value="get_source_display", order_by="source", shown=False),
        Column("manufacturer", _("Manufacturer"), order_by="manufacturer", shown=False),
        Column("model", _("Model"), order_by="model", shown=False),
        Column("keep_days", _("Days to keep"), kind="number", order_by="keep_days", shown=False),
        Column("since", _("In this state since"), value=_status("since"), kind="datetime", order_by="status__since", shown=False),
    ),
)
GAPS = Table(
    key="video.gaps_of_camera",
    title=_("Last outages"),
    default_order="-start",
    columns=(
        Column("start", _("From"), kind="datetime", order_by="start"),
        Column("end", _("To"), kind="datetime"),
        Column("minutes", _("Minutes"), value=lambda gap: gap.end and (gap.end - gap.start).total_seconds() / 60, kind="number", digits=1),
        Column("cause", _("Cause"), value="get_cause_display", kind="badge", tone=lambda gap: "warn" if gap.end else "bad"),
        Column("node", _("Storage node"), value="node.title"),
    ),
)
EVENTS = Table(
    key="video.events_of_camera",
    title=_("Seen in the picture"),
    default_order="-start",
    row_link=_event_url,
    columns=(
        Column("start", _("From"), kind="datetime", order_by="start"),
        Column("end", _("To"), kind="datetime"),
        Column("minutes", _("Minutes"), value=lambda event: (event.end - event.start).total_seconds() / 60, kind="number", digits=1),
        Column("kind", _("What"), value="get_kind_display", kind="badge", tone=lambda event: "info" if event.kind == "motion" else "warn"),
    ),
)
