"""Makers for the rows of halls and video; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Model

from storefronts.models import Hall
from tests.builders import a_hall
from video.models import AddressRule, Camera, StorageNode, Volume, WallLayout, WallPlace

if TYPE_CHECKING:
    from tests.architecture.world import Place

Maker = Callable[["Place", int], Model]


def _hall(place: Place, number: int) -> Hall:
    region = a_hall(f"Hall {number} {place.marker}", under=place.county, code=f"{place.region.code}-H{number}")
    return Hall.objects.create(region=region, address=place.marker, opening="Mo-Fr 08:30-18:00")


def _node(place: Place, number: int) -> StorageNode:
    return StorageNode.objects.create(name=f"node-{place.region.code.lower()}-{number}", title=place.marker, region=place.region)


def _volume(place: Place, number: int) -> Volume:
    node = place.rows["video.StorageNode"]
    assert isinstance(node, StorageNode)
    return Volume.objects.create(node=node, title=place.marker, path=f"/srv/video/{number}")


def _rule(place: Place, number: int) -> AddressRule:
    return AddressRule.objects.create(region=place.region, network=f"10.{number}.0.0/16", note=place.marker)


def _camera(place: Place, number: int) -> Camera:
    hall, node = place.rows["storefronts.Hall"], place.rows["video.StorageNode"]
    assert isinstance(hall, Hall)
    assert isinstance(node, StorageNode)
    gb_id = f"450100004913200{place.region.pk % 100:02}{number + 1:03}"
    return Camera.objects.create(gb_id=gb_id, name=place.marker, hall=hall, node=node, main_url="rtsp://10.1.1.1/main")


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
