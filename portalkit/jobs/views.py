"""Pages of background work under /jobs/. Everybody sees the own jobs; a foreign one is not found."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import signed_in
from portalkit.live.views import fragment
from portalkit.tables.views import list_page

from . import services
from .filters import JOB_FILTERS, PEOPLE
from .models import Job
from .panels import job_panel
from .permissions import JobsPermission
from .selectors import may_cancel, open_work, visible_jobs
from .tables import JOBS


@signed_in("one's own jobs; those of others with the permission to see all")
def jobs(request: PortalRequest) -> HttpResponseBase:
    filters = JOB_FILTERS.bind(request.GET, access=request.access, permission=JobsPermission.VIEW_ALL, defaults={"origin": PEOPLE})
    rows = visible_jobs(request.access).select_related("owner", "region")
    empty = _("Imports, reports and other long work appear here as soon as you start some.")
    return list_page(request, table=JOBS, rows=rows, filters=filters, context={"empty_reason": empty})


@signed_in("one's own jobs; those of others with the permission to see all")
def job(request: PortalRequest, pk: int) -> HttpResponse:
    panel = job_panel(_visible(request, pk), access=request.access, now=timezone.now())
    return render(request, "jobs/job.html", {"panel": panel, "job": panel.job})


@signed_in("one's own jobs; those of others with the permission to see all")
def job_progress(request: PortalRequest, pk: int) -> HttpResponse:
    panel = job_panel(_visible(request, pk), access=request.access, now=timezone.now())
    return fragment(request, version=panel.version, template="jobs/_job.html", context={"panel": panel, "job": panel.job})


@require_POST
@signed_in("one's own jobs; those of others with the permission to manage them")
def cancel_job(request: PortalRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if not may_cancel(request.access, found):
        messages.error(request, _("Only its owner can cancel this job."))
    elif services.cancel(job=found, by=request.access.actor, now=timezone.now()).is_open:
        messages.info(request, _("The job stops at its next step; nothing of it is kept."))
    else:
        messages.success(request, _("The job is cancelled."))
    return redirect("jobs:job", pk)


@signed_in("how many of one's own jobs are open")
def header(request: PortalRequest) -> HttpResponse:
    work = open_work(request.access)
    return HttpResponse(render_to_string("jobs/_header.html", {"work": work}, request).strip())


def _visible(request: PortalRequest, pk: int) -> Job:
    return get_object_or_404(visible_jobs(request.access).select_related("owner", "region"), pk=pk)
