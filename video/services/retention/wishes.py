"""How long cameras shall be kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from video.models import Camera


@transaction.atomic
def set_keep_days(*, cameras: Sequence[Camera], days: int | None, by: Actor, now: datetime) -> int:
    """None: as long as the installation keeps by default. How many cameras changed. What is below the legal minimum of a camera's hall is
    kept as the wish it is; the law prevails while footage is removed."""
    changed = [camera for camera in cameras if camera.keep_days != days]
    for camera in changed:
        detail = {"before": camera.keep_days, "after": days}
        record(by=by, action="video.set_keep_days", on=camera, region_code=camera.hall.region.code, detail=detail, at=now)
        camera.keep_days = days
    Camera.objects.bulk_update(changed, ["keep_days"])
    return len(changed)
