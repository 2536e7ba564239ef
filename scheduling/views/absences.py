"""Absences of agents: the list, and adding, changing, ending and removing one by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.agents import absence_filters
from ..forms.absences import AbsenceForm, EndAbsenceForm, NewAbsenceForm
from ..models import Absence, Agent
from ..permissions import SchedulingPermission
from ..selectors.agents import choices_of_agents, visible_absences
from ..selectors.queues import visible_queues
from ..services import absences as services
from ..tables.agents import ABSENCES
from .rights import may_import

SHOWN = 7


@requires(SchedulingPermission.VIEW)
def absences(request: PortalRequest) -> HttpResponseBase:
    access = request.access
    filters = absence_filters(queues=visible_queues(access), teams=choices_of_agents(access, "team"), today=timezone.localdate())
    can_plan = access.can(SchedulingPermission.PLAN)
    context = {
        "can_plan": can_plan,
        "can_import": may_import(access),
        "empty_reason": _("Leave that is granted stands here, and what is imported or entered by hand."),
        **({"empty_url": reverse("scheduling:new_absence"), "empty_label": _("Add an absence")} if can_plan else {}),
    }
    return list_page(
        request,
        table=ABSENCES,
        rows=visible_absences(access),
        filters=filters.bind(request.GET, access=access, permission=SchedulingPermission.VIEW),
        template="scheduling/absences.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.PLAN)
def new_absence(request: PortalRequest) -> HttpResponse:
    agents = request.access.scope(SchedulingPermission.PLAN, Agent.objects.order_by("code"))
    today = timezone.localdate()
    initial = {"agent": request.GET.get("agent"), "first_day": today, "last_day": today, "kind": Absence.Kind.SICK.value}
    form = NewAbsenceForm(request.POST or None, agents=agents, initial=initial)
    if form.is_valid():
        agent = form.cleaned_data.pop("agent")
        done = _saved(form, lambda values: services.add_absence(agent=agent, values=values, by=request.access.actor, now=timezone.now()))
        if done:
            messages.success(request, _("The absence is saved."))
            return redirect("scheduling:absences")
    context = {"form": form, "title": _("Add an absence"), "may_change": True}
    return render(request, "scheduling/absence.html", context, status=422 if form.is_bound else 200)


@requires(SchedulingPermission.VIEW, write=SchedulingPermission.PLAN)
def absence(request: PortalRequest, pk: int) -> HttpResponse:
    """One absence; whoever plans changes it."""
    needed = SchedulingPermission.PLAN if request.method == "POST" else SchedulingPermission.VIEW
    found = get_object_or_404(visible_absences(request.access, needed), pk=pk)
    form = AbsenceForm(request.POST or None, initial={name: getattr(found, name) for name in ("first_day", "last_day", "kind", "note")})
    if form.is_valid():
        done = _saved(
            form, lambda values: services.change_absence(absence=found, values=values, by=request.access.actor, now=timezone.now())
        )
        if done:
            messages.success(request, _("The absence is saved."))
            return redirect("scheduling:absences")
    today = timezone.localdate()
    may_change = request.access.covers(SchedulingPermission.PLAN, found.agent.region)
    context: dict[str, Any] = {"form": form, "absence": found, "title": str(found.agent), "may_change": may_change}
    if may_change and found.first_day <= today < found.last_day:
        context["end_form"] = EndAbsenceForm(initial={"until": today})
    return render(request, "scheduling/absence.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(SchedulingPermission.PLAN)
def end_absence(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_absences(request.access, SchedulingPermission.PLAN), pk=pk)
    form = EndAbsenceForm(request.POST)
    try:
        if not form.is_valid():
            raise services.NotUnderWay
        services.end_absence(absence=found, last_day=form.cleaned_data["until"], by=request.access.actor, now=timezone.now())
    except services.NotUnderWay:
        messages.error(request, _("An absence ends on one of its days, before its last."))
        return redirect("scheduling:absence", pk)
    messages.success(request, _("The absence ends on {day}.").format(day=form.cleaned_data["until"].isoformat()))
    return redirect("scheduling:absences")


@require_POST
@requires(SchedulingPermission.PLAN)
def remove_absence(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_absences(request.access, SchedulingPermission.PLAN), pk=pk)
    services.remove_absence(absence=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The absence is removed."))
    return redirect("scheduling:absences")


def _saved(form: AbsenceForm, save: Any) -> bool:
    try:
        save(services.AbsenceValues(**form.cleaned_data))
    except services.Overlaps as found:
        spans = ", ".join(f"{one.first_day} – {one.last_day} ({one.get_kind_display()})" for one in found.others[:SHOWN])
        form.add_error("first_day", _("Absent on some of these days already: {spans}").format(spans=spans))
    except services.OnTheRoster as found_shifts:
        shifts = ", ".join(f"{one.day} {one.shift.code}" for one in found_shifts.shifts[:SHOWN] if one.shift)
        more = len(found_shifts.shifts) - SHOWN
        shifts += f" (+{more})" if more > 0 else ""
        form.add_error("clears", _("On the published roster: {shifts}. Say that they are taken off.").format(shifts=shifts))
    else:
        return True
    return False
