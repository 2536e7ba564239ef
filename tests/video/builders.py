"""Builders of hall video: only the fields that matter to a test are named."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from portalkit.regions.models import Level, Region
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_province
from video.domain.causes import CameraState
from video.models import Camera, CameraStatus, Gap, StorageNode, Volume

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
_numbers = count(1)


def a_hall(name: str = "东门营业厅", *, county: Region | None = None, code: str = "", **fields: Any) -> Hall:
    number = next(_numbers)
    if county is None:
        county = Region.objects.filter(level=Level.COUNTY).first() or a_county("城东县", under=a_prefecture("东海市", under=_province()))
    code = code or f"H{number:04d}"
    region = Region.objects.create(code=code, name=name, level=Level.HALL, parent=county, path=f"{county.path}{code}/")
    return Hall.objects.create(region=region, **fields)


def a_node(name: str = "", *, region: Region | None = None, **fields: Any) -> StorageNode:
    region = region or _province()
    name = name or f"node-{next(_numbers)}"
    return StorageNode.objects.create(name=name, title=fields.pop("title", name), region=region, **fields)


def a_volume(node: StorageNode, *, path: Path | str = "", **fields: Any) -> Volume:
    number = next(_numbers)
    return Volume.objects.create(node=node, title=fields.pop("title", f"volume-{number}"), path=str(path or f"/nowhere/{number}"), **fields)


def a_camera(hall: Hall | None = None, *, name: str = "柜台一", **fields: Any) -> Camera:
    gb_id = fields.pop("gb_id", f"3402000000132{next(_numbers):07d}")
    fields.setdefault("main_url", "rtsp://10.1.1.1/main")
    return Camera.objects.create(gb_id=gb_id, name=name, hall=hall or a_hall(), **fields)


def a_status(camera: Camera, *, state: str = CameraState.RECORDING, at: datetime = NOON, **fields: Any) -> CameraStatus:
    return CameraStatus.objects.create(camera=camera, state=state, **{"since": at, "updated_at": at, "last_frame_at": at, **fields})


def a_gap(camera: Camera, *, start: datetime = NOON, end: datetime | None = None, cause: str = "unreachable", **fields: Any) -> Gap:
    return Gap.objects.create(camera=camera, start=start, end=end, cause=cause, node=fields.pop("node", None) or camera.node or a_node())


def _province() -> Region:
    return Region.objects.filter(level=Level.PROVINCE).first() or a_province()
