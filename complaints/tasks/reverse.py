"""Background work of reverse analysis: after every import, and once a night over everything."""

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.domain.schedules import Schedule, register
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..models import Ticket
from ..services.reverse import REVERSE, rejudge, to_judge


@job(REVERSE, queue="imports", label=gettext_lazy("Look for the failed step of tickets"))
def reverse(run: JobRun) -> None:
    """Judges in chunks, each in a transaction of its own: what was done stays done, and doing it again changes nothing."""
    batch = run.params.get("batch")
    total = Ticket.objects.filter(batch=batch).count() if batch else Ticket.objects.filter(counted=True).count()
    done = changed = 0
    for tickets in to_judge(batch=batch):
        run.progress(done, total, _("tickets"))
        changed += rejudge(tickets=tickets, now=run.now())
        done += len(tickets)
    with run.commit({"tickets": done, "changed": changed}):
        pass


# New rules of mapping and limits that passed by themselves change what was found without any import.
register(Schedule(code="complaints.reverse", kind=REVERSE, at=time(4, 10)))
