"""Keeps who watched which camera."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.media_tokens import check, sign
from ..models import Camera
from ..selectors.media_links import media_secret

_SAME_VIEWING_SECONDS = 600
_LIVE_VIEWING_SECONDS = 300
_VIEWING = "viewing"


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


def note_watching(*, camera: Camera, viewing: str, by: Actor, now: datetime) -> str:
    """Audits that somebody began to watch a camera live, and returns a word for this viewing. Who comes back with it within five minutes
    goes on watching and is not noted again; the word is good for this person and camera alone.

    `camera` comes with its hall and region.
    """
    subject, at = f"{by.kind}:{by.identifier}:{camera.gb_id}", int(now.timestamp())
    if not check(media_secret(), viewing, subject, now=at, purpose=_VIEWING):
        with transaction.atomic():
            record(by=by, action="video.watch", on=camera, region_code=camera.hall.region.code, at=now)
    return sign(media_secret(), subject, expires=at + _LIVE_VIEWING_SECONDS, purpose=_VIEWING)


@transaction.atomic
def _record(*, camera: Camera, start: datetime, end: datetime, by: Actor, now: datetime) -> None:
    detail = {"from": start.isoformat(), "to": end.isoformat()}
    record(by=by, action="video.play", on=camera, region_code=camera.hall.region.code, detail=detail, at=now)
