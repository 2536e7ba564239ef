"""The start page: how the month stands, what waits for the caller, how new the data is, what is running, where to go.

An app adds its key figures as one provider in `noc_portal.figures.PROVIDERS`, the work that waits in `noc_portal.figures.work_waiting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.permissions import ComplaintsPermission
from complaints.selectors import data_version
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import signed_in
from portalkit.imports.models import BatchState, ImportBatch
from portalkit.imports.permissions import ImportsPermission
from portalkit.jobs.models import OPEN_STATES, Job
from portalkit.jobs.selectors import visible_jobs
from portalkit.live.views import fragment, is_unchanged
from portalkit.ui.panels.shell import address, sections_for
from portalkit.ui.panels.waiting import Waiting

from . import figures
from .pickers import today_line

NEWEST = 5
BODY = "noc_portal/_home.html"


@dataclass(frozen=True)
class Action:
    """Something the caller often does from here."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    query: str = ""

    @property
    def url(self) -> str:
        base = address(self.url_name)
        return base + self.query if base else ""


@dataclass(frozen=True)
class Step:
    """A step on the way from an empty portal to the first rate; `kinds` are the import kinds that do it."""

    label: str | Promise
    note: str | Promise
    kinds: tuple[str, ...]
    is_done: bool = False


ACTIONS = (
    Action(_("See this month's rates"), "complaints:overview", "chart", ComplaintsPermission.VIEW),
    Action(_("Browse the tickets"), "complaints:tickets", "ticket", ComplaintsPermission.VIEW),
    Action(_("Upload exports"), "imports:upload", "upload", ImportsPermission.UPLOAD),
    Action(_("Map categories and causes"), "complaints:mappings", "mapping", ComplaintsPermission.MANAGE_MAPPINGS),
    Action(_("Enter published figures"), "complaints:published", "published", ComplaintsPermission.MANAGE_PUBLISHED),
    Action(_("Manage users"), "access:users", "users", AccessPermission.MANAGE_USERS),
    Action(_("Read the audit trail"), "access:events", "shield", AccessPermission.READ_AUDIT),
)
STEPS = (
    Step(_("Import the regions"), _("Province, prefecture branches and counties with their codes."), ("regions",)),
    Step(_("Import the subscriber counts"), _("By month, region and class: the denominator of every rate."), ("subscribers",)),
    Step(_("Import the tickets"), _("Exports of CRM and EOMS, as they are; columns are guessed."), ("crm_tickets", "eoms_tickets")),
)


@signed_in("shows only what the caller's permissions open")
def home(request: PortalRequest) -> HttpResponse:
    jobs, newest_import = _open_jobs(request), _newest_import()
    waiting = figures.work_waiting(request)
    version = _version(jobs, newest_import, waiting)
    if request.htmx and is_unchanged(request, version=version):
        return fragment(request, version=version, template=BODY)
    context = {"jobs": jobs, "waiting": waiting, "newest_import": newest_import, "version": version, "body": BODY, **_content(request)}
    if request.htmx:
        return fragment(request, version=version, template=BODY, context=context)
    return render(request, "noc_portal/home.html", context)


def _content(request: PortalRequest) -> dict[str, Any]:
    steps = _steps(request)
    highlights = [found for provider in figures.PROVIDERS if (found := provider(request)) is not None]
    return {
        "today": today_line(timezone.localdate()),
        "highlights": highlights,
        "jobs_url": address("jobs:list"),
        "batches": _batches(request),
        "imports_url": address("imports:list"),
        "upload_url": address("imports:upload") if request.access.can(ImportsPermission.UPLOAD) else "",
        "demo_url": address("demo") if request.access.can(AccessPermission.MANAGE_DEMO) else "",
        "actions": [action for action in ACTIONS if request.access.can(action.permission) and action.url],
        "sections": [section for section in sections_for(request) if not section.section.is_single],
        "steps": steps,
        "is_empty": not highlights and not all(step.is_done for step in steps),
    }


def _version(jobs: Sequence[Job], newest_import: datetime | None, waiting: Sequence[Waiting]) -> str:
    """Changes with the data, the day, the work that waits, and every step of a job shown."""
    counts = [(line.url, line.count) for line in waiting]
    state = [data_version(), timezone.localdate(), newest_import, counts, *((job.pk, job.state, job.progress_done) for job in jobs)]
    return sha256(repr(state).encode()).hexdigest()[:16]


def _steps(request: PortalRequest) -> list[Step]:
    done = set(ImportBatch.objects.filter(state=BatchState.COMMITTED).order_by().values_list("kind", flat=True).distinct())
    if request.access.visible_regions().exists():
        done.add("regions")
    return [Step(step.label, step.note, step.kinds, is_done=bool(done.intersection(step.kinds))) for step in STEPS]


def _newest_import() -> datetime | None:
    newest: datetime | None = ImportBatch.objects.filter(state=BatchState.COMMITTED).aggregate(newest=Max("committed_at"))["newest"]
    return newest


def _open_jobs(request: PortalRequest) -> list[Job]:
    return list(visible_jobs(request.access).filter(state__in=OPEN_STATES).order_by("-pk")[:NEWEST])


def _batches(request: PortalRequest) -> list[ImportBatch]:
    if not request.access.can(ImportsPermission.VIEW):
        return []
    seen = request.access.scope(ImportsPermission.VIEW, ImportBatch.objects.select_related("file"))
    return list(seen.filter(~Q(state=BatchState.RECEIVED)).order_by("-pk")[:NEWEST])
