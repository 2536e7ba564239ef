"""/live, /ready and /metrics: what supervisors, load balancers and collectors ask.

`/live` says that the process answers. `/ready` says 200 while requests can be served, else 503 with what is missing: database,
migrations, scheduler (its last sign of life), broker (a missing one is told but does not make the portal unready: work waits
in its rows). `/metrics` is read directly on the machine itself, or with a machine token that holds `jobs.view_all`; a request
that came through a proxy always needs the token.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from ipaddress import ip_address

from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily

from portalkit.access.selectors import access_of_token
from portalkit.access.services.tokens import TokenUnknown, use_token
from portalkit.guards.permissions import public
from portalkit.jobs.adapters import doorbell
from portalkit.jobs.permissions import JobsPermission
from portalkit.jobs.selectors import WorkFigures, silence_of, work_figures
from portalkit.jobs.services.ticking import SCHEDULER
from portalkit.notify.selectors import outbox_figures

LONGEST_SILENCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Readiness:
    """`scheduler_silence` in seconds, None when it never ran."""

    database: bool
    migrations: bool
    scheduler: bool
    broker: bool
    scheduler_silence: float | None

    @property
    def is_ready(self) -> bool:
        return self.database and self.migrations and self.scheduler


@never_cache
@public("a process supervisor asks whether the process lives")
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("live\n", content_type="text/plain")


@never_cache
@public("a load balancer asks whether to send requests")
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    found = readiness()
    return JsonResponse({"ready": found.is_ready, **asdict(found)}, status=200 if found.is_ready else 503)


@never_cache
@public("read by a collector on the machine itself, or with a machine token")
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read_metrics(request):
        raise PermissionDenied
    registry = CollectorRegistry()
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def readiness() -> Readiness:
    try:
        executor = MigrationExecutor(connection)
        migrations = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        silence = silence_of(SCHEDULER, now=timezone.now()) if migrations else None
    except Error:
        return Readiness(database=False, migrations=False, scheduler=False, broker=False, scheduler_silence=None)
    return Readiness(
        database=True,
        migrations=migrations,
        scheduler=silence is not None and silence <= LONGEST_SILENCE,
        broker=doorbell.waiting("default") is not None,
        scheduler_silence=silence.total_seconds() if silence is not None else None,
    )


class _Figures:
    """Read from the database when asked, so that every web process tells the same."""

    def collect(self) -> list[GaugeMetricFamily]:
        now = timezone.now()
        figures, silence = work_figures(now=now), silence_of(SCHEDULER, now=now)
        return [*_work(figures), _outbox(), *([_silence(silence)] if silence is not None else [])]


def _work(figures: WorkFigures) -> list[GaugeMetricFamily]:
    jobs = GaugeMetricFamily("portal_jobs", "Jobs by kind and state.", labels=["kind", "state"])
    for (kind, state), count in figures.by_state.items():
        jobs.add_metric([kind, state], count)
    oldest = GaugeMetricFamily("portal_jobs_oldest_waiting_seconds", "How long the oldest due job has waited, by queue.", labels=["queue"])
    for queue, age in figures.oldest_waiting.items():
        oldest.add_metric([queue], age.total_seconds())
    return [jobs, oldest]


def _outbox() -> GaugeMetricFamily:
    messages = GaugeMetricFamily("portal_messages", "Outgoing messages by channel and state.", labels=["channel", "state"])
    for (channel, state), count in outbox_figures().items():
        messages.add_metric([channel, state], count)
    return messages


def _silence(silence: timedelta) -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "portal_scheduler_silence_seconds", "Time since the scheduler's last sign of life.", value=silence.total_seconds()
    )


def _may_read_metrics(request: HttpRequest) -> bool:
    if secret := request.headers.get("Authorization", "").removeprefix("Bearer ").strip():
        try:
            token = use_token(secret=secret, now=timezone.now())
        except TokenUnknown:
            return False
        return access_of_token(token).can(JobsPermission.VIEW_ALL)
    return _is_direct_from_this_machine(request)


def _is_direct_from_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
