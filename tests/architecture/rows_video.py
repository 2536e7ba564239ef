"""Makers for the rows of halls and hall video; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model

from portalkit.regions.models import Level, Region
from storefronts.models import Hall
from video.domain.fragments import Fragment, pack
from video.models import AddressRule, Camera, Segment, StorageNode, Volume

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Maker = Callable[["Place", int], Model]


def _hall(place: Place, number: int) -> Hall:
    code = f"{place.region.code}-hall-{number}"
    region = Region.objects.create(
        code=code, name=f"Hall {number} {place.marker}", level=Level.HALL, parent=place.county, path=f"{place.county.path}{code}/"
    )
    return Hall.objects.create(region=region, address=place.marker)


def _node(place: Place, number: int) -> StorageNode:
    name = f"node-{place.region.code.lower()}-{number}"
    return StorageNode.objects.create(name=name, title=f"{number} {place.marker}", region=place.region)


def _volume(place: Place, number: int) -> Volume:
    node = place.rows["video.StorageNode"]
    assert isinstance(node, StorageNode)
    return Volume.objects.create(node=node, title=f"{number} {place.marker}", path=f"/nowhere/{place.marker}/{number}")


def _rule(place: Place, number: int) -> AddressRule:
    return AddressRule.objects.create(region=place.region, network=f"10.{number}.0.0/16", note=place.marker)


def _camera(place: Place, number: int) -> Camera:
    hall, node = place.rows["storefronts.Hall"], place.rows["video.StorageNode"]
    assert isinstance(hall, Hall)
    assert isinstance(node, StorageNode)
    return Camera.objects.create(
        gb_id=f"34020000001320{place.region.pk:03}{number:03}", name=f"{number} {place.marker}", hall=hall, node=node,
        main_url="rtsp://10.1.1.1/main", username=place.marker,
    )  # fmt: skip


def _segment(place: Place, number: int) -> Segment:
    camera, volume = place.rows["video.Camera"], place.rows["video.Volume"]
    assert isinstance(camera, Camera)
    assert isinstance(volume, Volume)
    start = NOW + timedelta(minutes=5 * number)
    return Segment.objects.create(
        camera=camera, epoch=1, start=start, end=start + timedelta(minutes=5), size=9000, sha256="0" * 64, volume=volume,
        path=f"{place.marker}/{number}.mp4", init_bytes=700, fragments=pack([Fragment(700, 8300, 0)]), codec="avc1.42c01e",
        width=320, height=180,
    )  # fmt: skip


ROWS: Mapping[str, Maker] = {
    "storefronts.Hall": _hall,
    "video.StorageNode": _node,
    "video.Volume": _volume,
    "video.AddressRule": _rule,
    "video.Camera": _camera,
    "video.Segment": _segment,
}
