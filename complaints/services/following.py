"""What is worked out anew after tickets came in, changed or went: each entry puts its job in line, in the import's own transaction."""

from datetime import datetime

from portalkit.audit.domain.actors import Actor
from portalkit.imports.domain.spec import FollowUp
from portalkit.imports.models import ImportBatch

from . import repeats, warning
from .inspection import starting as inspection
from .supervision.work import supervise_after_import

FOLLOW_UPS: tuple[FollowUp, ...] = (
    repeats.follow_up,
    inspection.follow_up,
    warning.warn_after_import,
    supervise_after_import,
)


def follow_up(*, batch: ImportBatch, by: Actor, now: datetime) -> None:
    for one in FOLLOW_UPS:
        one(batch=batch, by=by, now=now)
