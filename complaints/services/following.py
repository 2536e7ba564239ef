"""What is worked out anew after tickets came in, changed or went: each entry puts its job in line, in the import's own transaction."""

from datetime import datetime

from portalkit.audit.domain.actors import Actor
from portalkit.imports.domain.spec import FollowUp
from portalkit.imports.models import ImportBatch

from .inspection import starting as inspection

FOLLOW_UPS: tuple[FollowUp, ...] = (inspection.follow_up,)


def follow_up(*, batch: ImportBatch, by: Actor, now: datetime) -> None:
    for one in FOLLOW_UPS:
        one(batch=batch, by=by, now=now)
