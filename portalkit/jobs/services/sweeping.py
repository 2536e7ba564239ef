"""Finds what got stuck: jobs of dead workers, and calls that were lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q

from ..adapters import doorbell, liveness
from ..domain.kinds import JobKind, UnknownKind, kind_of
from ..models import Job, JobState
from .interrupting import set_free

CALL_AGAIN_AFTER = timedelta(seconds=20)
_MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """`freed` jobs of dead workers, `called` jobs in line for which a worker was called again."""

    freed: int
    called: int


def sweep(*, now: datetime) -> Swept:
    """Frees the jobs of dead workers and calls for those that wait too long. Any number of sweepers may run at once."""
    return Swept(freed=_free_orphans(now), called=_call_again(now))


def _free_orphans(now: datetime) -> int:
    running = list(Job.objects.filter(state=JobState.RUNNING).only("pk", "claim"))
    alive = liveness.living(running)
    return sum(set_free(job_id=job.pk, now=now) for job in running if job.pk not in alive)


def _call_again(now: datetime) -> int:
    unheard = Job.objects.filter(Q(rung_at=None) | Q(rung_at__lt=now - CALL_AGAIN_AFTER), state=JobState.QUEUED, run_after__lte=now)
    waiting = list(unheard.only("pk", "kind", "queue").order_by("queue", "run_after", "pk")[:_MOST_AT_ONCE])
    return sum(_call_for(queue, list(jobs), now) for queue, jobs in groupby(waiting, key=lambda job: job.queue))


def _call_for(queue: str, jobs: Iterable[Job], now: datetime) -> int:
    """No more calls than jobs: where calls enough lie in the queue, the workers are just busy."""
    lying = doorbell.waiting(queue)
    if lying is None:
        return 0
    due = Job.objects.filter(queue=queue, state=JobState.QUEUED, run_after__lte=now).count()
    chosen = list(jobs)[: max(due - lying, 0)]
    called = [job.pk for job in chosen if doorbell.ring(job_id=job.pk, queue=queue, time_limit=_kind(job).time_limit)]
    Job.objects.filter(pk__in=called).update(rung_at=now)
    return len(called)


def _kind(job: Job) -> JobKind:
    try:
        return kind_of(job.kind)
    except UnknownKind:
        return JobKind(code=job.kind, queue=job.queue)
