"""One user name and password for many cameras at once: a hall or a node whose cameras were set up alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.vault.services.sealing import seal

from ..models import Camera


@transaction.atomic
def set_passwords(*, cameras: Sequence[Camera], password: str, username: str = "", by: Actor, now: datetime) -> int:
    """Seals the password for each camera anew and has its recorder dial again. How many cameras.

    An empty user name leaves those there are. The audit trail names every camera and never the password.
    """
    found = Camera.objects.select_for_update(of=("self",)).select_related("hall__region").filter(pk__in=[one.pk for one in cameras])
    changed = list(found.order_by("pk"))
    for camera in changed:
        detail: dict[str, Any] = {"password": "changed"}
        if username and camera.username != username:
            detail["username"] = [camera.username, username]
            camera.username, camera.row_hash = username, ""
        camera.password_sealed = seal(password)
        camera.generation += 1
        detail = {"gb_id": camera.gb_id, "changed": detail}
        record(by=by, action="video.set_password", on=camera, region_code=camera.hall.code, detail=detail, at=now)
    Camera.objects.bulk_update(changed, ["username", "row_hash", "password_sealed", "generation"])
    return len(changed)
