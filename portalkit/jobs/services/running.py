"""Runs one job from claim to end."""

import logging

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..adapters import liveness
from ..adapters.doorbell import is_over_time
from ..domain.failures import first_line
from ..domain.kinds import UnknownKind, handler_of
from ..models import Job
from .claiming import claim
from .ending import retry_or_fail, stop
from .runs import Clock, JobCancelled, JobRefused, JobRun, LostClaim

logger = logging.getLogger(__name__)


def run_job(*, job_id: int, clock: Clock) -> Job | None:
    """Runs the job if it is due and nobody else does; None otherwise. Whatever the handler raises ends up in the row, not here."""
    job = claim(job_id=job_id, now=clock())
    if job is None:
        return None
    try:
        with override(job.language or settings.LANGUAGE_CODE):
            _perform(job, clock)
    finally:
        liveness.release(job)
    return Job.objects.get(pk=job.pk)


def _perform(job: Job, clock: Clock) -> None:
    run = JobRun(job=job, clock=clock)
    try:
        handler_of(job.kind)(run)
        if not run.is_done:
            with run.commit():
                pass
    except LostClaim:
        logger.warning("job %d (%s) belongs to another worker now; this run leaves nothing behind", job.pk, job.kind)
    except JobCancelled:
        stop(job=job, now=clock())
    except JobRefused as refusal:
        retry_or_fail(job=job, error=first_line(refusal), is_final=True, now=clock())
    except UnknownKind:
        _fail(job, _("This version of the portal does not know this kind of work."), clock)
    except Exception as error:
        logger.exception("job %d (%s) failed", job.pk, job.kind)
        if not run.is_done:
            _fail(job, _("It took longer than allowed.") if is_over_time(error) else first_line(error), clock)


def _fail(job: Job, error: str, clock: Clock) -> None:
    retry_or_fail(job=job, error=error, is_final=False, now=clock())
