"""Jobs that are a storage node's to do. Recorders load this, so it loads little."""

from datetime import datetime

from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import SYSTEM, Actor
from portalkit.jobs.services import enqueue
from video.models import StorageNode

RETENTION = "video.retention"
ARCHIVE = "video.archive"
LOOK = "video.look_at_pictures"
ATTEMPTS = 1  # the next round comes within minutes


def ask_for_retention(node: StorageNode, *, now: datetime) -> None:
    """For recorders, which have no way to call a worker: it hears of the job within seconds."""
    send_job(RETENTION, _("Retention on {node}"), node, key=node.name, queue=node.queue, by=SYSTEM, now=now, run_after=now)


def send_job(
    kind: str, title: str, node: StorageNode, *, key: str, queue: str | None, by: Actor, now: datetime, run_after: datetime | None = None
) -> None:
    text = title.format(node=node.title)
    params = {"node": node.pk}
    enqueue(kind=kind, key=key, title=text, params=params, by=by, region=node.region, now=now, run_after=run_after, queue=queue)
