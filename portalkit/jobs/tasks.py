"""The decorator that declares work, the entry point of the workers, and the shared capabilities' own recurring work."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.access.services.sessions import forget_ended_sessions
from portalkit.audit.services import seal_events
from portalkit.files.services import collect_garbage

from .domain import schedules
from .domain.kinds import JobKind, register
from .domain.schedules import Schedule
from .services.running import run_job
from .services.runs import JobRun
from .services.tidying import forget_routine

Handler = Callable[[JobRun], None]
_EVENTS_A_RUN = 5000


def job(
    code: str, *, queue: str = "default", max_attempts: int = 3, time_limit: timedelta = timedelta(hours=1), label: Any = ""
) -> Callable[[Handler], Handler]:
    """Declares the decorated function as the handler of a kind of work. See the package's docstring for what it may do."""

    def declare(handler: Handler) -> Handler:
        register(JobKind(code=code, queue=queue, max_attempts=max_attempts, time_limit=time_limit, label=label), handler)
        return handler

    return declare


def run(job_id: int) -> None:
    """What a worker does when it is called; the Celery task of the same name wraps it."""
    run_job(job_id=job_id, clock=timezone.now)


@job("audit.seal", label=_("Seal the audit trail"), time_limit=timedelta(minutes=10))
def seal_audit(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["sealed"] = seal_events(limit=_EVENTS_A_RUN, now=run.now()).count


@job("access.tidy_sessions", label=_("Clear away ended sessions"))
def tidy_sessions(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["sessions"] = forget_ended_sessions(now=run.now())


@job("files.collect_garbage", label=_("Remove files nobody needs"), max_attempts=5)
def collect_files(run: JobRun) -> None:
    collected = collect_garbage(now=run.now())
    with run.commit({"files": collected.files, "bytes": collected.freed_bytes, "strays": collected.strays}):
        pass


@job("jobs.tidy", label=_("Forget old routine jobs"))
def tidy_jobs(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["rows"] = forget_routine(now=run.now())


schedules.register(
    Schedule(code="audit.seal", kind="audit.seal", every=timedelta(minutes=1)),
    Schedule(code="access.tidy_sessions", kind="access.tidy_sessions", at=time(3, 20)),
    Schedule(code="files.collect_garbage", kind="files.collect_garbage", at=time(3, 40)),
    Schedule(code="jobs.tidy", kind="jobs.tidy", at=time(3, 50)),
)
