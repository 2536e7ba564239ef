"""Lists of storage nodes, their volumes, and the addresses that may be dialled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..domain.causes import VolumeState
from ..models import AddressRule, StorageNode, Volume

VOLUME_TONES = {
    VolumeState.UNKNOWN: "neutral",
    VolumeState.READY: "good",
    VolumeState.NO_MARKER: "bad",
    VolumeState.WRONG_MARKER: "bad",
    VolumeState.FULL: "warn",
    VolumeState.FAILED: "bad",
}
_GIB = 1 << 30


def _gib(name: str) -> Callable[[Any], float | None]:
    def value(row: Any) -> float | None:
        size = getattr(row, name)
        return None if size is None else size / _GIB

    return value


def _heartbeat(node: StorageNode) -> datetime | None:
    status = getattr(node, "status", None)
    return status.heartbeat_at if status else None


def _service(row: StorageNode | Volume) -> str:
    return gettext("In service") if row.is_enabled else gettext("Out of service")


def _service_tone(row: StorageNode | Volume) -> str:
    return "good" if row.is_enabled else "neutral"


NODES = Table(
    key="video.nodes",
    title=_("Storage nodes"),
    default_order="name",
    row_link=lambda node: reverse("video:node", args=[node.name]),
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("title", _("Title"), order_by="title"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("service", _("State"), value=_service, kind="badge", tone=_service_tone, order_by="is_enabled"),
        Column("heartbeat", _("Heartbeat"), value=_heartbeat, kind="datetime", order_by="status__heartbeat_at"),
        Column("assigned", _("Cameras"), kind="number", order_by="assigned"),
        Column("volume_count", _("Volumes"), kind="number", order_by="volume_count"),
        Column("free", _("Free, GiB"), value=_gib("free"), kind="number", digits=1, order_by="free"),
        Column("media_url", _("Address of its media service"), order_by="media_url", shown=False),
    ),
)


def volume_table(*, link: Callable[[Volume], str | None]) -> Table:
    return Table(
        key="video.volumes_of_node",
        title=_("Volumes"),
        default_order="title",
        row_link=link,
        columns=(
            Column("title", _("Title"), order_by="title"),
            Column("path", _("Folder")),
            Column("state", _("State"), value="get_state_display", kind="badge", tone=lambda row: VOLUME_TONES[VolumeState(row.state)]),
            Column("service", _("In service"), value=_service, kind="badge", tone=_service_tone),
            Column("quota", _("Quota, GiB"), value=_gib("quota_bytes"), kind="number", digits=1),
            Column("total", _("Size, GiB"), value=_gib("total_bytes"), kind="number", digits=1),
            Column("free", _("Free, GiB"), value=_gib("free_bytes"), kind="number", digits=1),
            Column("checked_at", _("Checked at"), kind="datetime"),
        ),
    )


def rule_table(*, link: Callable[[AddressRule], str | None]) -> Table:
    return Table(
        key="video.address_rules",
        title=_("Allowed addresses"),
        default_order="region",
        row_link=link,
        columns=(
            Column("network", _("Subnet"), order_by="network"),
            Column("ports", _("Ports"), order_by="ports"),
            Column("region", _("Region"), value="region.long_name", order_by=("region__path", "network")),
            Column("note", _("Note"), is_long=True),
        ),
    )
