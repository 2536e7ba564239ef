"""Starts a build and ends one early."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.jobs.selectors import visible_jobs
from portalkit.periods.domain.calendar import month_of

from ...forms.rosters import BuildForm
from ...permissions import SchedulingPermission
from ...services import rosters as services
from ...services.labour import ensure_labour_ground
from ...services.rosters.building import SOLVE


@requires(SchedulingPermission.PLAN)
def build_roster(request: PortalRequest) -> HttpResponse:
    month = month_of(timezone.localdate()).next()
    regions = request.access.regions(SchedulingPermission.PLAN).filter(level__in=("province", "prefecture")).order_by("path")
    region = picked_region(request.access, permission=SchedulingPermission.PLAN)
    initial = {"region": region, "first_day": month.first_day, "last_day": month.last_day}
    form = BuildForm(request.POST or None, regions=regions, initial=initial)
    if form.is_valid():
        now = timezone.now()
        ensure_labour_ground(region=form.cleaned_data["region"], by=request.access.actor, now=now)
        job = services.start_building(wish=services.RosterWish(**form.cleaned_data), by=request.access.actor, now=now)
        return redirect("jobs:job", job.pk)
    return render(request, "scheduling/build_roster.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires(SchedulingPermission.PLAN)
def stop_build(request: PortalRequest, pk: int) -> HttpResponse:
    """The best roster so far is kept."""
    job = visible_jobs(request.access).filter(kind=SOLVE, pk=pk).first()
    if job is None:
        raise Http404
    if services.stop_and_keep(job=job, by=request.access.actor, now=timezone.now()):
        messages.success(request, _("The solver ends now; the best roster so far is kept."))
    else:
        messages.info(request, _("The build has ended already."))
    return redirect("jobs:job", pk)
