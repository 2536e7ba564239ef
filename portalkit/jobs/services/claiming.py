"""Takes a job for one run, so that no other worker runs it at the same time."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from ..adapters import liveness
from ..models import Job, JobState
from .interrupting import set_free


def claim(*, job_id: int, now: datetime) -> Job | None:
    """The job, now running under a fresh claim whose lock this process holds. None when there is nothing to do.

    A running job whose worker is dead is taken over at once: the broker delivers a dead worker's message again.
    """
    set_free(job_id=job_id, now=now)
    job: Job | None = None
    try:
        with transaction.atomic():
            job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.QUEUED, run_after__lte=now).first()
            if job is None:
                return None
            job.claim = uuid4().hex
            if not liveness.hold(job):
                return None
            job.state, job.started_at = JobState.RUNNING, now
            job.progress_done, job.progress_total, job.progress_note = 0, None, ""
            job.save(update_fields=["claim", "state", "started_at", "progress_done", "progress_total", "progress_note"])
    except BaseException:
        if job is not None:
            liveness.release(job)
        raise
    return job
