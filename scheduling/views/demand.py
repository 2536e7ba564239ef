"""Demand analysis of a queue, and the faults of its history with the marks that people set."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.filters.domain.readings import DateRange
from portalkit.filters.filters.sets import BoundFilters
from portalkit.guards.permissions import requires

from ..charts.demand import charts_of
from ..filters.queues import demand_filters, history_filters
from ..forms.queues import DayMarkForm
from ..models import DayMark, Queue
from ..panels.demand import demand_stats, demand_tabs, shape_stats, verdict_panel
from ..panels.history import day_lines, findings, sheets_of
from ..permissions import SchedulingPermission
from ..selectors.demand import Demand, demand_of
from ..selectors.history import History, history_of
from ..selectors.queues import visible_queues
from ..services import queues as services
from .forms import form_page
from .rights import may_import

USUAL_SPAN = timedelta(days=371)


@dataclass(frozen=True)
class _Picked:
    """The queue in view, None where the caller sees none, and the filters with it as the default."""

    queue: Queue | None
    filters: BoundFilters


@requires(SchedulingPermission.VIEW)
def demand(request: PortalRequest) -> HttpResponseBase:
    picked = _picked(request)
    context: dict[str, Any] = {**_rights(request), "picked": picked, "filters": picked.filters}
    if picked.queue is not None:
        found = _demand(picked, history_of(picked.queue, now=timezone.now()))
        drawn = charts_of(found, link=lambda first, last: _page(picked.queue, first, last))
        if download := chart_export(request, drawn, permission_to_export=SchedulingPermission.EXPORT):
            return download
        context |= {
            "found": found,
            "charts": {chart.key: chart for chart in drawn},
            "stats": demand_stats(found),
            "shape": shape_stats(found),
            "verdict": verdict_panel(found.history.verdict),
            "tabs": demand_tabs("demand", urlencode({"queue": picked.queue.code})),
        }
    return _answer(request, picked.filters, "scheduling/demand.html", "scheduling/_demand_results.html", context)


@requires(SchedulingPermission.VIEW)
def history(request: PortalRequest) -> HttpResponseBase:
    """Which history is good enough to forecast from: holes, changes, outliers, and what people said of days."""
    picked = _picked(request)
    context: dict[str, Any] = {**_rights(request), "picked": picked, "filters": picked.filters}
    if picked.queue is not None:
        found = history_of(picked.queue, now=timezone.now())
        days, faults = day_lines(found), findings(found)
        if download := chart_export(request, sheets_of(days, faults), permission_to_export=SchedulingPermission.EXPORT):
            return download
        context |= {
            "found": found,
            "days": days,
            "faults": faults,
            "verdict": verdict_panel(found.verdict),
            "tabs": demand_tabs("history", urlencode({"queue": picked.queue.code})),
            "query": urlencode({"queue": picked.queue.code}),
        }
    return _answer(request, picked.filters, "scheduling/history.html", "scheduling/_history_results.html", context)


@requires(SchedulingPermission.PLAN)
def mark_day(request: PortalRequest, code: str) -> HttpResponse:
    queue = get_object_or_404(visible_queues(request.access, SchedulingPermission.PLAN), code=code)
    initial = {name: request.GET[name] for name in ("day", "kind") if name in request.GET}
    form = DayMarkForm(request.POST or None, initial=initial)
    back = _history_url(queue)
    if form.is_valid():
        services.mark_day(queue=queue, **form.cleaned_data, user=request.user, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The day is marked. New forecasts keep to it."))
        return redirect(back)
    return form_page(request, form, title=_("Mark a day of {name}").format(name=queue.display_name), back=back)


@require_POST
@requires(SchedulingPermission.PLAN)
def unmark_day(request: PortalRequest, pk: int) -> HttpResponse:
    marks = request.access.scope(SchedulingPermission.PLAN, DayMark.objects.select_related("queue__region"), region="queue__region")
    mark = get_object_or_404(marks, pk=pk)
    services.unmark_day(mark=mark, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The mark is taken back."))
    return redirect(_history_url(mark.queue))


def _picked(request: PortalRequest) -> _Picked:
    """The queue that the URL names, else the first active one."""
    queues = list(visible_queues(request.access).order_by("-is_active", "pk"))
    make = history_filters if request.path == reverse("scheduling:history") else demand_filters
    filters = make(queues).bind(request.GET, defaults={"queue": queues[0].code} if queues else None)
    code = filters.values["queue"]
    return _Picked(next((queue for queue in queues if queue.code == code), queues[0] if queues else None), filters)


def _demand(picked: _Picked, found: History) -> Demand:
    """The last year and its week of data unless days were asked for."""
    span: DateRange = picked.filters.values["day"] or DateRange(None, None)
    newest = found.starts[-1].date() if found.starts else found.today
    last = span.last or newest
    return demand_of(found, first_day=span.first or last - USUAL_SPAN + timedelta(days=1), last_day=last)


def _answer(request: PortalRequest, filters: BoundFilters, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or for a change of filters what stands below them."""
    if not request.htmx:
        return render(request, page, context | {"results": part})
    response = render(request, part, context)
    response["HX-Push-Url"] = filters.link(request.path)
    return response


def _rights(request: PortalRequest) -> dict[str, bool]:
    access = request.access
    return {
        "can_plan": access.can(SchedulingPermission.PLAN),
        "can_export": access.can(SchedulingPermission.EXPORT),
        "can_import": may_import(access),
    }


def _page(queue: Queue | None, first: date, last: date) -> str:
    code = queue.code if queue else ""
    return f"{reverse('scheduling:demand')}?{urlencode({'queue': code, 'day_from': first, 'day_to': last})}"


def _history_url(queue: Queue) -> str:
    return f"{reverse('scheduling:history')}?{urlencode({'queue': queue.code})}"
