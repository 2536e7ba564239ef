"""Makes halls, cameras, nodes and what the recorder wrote of them, from the fields that matter to a test."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from portalkit.regions.models import Region
from storefronts.models import Hall
from tests.builders import a_hall as a_hall_region
from tests.builders import a_province
from video.models import Camera, CameraStatus, Gap, NodeStatus, StorageNode, Volume

_numbers = count(1)


def a_hall(
    name: str = "South Lake hall", *, under: Region | None = None, region_fields: dict[str, object] | None = None, **fields: Any
) -> Hall:
    """A hall with a region of its own below `under`, or below a province of its own."""
    region = a_hall_region(name, under=under or _a_province(), **(region_fields or {}))
    return Hall.objects.create(region=region, **fields)


def a_node(name: str | None = None, *, region: Region | None = None, heartbeat_at: datetime | None = None, **fields: Any) -> StorageNode:
    """A storage node; with `heartbeat_at` the centre has heard of it then."""
    name = name or f"node{next(_numbers)}"
    node = StorageNode.objects.create(name=name, title=fields.pop("title", name), region=region or _a_province(), **fields)
    if heartbeat_at is not None:
        a_node_status(node, heartbeat_at=heartbeat_at)
    return node


def a_node_status(node: StorageNode, *, heartbeat_at: datetime, **fields: Any) -> NodeStatus:
    """What the recorder last wrote of the node, in place of what it wrote before."""
    values = {
        "holder": "a-recorder",
        "started_at": heartbeat_at - timedelta(hours=1),
        "heartbeat_at": heartbeat_at,
        "spool_rows": 0,
        "spool_since": None,
        **fields,
    }
    return NodeStatus.objects.update_or_create(node=node, defaults=values)[0]


def a_volume(node: StorageNode, **fields: Any) -> Volume:
    number = next(_numbers)
    return Volume.objects.create(node=node, **{"title": f"Disk {number}", "path": f"/footage/{number}", **fields})


def a_camera(name: str = "Counter", *, hall: Hall | None = None, node: StorageNode | None = None, **fields: Any) -> Camera:
    """A camera whose pictures are generated, so that it needs no address."""
    fields = {"gb_id": f"4501000000131{next(_numbers):07}", "source": Camera.Source.DEMO, **fields}
    return Camera.objects.create(name=name, hall=hall or a_hall(), node=node, **fields)


def a_status(camera: Camera, *, at: datetime, state: str = "recording", since: datetime | None = None, **fields: Any) -> CameraStatus:
    """What the recorder wrote of the camera at a moment, in place of what it wrote before. Recording: with a frame of that moment."""
    values = {"state": state, "updated_at": at, "since": since or at - timedelta(hours=1), "cause": "", **fields}
    if state == "recording":
        values.setdefault("last_frame_at", at)
    return CameraStatus.objects.update_or_create(camera=camera, defaults=values)[0]


def a_gap(
    camera: Camera, *, start: datetime, end: datetime | None = None, cause: str = "unreachable", node: StorageNode | None = None
) -> Gap:
    """Without `end` it lasts."""
    node = node or camera.node
    assert node is not None, "a gap is one of a node's recordings"
    return Gap.objects.create(camera=camera, start=start, end=end, cause=cause, node=node)


def _a_province() -> Region:
    return Region.objects.filter(parent=None).first() or a_province()
