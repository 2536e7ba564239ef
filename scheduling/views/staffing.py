"""The calculator, the standards of queues, and the staffing plans of forecasts."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..charts.staffing import day_chart, sensitivity_chart, swings_chart
from ..domain.erlang import Impossible
from ..domain.staffing import answer, neighbours, sensitivity
from ..filters.staffing import PLAN_FILTERS, STANDARD_FILTERS
from ..forms.staffing import CalculatorForm, StandardForm
from ..models import Forecast
from ..panels.staffing import swing_rows
from ..permissions import SchedulingPermission
from ..selectors.forecasts import visible_forecasts
from ..selectors.queues import visible_queues
from ..selectors.staffing import planned_day, staffing_plans, standards
from ..services.staffing import plan_staffing, set_standard
from ..tables.staffing import PLANS, STANDARDS

AROUND = 5


@requires(SchedulingPermission.VIEW)
def calculator(request: PortalRequest) -> HttpResponseBase:
    """The question stands in the address, so that it can be kept and sent."""
    form = CalculatorForm(request.GET if "calls" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        question = form.question()
        try:
            found, around, swings = answer(question), neighbours(question, around=AROUND), sensitivity(question)
        except Impossible:
            form.add_error(None, _("No number of agents reaches this. Lower the service level or check the figures."))
        else:
            charts = [sensitivity_chart(around), swings_chart(question, found, swings)]
            if download := chart_export(request, charts, permission_to_export=SchedulingPermission.EXPORT):
                return download
            context |= {"answer": found, "load": question.load, "around": around, "charts": charts}
            context |= {"swings": swing_rows(swings), "answer_has_target": question.target_share is not None}
    return render(request, "scheduling/calculator.html", context, status=422 if form.is_bound and form.errors else 200)


@requires(SchedulingPermission.VIEW)
def service_standards(request: PortalRequest) -> HttpResponseBase:
    context = {
        "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES),
        "empty_reason": _("Until a standard is set, 80 % within 20 s, occupancy up to 85 % and the usual shrinkage of 26 % hold."),
    }
    return list_page(
        request,
        table=STANDARDS,
        rows=standards(request.access),
        filters=STANDARD_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/standards.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.MANAGE_RULES)
def new_standard(request: PortalRequest) -> HttpResponse:
    queues = visible_queues(request.access, SchedulingPermission.MANAGE_RULES).filter(is_active=True).order_by("pk")
    form = StandardForm(request.POST or None, queues=queues, initial={"first_day": timezone.localdate()})
    if form.is_valid():
        set_standard(queue=form.cleaned_data["queue"], values=form.values(), by=request.access.actor, now=timezone.now())
        messages.success(request, _("The standard is set. Work out the staffing plans again where it shall count."))
        return redirect("scheduling:standards")
    context = {"form": form, "title": _("Set a service standard"), "may_change": True, "back": "scheduling:standards"}
    return render(request, "scheduling/shift_form.html", context, status=422 if form.is_bound else 200)


@requires(SchedulingPermission.VIEW)
def plans(request: PortalRequest) -> HttpResponseBase:
    return list_page(
        request,
        table=PLANS,
        rows=staffing_plans(request.access),
        filters=PLAN_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/staffing_plans.html",
        context={"empty_reason": _("A staffing plan is worked out of a forecast. Forecast the calls of a queue first.")},
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.VIEW)
def plan(request: PortalRequest, pk: int) -> HttpResponseBase:
    """A day of a plan; `?day=` picks which."""
    forecast = _forecast(request, pk)
    day = _day(request.GET.get("day", ""), forecast)
    found = planned_day(forecast, day)
    chart = day_chart(found)
    if download := chart_export(request, [chart], permission_to_export=SchedulingPermission.EXPORT):
        return download
    needed = [one.needed for one in found if one.needed]
    hours = forecast.minutes / 60
    context = {
        "forecast": forecast,
        "day": day,
        "before": day - timedelta(days=1) if day > forecast.first_day else None,
        "after": day + timedelta(days=1) if day < forecast.last_day else None,
        "found": found,
        "chart": chart,
        "calls": sum(one.interval.calls for one in found) if found else None,
        "agent_hours": sum(one.agents for one in needed) * hours if needed else None,
        "scheduled_hours": sum(one.scheduled for one in needed) * hours if needed else None,
        "most": max((one.scheduled for one in needed), default=None),
        "can_plan": request.access.covers(SchedulingPermission.PLAN, forecast.queue.region),
    }
    return render(request, "scheduling/staffing_plan.html", context)


@requires(SchedulingPermission.PLAN)
def work_out(request: PortalRequest, pk: int) -> HttpResponse:
    """Works the plan out again by the standards as they are now."""
    forecast = _forecast(request, pk)
    if not request.access.covers(SchedulingPermission.PLAN, forecast.queue.region):
        raise Http404
    if request.method == "POST":
        count = plan_staffing(forecast=forecast, by=request.access.actor, now=timezone.now())
        messages.success(request, _("Worked out: {count} intervals.").format(count=count))
    return redirect("scheduling:staffing_plan", pk)


def _forecast(request: PortalRequest, pk: int) -> Forecast:
    return get_object_or_404(visible_forecasts(request.access), pk=pk)


def _day(text: str, forecast: Forecast) -> date:
    """The day asked for if the forecast has it, else its first."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return forecast.first_day
    return day if forecast.first_day <= day <= forecast.last_day else forecast.first_day
