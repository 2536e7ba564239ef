"""What the centre asks of every storage node again and again."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from video.adapters.archive import has_archive
from video.models import Segment, StorageNode

from .node_jobs import ARCHIVE, LOOK, RETENTION, send_job

ROUND = "video.rounds"


@transaction.atomic
def send_rounds(*, by: Actor, now: datetime) -> int:
    """Puts a retention run in line for every node in service, a look at the pictures unless it is switched off, and a run of the archive
    where there is one. A node that has not yet done its last one gets no second. How many nodes in service.

    What the archive has of a node out of service ages too: the centre removes it.
    """
    nodes = StorageNode.objects.filter(is_enabled=True, volumes__is_enabled=True).select_related("region").distinct()
    for node in nodes:
        send_job(RETENTION, _("Retention on {node}"), node, key=node.name, queue=node.queue, by=by, now=now)
        if settings.NOC_PICTURE_EVENTS:
            send_job(LOOK, _("Pictures of {node}"), node, key=node.name, queue=node.queue, by=by, now=now)
        if has_archive():
            send_job(ARCHIVE, _("Archive of {node}"), node, key=node.name, queue=node.queue, by=by, now=now)
    if has_archive():
        for node in _outlived(nodes):
            send_job(ARCHIVE, _("Archive of {node}"), node, key=f"{node.name}@centre", queue=None, by=by, now=now)
    return len(nodes)


def _outlived(in_service: Iterable[StorageNode]) -> QuerySet[StorageNode]:
    """Nodes out of service of which the archive has footage."""
    kept = Segment.objects.exclude(archive_key="").filter(volume__node=OuterRef("pk"))
    return StorageNode.objects.filter(Exists(kept)).exclude(pk__in=[node.pk for node in in_service]).select_related("region")
