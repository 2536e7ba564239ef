"""The board of running watches by department, and the list behind it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.calendars.selectors import working_times
from portalkit.charts.views import chart_export
from portalkit.filters.filters.sets import BoundFilters
from portalkit.guards.permissions import requires
from portalkit.live.views import VERSION_HEADER, fragment, is_unchanged
from portalkit.tables.views import list_page

from ...charts.supervision import falling_due
from ...domain.supervision.stopwatch import Watch
from ...filters.supervision import BOARD_FILTERS, PRESSING, WATCH_FILTERS
from ...filters.tickets import EXACTLY
from ...models.supervision import WATCH_LABELS
from ...panels.supervision import board_stats
from ...permissions import ComplaintsPermission
from ...selectors.supervision import Board, DepartmentLine, board, freshness, open_watches
from ...tables.supervision import watch_table

BODY = "complaints/_supervision.html"
OLD = timedelta(hours=26)


@requires(ComplaintsPermission.VIEW)
def supervision(request: PortalRequest) -> HttpResponseBase:
    """The page; its fragment for polls; for a change of filters what stands below them."""
    now = timezone.now()
    filters = _bound(request)
    version = f"{freshness().number}.{now:%Y%m%d%H%M}"
    is_poll = bool(request.htmx) and VERSION_HEADER in request.headers
    if is_poll and is_unchanged(request, version=version):
        return fragment(request, version=version, template=BODY)
    found = board(request.access, now=now, narrow=filters.apply)
    context = _context(request, found, filters, now=now, version=version)
    if download := chart_export(request, [context["chart"]], permission_to_export=ComplaintsPermission.EXPORT):
        return download
    if is_poll:
        return fragment(request, version=version, template=BODY, context=context, as_of=found.freshness.refreshed_at)
    if request.htmx:
        response = render(request, "complaints/_supervision_results.html", context | {"is_fragment": True})
        response["HX-Push-Url"] = filters.link(request.path)
        return response
    return render(request, "complaints/supervision.html", context)


@requires(ComplaintsPermission.VIEW)
def watches(request: PortalRequest) -> HttpResponseBase:
    """What is overdue or at risk, unless the URL asks for more."""
    now = timezone.now()
    filters = WATCH_FILTERS.bind(
        request.GET, access=request.access, permission=ComplaintsPermission.VIEW, defaults={"stands": PRESSING, **_picked(request)}
    )
    rows = open_watches(request.access, now=now).select_related("ticket", "region__parent")
    return list_page(
        request,
        table=watch_table(now=now, times=working_times()),
        rows=rows,
        filters=filters,
        template="complaints/watches.html",
        context={
            "can_set_rules": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
            "empty_reason": _("Running tickets appear here as soon as an export has been imported and its watches worked out."),
        },
        permission_to_export=ComplaintsPermission.EXPORT,
    )


def _bound(request: PortalRequest) -> BoundFilters:
    return BOARD_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW, defaults=_picked(request))


def _picked(request: PortalRequest) -> dict[str, Any]:
    """The region in the header, unless it is the caller's outermost one: that filters nothing."""
    region = picked_region(request.access, permission=ComplaintsPermission.VIEW)
    return {"region": region} if region is not None and region.parent_id is not None else {}


def _context(request: PortalRequest, found: Board, filters: BoundFilters, *, now: datetime, version: str) -> dict[str, Any]:
    def link(**changes: str) -> str:
        asked = filters.query(**changes)
        return f"{reverse('complaints:watches')}?{asked}{'' if 'stands' in changes else '&stands='}"

    imported_at = found.freshness.imported_at
    return {
        "board": found,
        "filters": filters,
        "stats": board_stats(found, link=link, notices_url=f"{reverse('complaints:notices')}?unanswered=yes"),
        "chart": falling_due(found, link=link, as_of=imported_at),
        "watch_labels": list(WATCH_LABELS.values()),
        "lines": [_line(line, link) for line in found.departments],
        "is_old": imported_at is not None and now - imported_at > OLD,
        "version": version,
        "live_url": _address(request, filters),
        "can_supervise": request.access.can(ComplaintsPermission.SUPERVISE),
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "can_set_rules": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
    }


def _line(line: DepartmentLine, link: Any) -> dict[str, Any]:
    """A department of the board with the address of each of its numbers."""
    department = f"{EXACTLY}{line.department}"
    cells = [
        {
            "tally": line.tallies[watch],
            "overdue_url": link(department=department, watch=watch.value, stands="overdue"),
            "at_risk_url": link(department=department, watch=watch.value, stands="at_risk"),
            "running_url": link(department=department, watch=watch.value),
        }
        for watch in Watch
    ]
    notice_url = f"{reverse('complaints:open_notice')}?{link(department=department).partition('?')[2]}"
    return {
        "department": line.department,
        "cells": cells,
        "whole": line.whole,
        "url": link(department=department),
        "notice_url": notice_url,
    }


def _address(request: HttpRequest, filters: BoundFilters) -> str:
    return filters.link(request.path)
