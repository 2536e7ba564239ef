"""Puts the steps of a batch in line as jobs, one open job per step and batch."""

from datetime import datetime

from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.jobs import services as jobs
from portalkit.jobs.models import OPEN_STATES, Job

from ..models import BatchState, ImportBatch

CHECK, COMMIT, UNDO = "imports.check", "imports.commit", "imports.undo"
STEPS = {BatchState.CHECKING: CHECK, BatchState.COMMITTING: COMMIT, BatchState.UNDOING: UNDO}


def line_up(*, batch: ImportBatch, state: BatchState, by: Actor, now: datetime) -> Job:
    """Marks the batch and puts the job of that state in line, both in the caller's transaction."""
    batch.state = state
    batch.save(update_fields=["state"])
    return jobs.enqueue(
        kind=STEPS[state],
        key=str(batch.pk),
        title=_title(state).format(name=batch),
        params={"batch": batch.pk},
        by=by,
        region=batch.region,
        now=now,
        result_url=f"/imports/{batch.pk}/",
    )


def open_jobs(batch: ImportBatch) -> list[Job]:
    return list(Job.objects.filter(kind__in=(CHECK, COMMIT), key=str(batch.pk), state__in=OPEN_STATES))


def _title(state: BatchState) -> str:
    if state == BatchState.CHECKING:
        return _("Check {name}")
    return _("Import {name}") if state == BatchState.COMMITTING else _("Undo {name}")
