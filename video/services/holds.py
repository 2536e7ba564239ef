"""Legal holds: footage that stays until somebody lets it go."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from video.models import Camera, LegalHold


class HoldIsReleased(Exception):
    """Somebody let it go meanwhile."""


@transaction.atomic
def place_hold(*, camera: Camera, start: datetime, end: datetime, reason: str, user: User, by: Actor, now: datetime) -> LegalHold:
    """From now on nothing of the span is deleted, and what is still to be recorded of it will not be."""
    hold = LegalHold.objects.create(camera=camera, start=start, end=end, reason=reason, placed_by=user, placed_at=now)
    detail = {"camera": camera.gb_id, "from": start.isoformat(), "to": end.isoformat(), "reason": reason}
    record(by=by, action="video.place_hold", on=hold, region_code=camera.hall.region.code, detail=detail, at=now)
    return hold


@transaction.atomic
def release_hold(*, hold: LegalHold, reason: str, user: User, by: Actor, now: datetime) -> LegalHold:
    """What is past its days goes with the next retention run. Raises HoldIsReleased."""
    row = LegalHold.objects.select_for_update(of=("self",)).select_related("camera__hall__region").get(pk=hold.pk)
    if row.released_at is not None:
        raise HoldIsReleased
    row.released_at, row.released_by, row.release_reason = now, user, reason
    row.save(update_fields=["released_at", "released_by", "release_reason"])
    detail = {"camera": row.camera.gb_id, "reason": reason}
    record(by=by, action="video.release_hold", on=row, region_code=row.camera.hall.region.code, detail=detail, at=now)
    return row
