"""What is planned in a region or hall, day by day."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.regions.models import Region

from ..panels.regional_plan import planned_days
from ..permissions import SignagePermission
from ..selectors.regional_plan import regional_plan
from .spans import span_of, ways


@requires(SignagePermission.VIEW)
def regional_calendar(request: PortalRequest) -> HttpResponse:
    """`?region=`, `?from=`, `?span=`: as in the calendar of a screen."""
    regions = list(request.access.regions(SignagePermission.VIEW).order_by("path"))
    region, span = _region(regions, request.GET.get("region", "")), span_of(request)
    plan = regional_plan(region, span.first, days=span.days, access=request.access) if region else None
    context: dict[str, Any] = {
        "ways": ways("regional_calendar"),
        "region": region,
        "regions": [(one.code, "\u3000" * (one.path.count("/") - 2) + one.display_name) for one in regions],
        "span": span,
        "today": timezone.localdate(),
        "screens": plan.screens if plan else 0,
        "days": planned_days(plan) if plan else [],
    }
    return render(request, "signage/programme/regional_calendar.html", context)


def _region(regions: list[Region], code: str) -> Region | None:
    """The one asked for; the widest when none was. A foreign one is not found."""
    if not code:
        return min(regions, key=lambda region: region.path, default=None)
    found = next((region for region in regions if region.code == code), None)
    if found is None:
        raise Http404
    return found
