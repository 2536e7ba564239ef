"""The watch over screens, every minute, and the sweep, every night."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services.screens import tidying, watching

WATCH = "signage.watch_screens"
SWEEP = "signage.sweep"


@job(WATCH, label=_("Watch the screens of halls"), time_limit=timedelta(minutes=2))
def watch(run: JobRun) -> None:
    """Alarms commit with the job's end."""
    result: dict[str, int] = {}
    with run.commit(result):
        done = watching.watch_screens(by=run.actor, now=run.now())
        result |= {"raised": done.raised, "cleared": done.cleared}


@job(SWEEP, label=_("Tidy up after the screens of halls"), time_limit=timedelta(minutes=10))
def sweep(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result |= vars(tidying.sweep(now=run.now()))


schedules.register(Schedule(code=WATCH, kind=WATCH, every=timedelta(minutes=1)))
schedules.register(Schedule(code=SWEEP, kind=SWEEP, at=time(3, 20)))
