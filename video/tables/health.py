"""Lists of halls by state, of cameras with what they send, of nodes and of volumes."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.access.selectors import Access
from portalkit.tables import Column, Table

from ..domain.causes import CameraState
from ..models import CameraStatus
from ..panels.addresses import page_of_camera
from ..panels.health import (
    NODE_LABELS,
    NODE_TONES,
    STATE_TONES,
    VOLUME_LABELS,
    VOLUME_TONES,
    cause_text,
    clock_text,
    gaps_text,
    lag_text,
    state_label,
)
from ..panels.maps import prefecture_of
from ..permissions import VideoPermission
from ..selectors.health import CameraLine, HallLine, NodeLine, VolumeLine


def hall_url(line: HallLine) -> str:
    return reverse("video:hall", args=[line.hall.code])


def _prefecture(line: HallLine) -> str:
    region = prefecture_of(line.hall)
    return region.display_name if region else ""


HALLS = Table(
    key="video.halls",
    title=_("Halls by state"),
    caption=_("Halls by the state of their cameras, worst first"),
    default_order="",
    row_link=hall_url,
    columns=(
        Column("name", _("Hall"), value="hall.region.display_name", order_by="name"),
        Column("state", _("State"), value=lambda line: state_label(line.state), kind="badge", tone=lambda line: STATE_TONES[line.state]),
        Column("prefecture", _("Prefecture branch"), value=_prefecture, order_by="prefecture"),
        Column("county", _("County"), value="hall.region.parent.display_name", order_by="county"),
        Column("cameras", _("Cameras"), value="cameras.total", kind="number", order_by="cameras"),
        Column("recording", _("Recording"), value="cameras.recording", kind="number", order_by="recording"),
        Column("failing", _("Failing"), value=lambda line: line.cameras.of(CameraState.FAILING), kind="number", order_by="failing"),
        Column("unknown", _("Unknown"), value=lambda line: line.cameras.of(CameraState.UNKNOWN), kind="number", order_by="unknown"),
        Column("gaps", _("Gaps today"), value="lost.number", kind="number", order_by="gaps"),
        Column("lost", _("Not recorded today, s"), value="lost.seconds", kind="number", order_by="lost", shown=False),
        Column("share", _("Recorded today"), value="share", kind="percent", digits=2, order_by="share"),
        Column("class", _("Hall class"), value="hall.get_hall_class_display", order_by="class", shown=False),
        Column("address", _("Address"), value="hall.address", order_by="address", shown=False),
    ),
)

TROUBLED = Table(
    key="video.troubled_halls",
    title=_("Halls that need a look"),
    default_order="",
    row_link=hall_url,
    columns=(
        Column("name", _("Hall"), value="hall.region.display_name"),
        Column("state", _("State"), value=lambda line: state_label(line.state), kind="badge", tone=lambda line: STATE_TONES[line.state]),
        Column("recording", _("Recording"), value=lambda line: f"{line.cameras.recording}/{line.cameras.wanted}"),
    ),
)


def camera_table(*, now: datetime, access: Access, of_node: bool = False) -> Table:
    """Cameras with what they send. `of_node`: their halls instead of their node. Pages that this installation has not, and links out
    of reach, are left out."""
    hall = Column("hall", _("Hall"), value="camera.hall.region.display_name", link=_hall_of)
    node = Column("node", _("Storage node"), value="camera.node.title", link=lambda line: _node_of(line, access))
    pages = [_page_column(name, label) for name, label in (("live", _("Live")), ("play", _("Playback"))) if page_of_camera(name, "0" * 20)]
    return Table(
        key="video.cameras_of",
        title=_("Cameras"),
        default_order="",
        row_link=lambda line: page_of_camera("camera", line.camera.gb_id) or None,
        columns=(
            Column("name", _("Name"), value="camera.name"),
            *([hall] if of_node else []),
            Column(
                "state", _("State"), value=lambda line: state_label(line.health.state), kind="badge",
                tone=lambda line: STATE_TONES[line.health.state],
            ),
            Column("cause", _("Cause"), value=lambda line: cause_text(line.health)),
            Column("since", _("Since"), value=lambda line: clock_text(line.health.since, now=now)),
            Column("picture", _("Picture"), value=_picture),
            Column("bit_rate", _("Mbit/s"), value=lambda line: _measured(line, "bit_rate", 1e-6), kind="number", digits=2),
            Column("frame_rate", _("Frames/s"), value=lambda line: _measured(line, "frame_rate"), kind="number", digits=1),
            Column("gop", _("Key frames every, s"), value=lambda line: _measured(line, "gop_seconds"), kind="number", digits=1),
            Column("last_frame", _("Last frame"), value=lambda line: clock_text(line.status and line.status.last_frame_at, now=now)),
            Column("gaps", _("Gaps today"), value=lambda line: gaps_text(line.lost)),
            Column("share", _("Recorded today"), value="share", kind="percent", digits=2),
            *([] if of_node else [node]),
            Column("volume", _("Volume"), value="volume"),
            *pages,
            Column("gb_id", _("Device id"), value="camera.gb_id"),
        ),
    )  # fmt: skip


def node_table(*, now: datetime) -> Table:
    """Nodes with their heartbeat, what waits on them and how their volumes do."""
    return Table(
        key="video.nodes_health",
        title=_("Storage nodes"),
        default_order="",
        row_link=lambda line: reverse("video:node_health", args=[line.node.name]),
        columns=(
            Column("title", _("Storage node"), value="node.title"),
            Column("region", _("Region"), value="node.region.long_name"),
            Column("state", _("State"), value=lambda line: NODE_LABELS[line.state], kind="badge", tone=lambda line: NODE_TONES[line.state]),
            Column("heartbeat", _("Heartbeat"), value=lambda line: clock_text(line.status and line.status.heartbeat_at, now=now)),
            Column("cameras", _("Cameras"), value="status.cameras", kind="number"),
            Column("recording", _("Recording"), value="status.recording", kind="number"),
            Column("lag", _("Waits for the centre"), value=lag_text),
            Column("orphans", _("Files without a row"), value="status.orphans", kind="number"),
            Column("used", _("Fullest volume"), value=_fullest, kind="percent", digits=0, bar=_fullest, tone=_worst_tone),
            Column("volumes", _("Volumes"), value=_volumes, kind="badge", tone=_worst_tone),
        ),
    )


def volume_table(*, now: datetime) -> Table:
    return Table(
        key="video.volumes_health",
        title=_("Volumes"),
        default_order="",
        columns=(
            Column("title", _("Title"), value="volume.title"),
            Column("state", _("State"), value=lambda line: VOLUME_LABELS[line.health], kind="badge", tone=_tone),
            Column("used", _("Used"), value=_used, kind="percent", bar=_used, tone=_tone),
            Column("free", _("Free"), value="volume.free_bytes", kind="bytes"),
            Column("total", _("Size"), value="volume.total_bytes", kind="bytes"),
            Column("quota", _("Quota"), value="volume.quota_bytes", kind="bytes"),
            Column("path", _("Folder"), value="volume.path"),
            Column("checked", _("Last check"), value=lambda line: clock_text(line.volume.checked_at, now=now)),
        ),
    )


def _page_column(name: str, label: Any) -> Column:
    return Column(name, label, value=lambda _line: label, link=lambda line: page_of_camera(name, line.camera.gb_id))


def _hall_of(line: CameraLine) -> str:
    return reverse("video:hall", args=[line.camera.hall.code])


def _node_of(line: CameraLine, access: Access) -> str | None:
    node = line.camera.node
    if node is None or not access.covers(VideoPermission.VIEW, node.region):
        return None
    return reverse("video:node_health", args=[node.name])


def _measured(line: CameraLine, name: str, factor: float = 1) -> float | None:
    """What the recorder measured while it recorded; what it measured before a fault says nothing of now."""
    status: CameraStatus | None = line.status
    value = getattr(status, name) if status and line.health.state is CameraState.RECORDING else None
    return None if value is None else value * factor


def _picture(line: CameraLine) -> str:
    status = line.status
    size = f"{status.width}×{status.height}" if status and status.width and status.height else ""
    return " ".join(part for part in (size, status.codec if status else "") if part)


def _used(line: VolumeLine) -> float | None:
    return None if line.free is None else 1 - line.free


def _tone(line: VolumeLine) -> str:
    return VOLUME_TONES[line.health]


def _fullest(line: NodeLine) -> float | None:
    return max((used for one in line.volumes if (used := _used(one)) is not None), default=None)


_GRAVE = ("bad", "warn", "info", "good", "neutral")


def _worst(line: NodeLine) -> VolumeLine | None:
    return min(line.volumes, key=lambda one: _GRAVE.index(_tone(one)), default=None)


def _worst_tone(line: NodeLine) -> str:
    worst = _worst(line)
    return _tone(worst) if worst else "neutral"


def _volumes(line: NodeLine) -> str:
    """The worst state among them."""
    worst = _worst(line)
    return str(VOLUME_LABELS[worst.health]) if worst else ""
