"""Delivery, and forgetting what was read long ago."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from .services.delivering import deliver_due
from .services.sending import DELIVER
from .services.tidying import forget_old


@job(DELIVER, label=_("Deliver messages"), time_limit=timedelta(minutes=30))
def deliver(run: JobRun) -> None:
    """Each message commits by itself; the job's end only says that this round is over."""
    while True:
        delivered = deliver_due(now=run.now(), on_progress=run.progress)
        if not (delivered.sent + delivered.put_off + delivered.dead):
            return


@job("notify.tidy", label=_("Forget old messages"))
def tidy(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["messages"] = forget_old(now=run.now())


schedules.register(
    Schedule(code=DELIVER, kind=DELIVER, every=timedelta(minutes=1)),
    Schedule(code="notify.tidy", kind="notify.tidy", at=time(4, 10)),
)
