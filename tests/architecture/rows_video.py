"""Makers for the rows of hall video and of the register of halls; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils import timezone

from storefronts.models import Hall
from tests.builders import a_hall as a_hall_region
from tests.video.builders import a_camera, a_node_status, a_status, a_volume
from video.models import AddressRule, Camera, StorageNode, Volume, WallLayout, WallPlace

if TYPE_CHECKING:
    from tests.architecture.world import Place

Maker = Callable[["Place", int], Model]


def _hall(place: Place, number: int) -> Hall:
    region = a_hall_region(f"Hall {place.marker} {number}", under=place.county, code=f"{place.region.code}-H{number}", name_en=place.marker)
    return Hall.objects.create(region=region, address=place.marker)


def _node(place: Place, number: int) -> StorageNode:
    name = f"node-{place.region.code.lower()}-{number}"
    node = StorageNode.objects.create(name=name, title=f"Node {place.marker}", region=place.region)
    a_node_status(node, heartbeat_at=timezone.now())
    return node


def _volume(place: Place, number: int) -> Volume:
    node = place.rows["video.StorageNode"]
    assert isinstance(node, StorageNode)
    return a_volume(node, title=f"Disk {place.marker} {number}")


def _rule(place: Place, number: int) -> AddressRule:
    return AddressRule.objects.create(region=place.region, network=f"10.0.{number}.0/24", note=place.marker)


def _camera(place: Place, number: int) -> Camera:
    hall, node = place.rows["storefronts.Hall"], place.rows["video.StorageNode"]
    assert isinstance(hall, Hall)
    assert isinstance(node, StorageNode)
    camera = a_camera(f"Camera {place.marker} {number}", hall=hall, node=node)
    a_status(camera, at=timezone.now())
    return camera


def _wall(place: Place, number: int) -> WallLayout:
    hall, camera = place.rows["storefronts.Hall"], place.rows["video.Camera"]
    assert isinstance(hall, Hall)
    assert isinstance(camera, Camera)
    layout = WallLayout.objects.create(name=f"Wall {place.marker} {number}", hall=hall)
    WallPlace.objects.create(layout=layout, position=1, camera=camera)
    return layout


ROWS: Mapping[str, Maker] = {
    "storefronts.Hall": _hall,
    "video.StorageNode": _node,
    "video.Volume": _volume,
    "video.AddressRule": _rule,
    "video.Camera": _camera,
    "video.WallLayout": _wall,
}
