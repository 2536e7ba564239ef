"""The round of supervision: watches worked out anew, notices by rule, notices raised, reminders."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services import supervision
from ..services.supervision import SUPERVISE


@job(SUPERVISE, label=_("Supervise running tickets"), time_limit=timedelta(minutes=30))
def supervise(run: JobRun) -> None:
    """The watches commit by themselves, stretch by stretch; what is told to people commits with the job's end."""
    refreshed = supervision.refresh_watches(now=run.now(), on_progress=run.progress)
    result: dict[str, int] = {"tickets": refreshed.tickets, "written": refreshed.written, "removed": refreshed.removed}
    with run.commit(result):
        done = supervision.supervise(now=run.now())
        result |= {"opened": done.opened, "escalated": done.escalated, "reminded": done.reminded}


schedules.register(Schedule(code=SUPERVISE, kind=SUPERVISE, every=timedelta(minutes=5)))
