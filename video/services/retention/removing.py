"""How footage goes: marked and committed, file removed, folder synced, row dropped. The next run ends what a killed one began."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from video.adapters.removal import remove_files
from video.adapters.volumes import Place
from video.domain.retention import Plan
from video.models import Segment, Volume
from video.selectors.retention import going

from .forgetting import forget_events

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finished:
    """`failed` files could not be removed: their rows stay marked, and the next run tries again."""

    gone: int
    failed: int


@transaction.atomic
def mark_going(plan: Plan, *, volume: Volume, by: Actor, now: datetime) -> int:
    """Marks what a plan names, and says so in the audit trail. How many; what somebody else marked meanwhile is not counted."""
    removed = _mark([piece.key for piece in (*plan.aged, *plan.crowded)], Segment.State.DELETING)
    evicted = _mark([piece.key for piece in plan.evicted], Segment.State.EVICTING)
    if removed or evicted:
        named = (*plan.aged, *plan.crowded, *plan.evicted)
        detail = {
            "past_their_days": len(plan.aged),
            "for_want_of_room": len(plan.crowded),
            "left_to_archive": len(plan.evicted),
            "bytes": plan.freed,
            "from": min(piece.start for piece in named).isoformat(),
            "to": max(piece.end for piece in named).isoformat(),
        }
        record(by=by, action="video.remove_footage", on=volume, region_code=volume.node.region.code, detail=detail, at=now)
    return removed + evicted


def finish_going(*, volume: Volume, place: Place, now: datetime, limit: int) -> Finished:
    """Ends what is marked on a volume, up to a number of files. Raises NotThisVolume."""
    rows = going(volume, limit=limit)
    if not rows:
        return Finished(0, 0)
    removed = remove_files(place, [row.path for row in rows], now=now)
    for path, reason in removed.failed.items():
        logger.warning("volume %s: %s stays (%s)", volume.pk, path, reason)
    _settle([row for row in rows if row.path in removed.gone])
    return Finished(gone=len(removed.gone), failed=len(removed.failed))


def _mark(keys: Sequence[int], state: Segment.State) -> int:
    return Segment.objects.filter(pk__in=keys, state=Segment.State.CLOSED).update(state=state)


@transaction.atomic
def _settle(rows: Sequence[Segment]) -> None:
    """Rows whose files are gone. What the archive has keeps its row: evicted, it plays from there; deleted, it goes from there next."""
    deleted = [row.pk for row in rows if row.state == Segment.State.DELETING]
    Segment.objects.filter(pk__in=deleted, archive_key="").delete()
    forget_events([row for row in rows if row.pk in set(deleted) and not row.archive_key])
    Segment.objects.filter(pk__in=deleted).exclude(archive_key="").update(is_local=False)
    evicted = [row.pk for row in rows if row.state == Segment.State.EVICTING]
    Segment.objects.filter(pk__in=evicted).update(is_local=False, state=Segment.State.CLOSED)
