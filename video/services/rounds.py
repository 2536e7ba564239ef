"""What the centre asks of every storage node again and again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.jobs.services import enqueue
from video.models import StorageNode

ROUND = "video.rounds"
RETENTION = "video.retention"
ARCHIVE = "video.archive"
LOOK = "video.look_at_pictures"


@transaction.atomic
def send_rounds(*, by: Actor, now: datetime) -> int:
    """Puts a retention run in line for every node in service, a look at the pictures unless it is switched off, and a run of the archive
    where there is one. A node that has not yet done its last one gets no second. How many nodes."""
    nodes = StorageNode.objects.filter(is_enabled=True, volumes__is_enabled=True).select_related("region").distinct()
    for node in nodes:
        kinds = {RETENTION: _("Retention on {node}")}
        if settings.NOC_PICTURE_EVENTS:
            kinds[LOOK] = _("Pictures of {node}")
        if settings.NOC_ARCHIVE_AFTER_DAYS is not None:
            kinds[ARCHIVE] = _("Archive of {node}")
        for kind, title in kinds.items():
            enqueue(
                kind=kind, key=node.name, title=title.format(node=node.title), params={"node": node.pk}, by=by, region=node.region, now=now,
                queue=node.queue,
            )  # fmt: skip
    return len(nodes)
