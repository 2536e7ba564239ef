"""Puts work in line, in the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..adapters import doorbell
from ..domain.failures import one_line
from ..domain.kinds import JobKind, kind_of
from ..models import OPEN_STATES, Job


def enqueue(
    *,
    kind: str,
    key: str,
    title: str,
    params: Mapping[str, Any],
    by: Actor,
    region: Region | None = None,
    now: datetime | None = None,
    run_after: datetime | None = None,
    result_url: str = "",
    queue: str | None = None,
) -> Job:
    """The open job of this kind and key, put in line unless there is one already. Raises UnknownKind.

    `queue` is for work that only one machine can do; left out, it is the kind's.

    The row commits or vanishes with the caller's transaction; a worker is called after the commit, and a broker that does not answer
    is no error. `run_after` puts the work off; `now` is the moment of asking (the clock's, when left out).
    """
    declared = kind_of(kind)
    times = {"created_at": now, "run_after": run_after or now, "rung_at": None if run_after else now}
    job = Job(
        kind=kind, key=key, title=one_line(title)[:200], queue=queue or declared.queue, max_attempts=declared.max_attempts,
        params=dict(params), region=region, result_url=result_url, owner_id=by.user_id, language=get_language() or "",
        actor_kind=by.kind, actor_id=by.identifier, actor_name=by.name,
        **{name: value for name, value in times.items() if value is not None},
    )  # fmt: skip
    return _inserted(job, declared, by, is_due=run_after is None)


def _inserted(job: Job, kind: JobKind, by: Actor, *, is_due: bool) -> Job:
    while True:
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            if (there := Job.objects.filter(kind=job.kind, key=job.key, state__in=OPEN_STATES).first()) is not None:
                return there
            if not Job.objects.filter(kind=job.kind, key=job.key).exists():
                raise
            continue
        break
    if by.kind is not ActorKind.SYSTEM:
        record(by=by, action="jobs.enqueue", on=job, region_code=job.region.code if job.region else "", detail={"kind": job.kind})
    if is_due:
        call = partial(doorbell.ring, job_id=job.pk, queue=job.queue, time_limit=kind.time_limit)
        transaction.on_commit(call, robust=True)
    return job
