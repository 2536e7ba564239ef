"""Which jobs a caller sees, and how the work stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from portalkit.access.selectors import Access
from portalkit.audit.domain.actors import ActorKind

from .models import OPEN_STATES, Heartbeat, Job, JobState
from .permissions import JobsPermission


@dataclass(frozen=True)
class OpenWork:
    """A user's unfinished jobs: how many, how many of them run, and how far they are together (None: not known)."""

    count: int
    running: int
    done: int
    total: int | None


@dataclass(frozen=True)
class WorkFigures:
    """`by_state` counts jobs by (kind, state); `oldest_waiting` is the longest time a due job has waited, by queue."""

    by_state: Mapping[tuple[str, str], int]
    oldest_waiting: Mapping[str, timedelta]


def visible_jobs(access: Access) -> QuerySet[Job]:
    """The caller's own jobs, and those of the regions where the caller may see all."""
    own = _own(access)
    return (own | access.scope(JobsPermission.VIEW_ALL, Job.objects.all())) if access.can(JobsPermission.VIEW_ALL) else own


def may_cancel(access: Access, job: Job) -> bool:
    """Whoever asked for it may, and whoever manages the jobs of its region."""
    if access.everywhere(JobsPermission.MANAGE) or (job.region is not None and access.covers(JobsPermission.MANAGE, job.region)):
        return True
    if access.user is not None:
        return job.owner_id == access.user.pk
    return (job.actor_kind, job.actor_id) == (ActorKind.MACHINE, access.actor.identifier)


def open_work(access: Access) -> OpenWork:
    """What stands in the header. One query."""
    figures = _own(access).filter(state__in=OPEN_STATES).aggregate(
        count=Count("pk"),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        done=Sum("progress_done", filter=Q(progress_total__gt=0)),
        total=Sum("progress_total", filter=Q(progress_total__gt=0)),
    )  # fmt: skip
    return OpenWork(count=figures["count"], running=figures["running"], done=figures["done"] or 0, total=figures["total"])


def jobs_ahead(job: Job) -> int:
    """How many jobs of the same queue come before a waiting one."""
    waiting = Job.objects.filter(queue=job.queue, state=JobState.QUEUED)
    return waiting.filter(Q(run_after__lt=job.run_after) | Q(run_after=job.run_after, pk__lt=job.pk)).count()


def newest_jobs(*, kind: str, keys: Collection[str]) -> dict[str, Job]:
    """The newest job of a kind for each of the keys that has one. One query."""
    return {job.key: job for job in Job.objects.filter(kind=kind, key__in=keys).order_by("pk")}


def work_figures(*, now: datetime) -> WorkFigures:
    states = Job.objects.values_list("kind", "state").annotate(count=Count("pk")).order_by("kind", "state")
    due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=now)
    oldest = due.values_list("queue").annotate(oldest=Min("run_after")).order_by("queue")
    return WorkFigures(
        by_state={(kind, state): count for kind, state, count in states},
        oldest_waiting={queue: now - since for queue, since in oldest},
    )


def silence_of(name: str, *, now: datetime) -> timedelta | None:
    """How long a process has said nothing; None when it never did."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else max(now - at, timedelta(0))


def _own(access: Access) -> QuerySet[Job]:
    if access.user is not None:
        return Job.objects.filter(owner=access.user)
    if access.token is not None:
        return Job.objects.filter(actor_kind=ActorKind.MACHINE, actor_id=access.actor.identifier)
    return Job.objects.none()
