"""Motion and picture faults in what was recorded, seen by a worker on the node that has the files; `tasks.keeping` sends the rounds."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..models import StorageNode
from ..services.looking import look_at_pictures
from ..services.node_jobs import ATTEMPTS, LOOK


@job(LOOK, label=gettext_lazy("Motion and picture faults"), time_limit=timedelta(hours=1), max_attempts=ATTEMPTS)
def look(run: JobRun) -> None:
    """Each segment commits by itself: what is done stays when the run is stopped."""
    node = StorageNode.objects.filter(pk=run.params["node"]).first()
    if node is None:
        raise JobRefused(_("The storage node has been removed."))
    done = look_at_pictures(
        node=node, now=run.now(), progress=lambda count, total: run.progress(count, total, _("segments of footage looked at"))
    )
    result = {
        "segments": done.segments,
        "pictures": done.pictures,
        "unreadable": done.unreadable,
        "events": done.events,
        "waiting": done.waiting,
    }
    with run.commit(result):
        pass
