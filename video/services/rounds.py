"""What the centre asks of every storage node again and again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import SYSTEM, Actor
from portalkit.jobs.services import enqueue
from video.models import StorageNode

ROUND = "video.rounds"
RETENTION = "video.retention"
ARCHIVE = "video.archive"


@transaction.atomic
def send_rounds(*, by: Actor, now: datetime) -> int:
    """Puts a retention run in line for every node in service, and a run of the archive where there is one. A node that has not yet done its
    last one gets no second. How many nodes."""
    nodes = StorageNode.objects.filter(is_enabled=True, volumes__is_enabled=True).select_related("region").distinct()
    for node in nodes:
        ask_node(node, kind=RETENTION, title=_("Retention on {node}"), by=by, now=now)
        if settings.NOC_ARCHIVE_AFTER_DAYS is not None:
            ask_node(node, kind=ARCHIVE, title=_("Archive of {node}"), by=by, now=now)
    return len(nodes)


def ask_for_retention(node: StorageNode, *, now: datetime) -> None:
    """Called by recorders, which have no way to call a worker: it hears of the job within seconds."""
    ask_node(node, kind=RETENTION, title=_("Retention on {node}"), by=SYSTEM, now=now, run_after=now)


def ask_node(node: StorageNode, *, kind: str, title: str, by: Actor, now: datetime, run_after: datetime | None = None) -> None:
    enqueue(
        kind=kind, key=node.name, title=title.format(node=node.title), params={"node": node.pk}, by=by, region=node.region, now=now,
        run_after=run_after, queue=node.queue,
    )  # fmt: skip
