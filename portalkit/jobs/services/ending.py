"""Ends jobs that do not end by their own commit: cancelled, failed, tried again."""

import logging
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.backoff import delay_after
from ..domain.endings import listeners
from ..models import Job, JobState

logger = logging.getLogger(__name__)


@transaction.atomic
def cancel(*, job: Job, by: Actor, now: datetime | None = None) -> Job:
    """A job in line is cancelled, a running one asked to stop at its next progress; one that has ended stays as it is."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.is_open and not row.cancel_requested:
        row.cancel_requested = True
        row.save(update_fields=["cancel_requested"])
        record(by=by, action="jobs.cancel", on=row, region_code=row.region.code if row.region else "", detail={"kind": row.kind})
        if row.state == JobState.QUEUED:
            end(job=row, state=JobState.CANCELLED, now=now)
    return row


@transaction.atomic
def retry_or_fail(*, job: Job, error: str, is_final: bool, now: datetime) -> None:
    """Notes a failed run: back in line after a pause while attempts are left, else failed for good. Nothing if the claim is lost."""
    if (row := _claimed(job)) is None:
        return
    row.attempts += 1
    row.error = error
    row.save(update_fields=["attempts", "error"])
    if is_final or row.attempts >= row.max_attempts:
        end(job=row, state=JobState.FAILED, now=now, error=error)
        return
    row.state, row.claim, row.run_after, row.rung_at = JobState.QUEUED, "", now + delay_after(row.attempts), None
    row.save(update_fields=["state", "claim", "run_after", "rung_at"])


@transaction.atomic
def stop(*, job: Job, now: datetime) -> None:
    """Notes that a run stopped because it was asked to. Nothing if the claim is lost."""
    if (row := _claimed(job)) is not None:
        end(job=row, state=JobState.CANCELLED, now=now)


def end(*, job: Job, state: JobState, now: datetime | None, error: str = "") -> None:
    """Gives a locked job its last state; whoever wants to know of failures is told in the same transaction."""
    job.state, job.claim, job.error = state, "", error
    job.finished_at = now or Job._meta.get_field("created_at").get_default()
    job.save(update_fields=["state", "claim", "error", "finished_at"])
    if state == JobState.FAILED:
        _tell(job)


def _claimed(job: Job) -> Job | None:
    return Job.objects.select_for_update().filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).first()


def _tell(job: Job) -> None:
    for name, listener in listeners().items():
        try:
            with transaction.atomic():
                listener(job)
        except Exception:
            logger.exception("%s could not be told that job %d failed", name, job.pk)
