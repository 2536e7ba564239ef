"""Shifts: the list, the forms, and the proposal for a demand."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.panels import job_panel
from portalkit.jobs.selectors import visible_jobs
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Region
from portalkit.tables.views import list_page

from ..charts.design import design_chart
from ..domain.shifts import NotAShift
from ..filters.rosters import SHIFT_FILTERS
from ..forms.rosters import DesignForm, NewShiftForm, ShiftForm
from ..models import ShiftTemplate
from ..panels.rules import FAULT_LABELS
from ..permissions import SchedulingPermission
from ..selectors.labour import visible_shifts
from ..services import labour
from ..services.shift_design import DESIGN, DesignWish, start_design
from ..tables.rosters import SHIFTS

BREAK_FAULTS = ("breaks_unreadable", "breaks_too_long")


@requires(SchedulingPermission.VIEW)
def shifts(request: PortalRequest) -> HttpResponseBase:
    context = {
        "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES),
        "can_plan": request.access.can(SchedulingPermission.PLAN),
        "empty_reason": _("A roster is made of shifts. The usual ones come with the first roster; others can be added here."),
    }
    return list_page(
        request,
        table=SHIFTS,
        rows=visible_shifts(request.access),
        filters=SHIFT_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/shifts.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.MANAGE_RULES)
def new_shift(request: PortalRequest) -> HttpResponse:
    initial = {name: request.GET.get(name, "") for name in ("spans", "breaks")}
    initial["region"] = picked_region(request.access, permission=SchedulingPermission.MANAGE_RULES)  # type: ignore[assignment]
    form = NewShiftForm(request.POST or None, regions=_regions(request, SchedulingPermission.MANAGE_RULES), initial=initial)
    if form.is_valid():
        region = form.cleaned_data.pop("region")
        done = _saved(form, lambda values: labour.create_shift(region=region, values=values, by=request.access.actor, now=timezone.now()))
        if done:
            messages.success(request, _("The shift is saved."))
            return redirect("scheduling:shifts")
    return _form(request, form, _("New shift"))


@requires(SchedulingPermission.VIEW, write=SchedulingPermission.MANAGE_RULES)
def change_shift(request: PortalRequest, pk: int) -> HttpResponse:
    needed = SchedulingPermission.MANAGE_RULES if request.method == "POST" else SchedulingPermission.VIEW
    found = get_object_or_404(request.access.scope(needed, ShiftTemplate.objects.select_related("region")), pk=pk)
    initial = {name: getattr(found, name) for name in ("code", "name", "spans", "breaks", "is_active")}
    form = ShiftForm(request.POST or None, initial=initial)
    if form.is_valid():
        done = _saved(form, lambda values: labour.change_shift(shift=found, values=values, by=request.access.actor, now=timezone.now()))
        if done:
            messages.success(request, _("The shift is saved."))
            return redirect("scheduling:shifts")
    may_change = request.access.covers(SchedulingPermission.MANAGE_RULES, found.region)
    return _form(request, form, _("Shift {code}").format(code=found.code), may_change=may_change, shift=found)


@requires(SchedulingPermission.PLAN)
def shift_design(request: PortalRequest) -> HttpResponse:
    """The form, and the newest proposal that the caller asked for."""
    month = month_of(timezone.localdate()).next()
    initial = {
        "region": picked_region(request.access, permission=SchedulingPermission.PLAN),
        "first_day": month.first_day,
        "last_day": month.last_day,
    }
    form = DesignForm(request.POST or None, regions=_regions(request, SchedulingPermission.PLAN), initial=initial)
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["lengths"] = tuple(data["lengths"])
        job = start_design(wish=DesignWish(**data), by=request.access.actor, now=timezone.now())
        return redirect("jobs:job", job.pk)
    newest = visible_jobs(request.access).filter(kind=DESIGN).order_by("-pk").first()
    context: dict[str, Any] = {"form": form, "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES)}
    if newest is not None:
        context |= {"job": newest, "panel": job_panel(newest, access=request.access, now=timezone.now())}
    if newest is not None and newest.state == JobState.DONE and newest.result.get("designs"):
        context |= _proposal(newest)
    return render(request, "scheduling/shift_design.html", context, status=422 if form.is_bound else 200)


def _proposal(job: Job) -> dict[str, Any]:
    found, most = job.result, job.params["most"]
    chosen = found["designs"][min(most, len(found["designs"])) - 1]
    titles = {"workday": _("A usual workday"), "free": _("A usual free day")}
    charts = [
        design_chart(
            key=f"design-{kind}",
            title=titles[kind],
            demand=found["demand"][number],
            covered=chosen["covered"][number],
            slot_minutes=found["slot_minutes"],
        )
        for number, kind in enumerate(found["kinds"])
    ]
    before = [None, *(one["misfit"] for one in found["designs"])]
    ladder = [
        {"count": number + 1, "gain": None if before[number] is None else before[number] - one["misfit"], **one}
        for number, one in enumerate(found["designs"])
    ]
    return {
        "chosen": chosen,
        "charts": charts,
        "ladder": ladder,
        "most": most,
        "kinds": [titles[kind] for kind in found["kinds"]],
        "gain": ladder[most]["gain"] if len(ladder) > most else None,
        "days": (date.fromisoformat(job.params["first_day"]), date.fromisoformat(job.params["last_day"])),
    }


def _saved(form: ShiftForm, save: Any) -> bool:
    try:
        save(labour.ShiftValues(**form.cleaned_data))
    except NotAShift as fault:
        form.add_error("breaks" if fault.fault in BREAK_FAULTS else "spans", FAULT_LABELS[fault.fault])
    except labour.CodeTaken:
        form.add_error("code", _("There is a shift of this code."))
    except labour.InUse:
        form.add_error(None, _("Rosters have this shift, so its code and hours stay. Add another shift and take this one out of use."))
    else:
        return True
    return False


def _regions(request: PortalRequest, permission: SchedulingPermission) -> QuerySet[Region]:
    return request.access.regions(permission).filter(level__in=("province", "prefecture")).order_by("path")


def _form(request: PortalRequest, form: Any, title: str, *, may_change: bool = True, shift: ShiftTemplate | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "may_change": may_change, "shift": shift, "back": "scheduling:shifts"}
    return render(request, "scheduling/shift_form.html", context, status=422 if form.is_bound else 200)
