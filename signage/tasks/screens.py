"""The watch over screens, every minute; the sweep and the adding up of old proof of play, every night."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services.programme.holidays import follow_calendar
from ..services.screens import folding, tidying, watching

WATCH = "signage.watch_screens"
SWEEP = "signage.sweep"
FOLD = "signage.fold_proof"


@job(WATCH, label=_("Watch the screens of halls"), time_limit=timedelta(minutes=2))
def watch(run: JobRun) -> None:
    """Alarms commit with the job's end."""
    result: dict[str, int] = {"told_of_holidays": follow_calendar(by=run.actor, now=run.now())}
    with run.commit(result):
        done = watching.watch_screens(by=run.actor, now=run.now())
        result |= {"raised": done.raised, "cleared": done.cleared}


@job(SWEEP, label=_("Tidy up after the screens of halls"), time_limit=timedelta(minutes=10))
def sweep(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result |= vars(tidying.sweep(now=run.now()))


@job(FOLD, label=_("Add up old proof of play by day"), time_limit=timedelta(hours=2))
def fold(run: JobRun) -> None:
    rows = days = 0
    for days, (day, fewer) in enumerate(folding.fold_days(now=run.now()), start=1):
        rows += fewer
        run.progress(days, None, str(day))
    result = {"days": days, "rows": rows}
    with run.commit(result):
        result["dropped"] = folding.drop_old_days(now=run.now())


schedules.register(Schedule(code=WATCH, kind=WATCH, every=timedelta(minutes=1)))
schedules.register(Schedule(code=SWEEP, kind=SWEEP, at=time(3, 20)))
schedules.register(Schedule(code=FOLD, kind=FOLD, at=time(3, 40)))
