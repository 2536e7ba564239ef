"""Recurring work of alarms."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain.schedules import Schedule, register
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from .services import forget_old


@job("alarms.tidy", label=_("Forget alarms that ended long ago"))
def tidy_alarms(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["rows"] = forget_old(now=run.now())


register(Schedule(code="alarms.tidy", kind="alarms.tidy", at=time(4, 10)))
