"""Frees jobs whose worker died in the middle."""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..adapters import liveness
from ..models import Job, JobState
from .ending import end

logger = logging.getLogger(__name__)
MOST_INTERRUPTIONS = 5


def set_free(*, job_id: int, now: datetime) -> bool:
    """Puts a running job whose worker is dead back in line, or ends it when it was to be cancelled or killed its worker too often.

    True when it was freed. Its effects so far are none: they would have been committed together with its end.
    """
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        job = rows.filter(pk=job_id, state=JobState.RUNNING).first()
        if job is None or liveness.living([job]):
            return False
        logger.warning("the worker of job %d (%s) died", job.pk, job.kind)
        _decide(job, now)
    return True


def _decide(job: Job, now: datetime) -> None:
    job.interruptions += 1
    job.save(update_fields=["interruptions"])
    if job.cancel_requested:
        end(job=job, state=JobState.CANCELLED, now=now)
    elif job.interruptions >= MOST_INTERRUPTIONS:
        with override(job.language or None):
            error = _("The worker died {count} times while doing this.").format(count=job.interruptions)
        end(job=job, state=JobState.FAILED, now=now, error=error)
    else:
        job.state, job.claim, job.run_after, job.rung_at = JobState.QUEUED, "", now, None
        job.save(update_fields=["state", "claim", "run_after", "rung_at"])
