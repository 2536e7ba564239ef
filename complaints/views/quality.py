"""Quality analysis of a month, and the report of the inspectors' work."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires

from ..charts import inspection as charts
from ..panels.inspection import inspection_tabs, quality_stats
from ..permissions import ComplaintsPermission
from ..selectors.inspection import quality_analysis, workload
from .frame import Frame, frame_of


@requires(ComplaintsPermission.VIEW)
def quality(request: PortalRequest) -> HttpResponseBase:
    frame = frame_of(request)
    found = quality_analysis(request.access, month=frame.month, region=frame.region)
    link, newest = _to_findings(frame), frame.newest_day
    drawn = (
        charts.rules_pareto(found.summary.rules, link=link, newest=newest),
        charts.quality_trend(found.trend, link=link, newest=newest),
        charts.shares_trend(found.trend, link=link, newest=newest),
        charts.departments_heat(found, link=link, newest=newest),
        charts.regions_heat(found, link=link, newest=newest),
    )
    if download := chart_export(request, drawn, permission_to_export=ComplaintsPermission.EXPORT):
        return download
    context = {
        "frame": frame,
        "found": found,
        "charts": drawn,
        "stats": quality_stats(found, link=link),
        "departments": [(one, link(department=f"={one.key}")) for one in found.summary.departments],
        "precision": [(one, link(rule=one.rule)) for one in found.precision],
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "tabs": inspection_tabs(request.access, "quality"),
    }
    return render(request, "complaints/quality.html", context)


@requires(ComplaintsPermission.INSPECT)
def inspection_report(request: PortalRequest) -> HttpResponse:
    frame = frame_of(request)
    context: dict[str, Any] = {
        "frame": frame,
        "found": workload(request.access, period=frame.month, region=frame.region),
        "tabs": inspection_tabs(request.access, "inspection_report"),
    }
    return render(request, "complaints/inspection_report.html", context)


def _to_findings(frame: Frame) -> charts.Link:
    """The findings of the region and month in view; what is given narrows or replaces."""
    base = {"region": frame.region.code if frame.region else "", "month": frame.month}

    def link(**more: object) -> str:
        parameters = {name: str(value) for name, value in (base | more).items() if value != ""}
        return f"{reverse('complaints:findings')}?{urlencode(parameters)}"

    return link
