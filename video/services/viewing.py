"""Keeps who watched which camera."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..models import Camera

_SAME_VIEWING_SECONDS = 600


def note_viewing(*, camera: Camera, start: datetime, end: datetime, by: Actor, now: datetime) -> bool:
    """Audits that footage of a span was opened; the same span again within ten minutes is the same viewing. Whether it was a new one.

    `camera` comes with its hall and region.
    """
    key = f"video:viewing:{by.kind}:{by.identifier}:{camera.pk}:{start.timestamp()}:{end.timestamp()}"
    if cache.get(key):
        return False
    _record(camera=camera, start=start, end=end, by=by, now=now)
    cache.set(key, 1, _SAME_VIEWING_SECONDS)
    return True


@transaction.atomic
def _record(*, camera: Camera, start: datetime, end: datetime, by: Actor, now: datetime) -> None:
    detail = {"from": start.isoformat(), "to": end.isoformat()}
    record(by=by, action="video.play", on=camera, region_code=camera.hall.region.code, detail=detail, at=now)
