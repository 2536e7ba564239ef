"""Reverse analysis: the flow from outcomes back to failed steps, and the tickets behind each part of it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..charts import reverse as charts
from ..filters.reverse import REVERSE_FILTERS
from ..models.reverse import STEP_LABELS
from ..panels.reverse import reverse_stats
from ..permissions import ComplaintsPermission
from ..selectors.reverse import reverse_findings, reverse_summary
from ..services.reverse import start_reverse
from ..tables.reverse import REVERSE_FINDINGS
from .regular import PeriodFrame, days_of, period_frame

ENDS = ("reason", "side")


@requires(ComplaintsPermission.VIEW)
def reverse(request: PortalRequest) -> HttpResponseBase:
    frame = period_frame(request)
    ends = request.GET.get("ends", "")
    ends = ends if ends in ENDS else ENDS[0]
    found = reverse_summary(request.access, period=frame.period, region=frame.region)

    def link(**narrowed: str) -> str:
        return _findings(frame, **narrowed)

    drawn = [charts.flow(found, ends=ends, link=link, newest=frame.newest_day)]
    if download := chart_export(request, drawn, permission_to_export=ComplaintsPermission.EXPORT):
        return download
    names = {"reason": _("by reason"), "side": _("by control")}
    context: dict[str, Any] = {
        "frame": frame,
        "found": found,
        "charts": drawn,
        "ends_tabs": [(names[one], frame.link(ends=one), one == ends) for one in ENDS],
        "stats": reverse_stats(found, link=link),
        "steps": [(one, link(step=one.key)) for one in found.steps],
        "reasons": [(one, STEP_LABELS[one.step], link(reason=one.key)) for one in found.reasons],
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "can_start": request.access.can(ComplaintsPermission.ANALYSE),
    }
    return render(request, "complaints/reverse.html", context)


@requires(ComplaintsPermission.VIEW)
def reverse_tickets(request: PortalRequest) -> HttpResponseBase:
    context = {
        "empty_reason": _("Tickets appear here as soon as some were solved, re-opened, escalated or left their customer dissatisfied."),
    }
    return list_page(
        request,
        table=REVERSE_FINDINGS,
        rows=reverse_findings(request.access),
        filters=REVERSE_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW),
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@require_POST
@requires(ComplaintsPermission.ANALYSE)
def start(request: PortalRequest) -> HttpResponse:
    job = start_reverse(by=request.access.actor, now=timezone.now())
    if job.owner_id != request.access.actor.user_id:
        messages.info(request, _("The analysis is being worked out already."))
        return redirect("complaints:reverse")
    return redirect("jobs:job", job.pk)


def _findings(frame: PeriodFrame, **narrowed: str) -> str:
    parameters = {"region": frame.region.code if frame.region else "", **days_of(frame.period), **narrowed}
    return f"{address_of('complaints:reverse_tickets')}?{urlencode({name: str(value) for name, value in parameters.items() if value})}"
