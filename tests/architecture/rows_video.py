"""Makers for the rows of hall video: halls with cameras, storage nodes with volumes; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model

from portalkit.files.models import StoredFile
from storefronts.models import Hall
from tests.builders import a_hall
from video.models import Camera, EvidenceExport, LegalHold, StorageNode, Volume

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
Maker = Callable[["Place", int], Model]


def _hall(place: Place, number: int) -> Hall:
    code = f"{place.region.code}-H{number}"
    return Hall.objects.create(region=a_hall(f"Hall {place.marker}", under=place.county, code=code), address=place.marker)


def _node(place: Place, number: int) -> StorageNode:
    name = f"node-{place.region.code.lower()}-{number}"
    return StorageNode.objects.create(name=name, title=f"{number} {place.marker}", region=place.region)


def _volume(place: Place, number: int) -> Volume:
    node = place.rows["video.StorageNode"]
    assert isinstance(node, StorageNode)
    return Volume.objects.create(node=node, title=f"{number} {place.marker}", path=f"/nowhere/{place.region.code}/{number}")


def _camera(place: Place, number: int) -> Camera:
    hall, node = place.rows["storefronts.Hall"], place.rows["video.StorageNode"]
    assert isinstance(hall, Hall)
    assert isinstance(node, StorageNode)
    gb_id = f"3402000000132{place.region.pk % 1000:03d}{number:04d}"
    return Camera.objects.create(gb_id=gb_id, name=f"{number} {place.marker}", hall=hall, node=node, main_url="rtsp://10.0.0.1/main")


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
    "video.Camera": _camera,
    "video.LegalHold": _hold,
    "video.EvidenceExport": _export,
}
