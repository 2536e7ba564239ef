"""Does the queued work in this process."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portalkit.jobs.models import Job


def run_queued_jobs(*, now: datetime | None = None) -> list[Job]:
    """The jobs that were due, as they ended; through the real claim and commit.

    Work that they put in line is done too; `now` brings put-off work forward.
    """
    from django.utils import timezone

    from portalkit.jobs.models import Job, JobState
    from portalkit.jobs.services import run_job

    clock = (lambda: now) if now else timezone.now
    ran: list[Job] = []
    while job := Job.objects.filter(state=JobState.QUEUED, run_after__lte=clock()).order_by("pk").first():
        assert len(ran) < 1000, "the jobs put new ones in line without end"
        ended = run_job(job_id=job.pk, clock=clock)
        assert ended is not None
        ran.append(ended)
    return ran
