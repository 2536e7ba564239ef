"""Business halls, and a storage node on this machine that records the generated pictures of some cameras."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region
from storefronts.models import Hall
from storefronts.services.halls import HallValues, add_hall
from video.adapters.volumes import mark
from video.models import Camera, StorageNode, Volume
from video.services.cameras import CameraValues, add_camera
from video.services.nodes import NodeValues, VolumeValues, add_node, add_volume
from video.services.walls import WallValues, save_wall

from .. import halls, province

NODE = "demo"
MEDIA_URL = "http://127.0.0.1:8010"
_QUOTA = 2 << 30
_FORBIDDEN = "rtsp://192.0.2.20/stream1"
_WALL_OWNERS = ("monitor", "supervisor", "admin")


def footage_folder() -> Path:
    return Path(settings.DATA_DIR) / "demo" / "footage"


def remove_footage() -> None:
    """Footage, and what the demo's recorder remembers. Nobody else writes there."""
    for folder in (footage_folder(), Path(settings.DATA_DIR) / "recorder" / NODE):
        shutil.rmtree(folder, ignore_errors=True)


def load(*, now: datetime) -> None:
    remove_footage()
    node, volume = _node(now)
    cameras: list[Camera] = []
    for each in halls.halls():
        hall = _hall(each, now)
        here = [_camera(camera, hall, node, volume, now) for camera in each.cameras]
        if here:
            wall = dict(enumerate(here, start=1))
            save_wall(layout=None, values=WallValues(name=f"{each.name}全景", size=4, hall=hall, cameras=wall), by=SYSTEM, now=now)
        cameras += here
    _walls(cameras, now)
    _past([camera for camera in cameras if camera.source == Camera.Source.DEMO and camera.is_enabled], volume, now)


def _node(now: datetime) -> tuple[StorageNode, Volume]:
    root = Region.objects.get(code=province.PROVINCE_CODE)
    values = NodeValues(title="演示存储节点", region=root, media_url=MEDIA_URL, is_enabled=True)
    node = add_node(name=NODE, values=values, by=SYSTEM, now=now)
    folder = footage_folder()
    wanted = VolumeValues(title="演示磁盘", path=str(folder.resolve()), quota_bytes=_QUOTA, is_enabled=True)
    volume = add_volume(node=node, values=wanted, by=SYSTEM, now=now)
    mark(folder, str(volume.marker))
    return node, volume


def _hall(each: halls.DemoHall, now: datetime) -> Hall:
    county = Region.objects.get(code=each.county)
    values = HallValues(
        name=each.name, name_en=each.name_en, parent=county, address=each.address, opening=each.opening, hall_class=each.hall_class,
        longitude=round((county.longitude or 0) + each.east, 4), latitude=round((county.latitude or 0) + each.north, 4),
    )  # fmt: skip
    return add_hall(code=each.code, values=values, by=SYSTEM, now=now)


def _camera(each: halls.DemoCamera, hall: Hall, node: StorageNode, volume: Volume, now: datetime) -> Camera:
    is_forbidden = each.sight is halls.Sight.FORBIDDEN
    values = CameraValues(
        name=each.name, hall=hall, node=node, volume=volume, source=Camera.Source.RTSP if is_forbidden else Camera.Source.DEMO,
        main_url=_FORBIDDEN if is_forbidden else "", sub_url="", onvif_url="", username="", keeps_audio=False,
        is_enabled=each.sight is not halls.Sight.OFF, keep_days=7,
    )  # fmt: skip
    return add_camera(gb_id=each.gb_id, values=values, by=SYSTEM, now=now)


def _walls(cameras: list[Camera], now: datetime) -> None:
    shown: Mapping[int, Camera] = dict(enumerate(cameras[:9], start=1))
    for owner in User.objects.filter(username__in=_WALL_OWNERS, is_demo=True):
        save_wall(layout=None, values=WallValues(name="全省重点厅", size=9, owner=owner, cameras=shown), by=SYSTEM, now=now)


def _past(cameras: list[Camera], volume: Volume, now: datetime) -> None:
    """Half an hour of the first camera with an outage in it, a quarter of the second."""

    from .. import footage  # OpenCV, which draws the pictures, stays out of the web

    def before(minutes: float) -> datetime:
        return now - timedelta(minutes=minutes)

    footage.record_past(cameras[0], volume, spans=((before(30), before(18)), (before(14), now)))
    footage.record_past(cameras[1], volume, spans=((before(15), now),))
