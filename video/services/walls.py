"""Keeps camera walls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from storefronts.models import Hall

from ..models import Camera, WallLayout, WallPlace


class BadWall(Exception):
    """A wall belongs to one hall or to one user, and has places from 1 to its size."""


@dataclass(frozen=True)
class WallValues:
    """`hall` or `owner`, never both. `cameras` by place from 1; places that it does not name are empty.

    `untouched` are places that stay as they are: they hold cameras that whoever saves may not see.
    """

    name: str
    size: int
    hall: Hall | None = None
    owner: User | None = None
    cameras: Mapping[int, Camera] = field(default_factory=dict)
    untouched: frozenset[int] = frozenset()


@transaction.atomic
def save_wall(*, layout: WallLayout | None, values: WallValues, by: Actor, now: datetime) -> WallLayout:
    """A new wall (`layout` None) or the changed one. Raises BadWall."""
    if (values.hall is None) == (values.owner is None) or values.size not in WallLayout.Size.values:
        raise BadWall
    if any(not 1 <= position <= values.size for position in values.cameras):
        raise BadWall
    kept = WallLayout.objects.select_for_update().get(pk=layout.pk) if layout else WallLayout()
    kept.name, kept.size, kept.hall, kept.owner = values.name.strip(), values.size, values.hall, values.owner
    kept.save()
    stay = {position for position in values.untouched if position <= values.size} - values.cameras.keys()
    kept.places.exclude(position__in=stay).delete()
    WallPlace.objects.bulk_create(WallPlace(layout=kept, position=position, camera=camera) for position, camera in values.cameras.items())
    detail = {"cameras": [camera.gb_id for _position, camera in sorted(values.cameras.items())]}
    record(by=by, action="video.save_wall", on=kept, region_code=_region_code(kept), detail=detail, at=now)
    return kept


@transaction.atomic
def remove_wall(*, layout: WallLayout, by: Actor, now: datetime) -> None:
    """Forgets the wall; its cameras stay as they are."""
    record(by=by, action="video.remove_wall", on=layout, region_code=_region_code(layout), detail={"name": layout.name}, at=now)
    layout.delete()


def _region_code(layout: WallLayout) -> str:
    return layout.hall.region.code if layout.hall else ""
