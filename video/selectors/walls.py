"""Camera walls as a caller may see them: own ones, and those of halls in reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from portalkit.access.selectors import Access
from storefronts.models import Hall

from ..domain.health import CameraHealth
from ..models import Camera, WallLayout
from ..permissions import VideoPermission
from .cameras import visible_cameras
from .health import health_of

LARGEST = max(WallLayout.Size.values)
OFFERED = 2000  # cameras that a form offers by name; others are taken by their id


@dataclass(frozen=True)
class Tile:
    """A place of a wall. `camera` is None where none was chosen, or one that the caller may not see."""

    position: int
    camera: Camera | None
    health: CameraHealth | None


def visible_walls(access: Access) -> QuerySet[WallLayout]:
    """With hall, region and the number of places taken."""
    return _walls(access, VideoPermission.VIEW).annotate(taken=Count("places"))


def changeable_walls(access: Access) -> QuerySet[WallLayout]:
    """Own ones, and those of halls where the caller operates."""
    return _walls(access, VideoPermission.OPERATE)


def may_change(access: Access, layout: WallLayout) -> bool:
    if layout.hall is None:
        return access.user is not None and layout.owner_id == access.user.pk
    return access.covers(VideoPermission.OPERATE, layout.hall.region)


def halls_to_lay_out(access: Access) -> QuerySet[Hall]:
    """Halls whose walls the caller may change."""
    return access.scope(VideoPermission.OPERATE, Hall.objects.select_related("region__parent"))


def tiles_of_layout(access: Access, layout: WallLayout, *, now: datetime) -> list[Tile]:
    """The places of a layout, each with its camera if the caller may see it. Two queries."""
    places = dict(layout.places.values_list("position", "camera_id"))
    found = {camera.pk: camera for camera in visible_cameras(access).filter(pk__in=places.values())}
    return [_tile(position, found.get(places.get(position, 0)), now=now) for position in range(1, layout.size + 1)]


def tiles_of_cameras(access: Access, gb_ids: Sequence[str], *, now: datetime) -> list[Tile]:
    """The cameras with these ids in this order, on the smallest wall that holds them. One query."""
    wanted = list(dict.fromkeys(gb_ids))[:LARGEST]
    found = {camera.gb_id: camera for camera in visible_cameras(access).filter(gb_id__in=wanted)}
    size = next((size for size in WallLayout.Size.values if size >= len(wanted)), LARGEST)
    padded = [*wanted, *[""] * (size - len(wanted))]
    return [_tile(position, found.get(gb_id), now=now) for position, gb_id in enumerate(padded, start=1)]


def cameras_to_choose(access: Access) -> list[Camera]:
    """What the form of a wall offers by name, at most OFFERED."""
    return list(visible_cameras(access)[:OFFERED])


def _walls(access: Access, permission: VideoPermission) -> QuerySet[WallLayout]:
    halls = access.scope(permission, Hall.objects.all()).values("pk")
    own = Q(hall=None, owner=access.user) if access.user else Q(pk=None)
    return WallLayout.objects.filter(own | Q(hall__in=halls)).select_related("hall__region__parent", "owner")


def _tile(position: int, camera: Camera | None, *, now: datetime) -> Tile:
    return Tile(position=position, camera=camera, health=health_of(camera, now=now) if camera else None)
