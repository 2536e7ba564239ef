"""The watch over cameras, nodes and volumes, every minute at the centre."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services import watching

WATCH = "video.watch"


@job(WATCH, label=_("Watch cameras and storage nodes"), time_limit=timedelta(minutes=2))
def watch(run: JobRun) -> None:
    """Alarms and marks commit with the job's end."""
    result: dict[str, int] = {}
    with run.commit(result):
        done = watching.watch(by=run.actor, now=run.now())
        result |= {"raised": done.raised, "cleared": done.cleared, "marked": done.marked}


schedules.register(Schedule(code=WATCH, kind=WATCH, every=timedelta(minutes=1)))
