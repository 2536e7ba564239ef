"""Forecasts: the list, making one, the page of a version and of its days, overrides."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..charts import forecasts as charts
from ..filters.forecasts import FORECAST_FILTERS
from ..forms.forecasts import ForecastForm, OverrideForm
from ..models import Forecast, ForecastOverride
from ..panels.forecasts import forecast_facts, method_label, reasons
from ..permissions import SchedulingPermission
from ..selectors.forecasts import (
    forecast_page,
    interval_views,
    newest_forecast,
    open_forecast_jobs,
    plannable_forecasts,
    plannable_queues,
    visible_forecasts,
)
from ..services import forecasts as services
from ..tables.forecasts import FORECASTS


@requires(SchedulingPermission.VIEW)
def forecasts(request: PortalRequest) -> HttpResponseBase:
    can_plan = request.access.can(SchedulingPermission.PLAN)
    context = {
        "can_plan": can_plan,
        "jobs": open_forecast_jobs(request.access) if can_plan else (),
        "empty_reason": _("A forecast says how many calls come on each day and in each interval. It is learned from the imported calls."),
        "empty_url": reverse("scheduling:new_forecast") if can_plan else "",
        "empty_label": _("Forecast calls"),
    }
    return list_page(
        request,
        table=FORECASTS,
        rows=visible_forecasts(request.access).defer("choice"),
        filters=FORECAST_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/forecasts.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.PLAN)
def new_forecast(request: PortalRequest) -> HttpResponse:
    queues = plannable_queues(request.access)
    form = ForecastForm(request.POST or None, queues=queues, initial={"queue": request.GET.get("queue")})
    if form.is_valid():
        job = services.start_forecast(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        return redirect("jobs:job", job.pk)
    context = {"form": form, "has_queues": queues.exists()}
    return render(request, "scheduling/forecast_new.html", context, status=422 if form.is_bound else 200)


@requires(SchedulingPermission.VIEW)
def newest_of_queue(request: PortalRequest, pk: int) -> HttpResponse:
    """The latest version of a queue; where a finished job leads."""
    found = newest_forecast(request.access, queue=pk)
    if found is None:
        raise Http404
    return redirect("scheduling:forecast", found.pk)


@requires(SchedulingPermission.VIEW)
def forecast(request: PortalRequest, pk: int) -> HttpResponseBase:
    against = request.GET.get("against", "")
    try:
        page = forecast_page(
            request.access,
            pk=pk,
            today=timezone.localdate(),
            against=int(against) if against.isdecimal() and len(against) < 19 else None,
        )
    except Forecast.DoesNotExist:
        raise Http404 from None
    shown = [charts.days(page), charts.campaigns(page), charts.candidates(page.forecast), charts.versions(page)]
    drawn = {one.key: one for one in shown if one is not None}
    if download := chart_export(request, drawn.values(), permission_to_export=SchedulingPermission.EXPORT):
        return download
    context: dict[str, Any] = {
        "page": page,
        "forecast": page.forecast,
        "facts": forecast_facts(page.forecast),
        "method": method_label(page.forecast.method),
        "reasons": reasons(page.forecast),
        "charts": drawn,
        "total": sum(one.row.calls for one in page.days),
        "by_campaigns": sum(one.row.campaign for one in page.days),
    }
    return render(request, "scheduling/forecast.html", context)


@requires(SchedulingPermission.VIEW)
def forecast_day(request: PortalRequest, pk: int, day: str) -> HttpResponseBase:
    """The intervals of a day."""
    found = get_object_or_404(visible_forecasts(request.access), pk=pk)
    row = get_object_or_404(found.days, day=_day_or_404(day))
    intervals = interval_views(found, row.day, today=timezone.localdate())
    chart = charts.intervals(found, intervals)
    if download := chart_export(request, [chart], permission_to_export=SchedulingPermission.EXPORT):
        return download
    neighbours = sorted(one for one in found.days.values_list("day", flat=True) if abs((one - row.day).days) == 1)
    context = {
        "forecast": found,
        "row": row,
        "chart": chart,
        "before": next((one for one in neighbours if one < row.day), None),
        "after": next((one for one in neighbours if one > row.day), None),
        "actual": _total([one.actual for one in intervals]),
    }
    return render(request, "scheduling/forecast_day.html", context)


@requires(SchedulingPermission.PLAN)
def override_forecast(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(plannable_forecasts(request.access), pk=pk)
    first = max(found.first_day, timezone.localdate())
    initial = {"first_day": min(first, found.last_day), "last_day": min(first, found.last_day)}
    form = OverrideForm(request.POST or None, forecast=found, initial=initial)
    if form.is_valid():
        services.override_forecast(forecast=found, **form.cleaned_data, user=request.user, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The days are changed, and their intervals with them."))
        return redirect("scheduling:forecast", pk)
    context = {"form": form, "forecast": found}
    return render(request, "scheduling/forecast_override.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(SchedulingPermission.PLAN)
def undo_override(request: PortalRequest, pk: int) -> HttpResponse:
    rows = ForecastOverride.objects.filter(forecast__in=plannable_forecasts(request.access)).select_related("forecast__queue__region")
    override = get_object_or_404(rows, pk=pk)
    services.undo_override(override=override, user=request.user, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The override is undone."))
    return redirect("scheduling:forecast", override.forecast_id)


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _total(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
