"""Makers for the rows of halls and video; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils import timezone

from portalkit.files.models import StoredFile
from storefronts.models import Hall
from tests.builders import a_hall
from tests.video.health_builders import a_node_status, a_status
from video.domain.fragments import Fragment, pack
from video.models import AddressRule, Camera, EvidenceExport, LegalHold, Segment, StorageNode, Volume, WallLayout, WallPlace

if TYPE_CHECKING:
    from tests.architecture.world import Place

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Maker = Callable[["Place", int], Model]


def _hall(place: Place, number: int) -> Hall:
    region = a_hall(f"Hall {number} {place.marker}", under=place.county, code=f"{place.region.code}-H{number}")
    return Hall.objects.create(region=region, address=place.marker, opening="Mo-Fr 08:30-18:00")


def _node(place: Place, number: int) -> StorageNode:
    name = f"node-{place.region.code.lower()}-{number}"
    node = StorageNode.objects.create(name=name, title=place.marker, region=place.region, media_url=f"https://{name}.example")
    a_node_status(node, heartbeat_at=timezone.now())
    return node


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
    camera = Camera.objects.create(gb_id=gb_id, name=place.marker, hall=hall, node=node, main_url="rtsp://10.1.1.1/main")
    a_status(camera, at=timezone.now())
    return camera


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


def _wall(place: Place, number: int) -> WallLayout:
    hall, camera = place.rows["storefronts.Hall"], place.rows["video.Camera"]
    assert isinstance(hall, Hall)
    assert isinstance(camera, Camera)
    layout = WallLayout.objects.create(name=f"Wall {place.marker} {number}", hall=hall)
    WallPlace.objects.create(layout=layout, position=1, camera=camera)
    return layout


def _hold(place: Place, number: int) -> LegalHold:
    camera = place.rows["video.Camera"]
    assert isinstance(camera, Camera)
    return LegalHold.objects.create(
        camera=camera, start=NOW - HOUR, end=NOW, reason=f"{number} {place.marker}", placed_by=place.person, placed_at=NOW
    )


def _export(place: Place, number: int) -> EvidenceExport:
    camera, stored = place.rows["video.Camera"], place.rows["files.StoredFile"]
    assert isinstance(camera, Camera)
    assert isinstance(stored, StoredFile)
    return EvidenceExport.objects.create(
        camera=camera, start=NOW - HOUR, end=NOW, reason=f"{number} {place.marker}", requested_by=place.person, requested_at=NOW,
        finished_at=NOW, footage=stored, manifest=stored,
    )  # fmt: skip


ROWS: Mapping[str, Maker] = {
    "storefronts.Hall": _hall,
    "video.StorageNode": _node,
    "video.Volume": _volume,
    "video.AddressRule": _rule,
    "video.Camera": _camera,
    "video.Segment": _segment,
    "video.LegalHold": _hold,
    "video.EvidenceExport": _export,
    "video.WallLayout": _wall,
}
