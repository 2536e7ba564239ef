"""Rotation patterns: the list, the forms, and a roster filled in by one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import month_of
from portalkit.tables.views import list_page

from ..domain.rules import Stretch
from ..domain.shifts import NotAShift
from ..filters.rosters import SHIFT_FILTERS
from ..forms.rotations import ApplyRotationForm, NewRotationForm, RotationForm
from ..models import RotationPattern
from ..panels.rules import violation_text
from ..permissions import SchedulingPermission
from ..selectors.rotations import Filled, fill, open_rosters, rotation_groups, rotation_of, visible_rotations
from ..services import rotations as services
from ..tables.rotations import ROTATIONS

SHOWN = 50


@requires(SchedulingPermission.VIEW)
def rotations(request: PortalRequest) -> HttpResponseBase:
    context = {
        "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES),
        "empty_reason": _("A rotation is a pattern of shifts and days off that groups of agents go through in turn."),
    }
    return list_page(
        request,
        table=ROTATIONS,
        rows=visible_rotations(request.access),
        filters=SHIFT_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/rotations.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.MANAGE_RULES)
def new_rotation(request: PortalRequest) -> HttpResponse:
    regions = _regions(request, SchedulingPermission.MANAGE_RULES)
    initial = {"region": picked_region(request.access, permission=SchedulingPermission.MANAGE_RULES)}
    form = NewRotationForm(request.POST or None, regions=regions, initial=initial)
    if form.is_valid():
        region = form.cleaned_data.pop("region")
        done = _saved(
            form, lambda values: services.create_rotation(region=region, values=values, by=request.access.actor, now=timezone.now())
        )
        if done:
            messages.success(request, _("The rotation is saved."))
            return redirect("scheduling:rotations")
    return _form(request, form, _("New rotation"))


@requires(SchedulingPermission.VIEW, write=SchedulingPermission.MANAGE_RULES)
def change_rotation(request: PortalRequest, pk: int) -> HttpResponse:
    needed = SchedulingPermission.MANAGE_RULES if request.method == "POST" else SchedulingPermission.VIEW
    found = get_object_or_404(request.access.scope(needed, RotationPattern.objects.select_related("region")), pk=pk)
    form = RotationForm(request.POST or None, initial={name: getattr(found, name) for name in ("code", "name", "codes", "is_active")})
    if form.is_valid():
        done = _saved(
            form, lambda values: services.change_rotation(rotation=found, values=values, by=request.access.actor, now=timezone.now())
        )
        if done:
            messages.success(request, _("The rotation is saved."))
            return redirect("scheduling:rotations")
    may_change = request.access.covers(SchedulingPermission.MANAGE_RULES, found.region)
    return _form(request, form, _("Rotation {code}").format(code=found.code), may_change=may_change, rotation=found)


@requires(SchedulingPermission.PLAN)
def apply_rotation(request: PortalRequest, pk: int) -> HttpResponse:
    """First what it would fill in and which rules that breaks, then, asked for again, the roster."""
    found = get_object_or_404(request.access.scope(SchedulingPermission.PLAN, RotationPattern.objects.select_related("region")), pk=pk)
    month = month_of(timezone.localdate()).next()
    regions = _regions(request, SchedulingPermission.PLAN)
    form = ApplyRotationForm(
        request.POST or None,
        groups=rotation_groups(request.access),
        rosters=open_rosters(request.access),
        regions=regions,
        initial={"anchor": month.first_day, "region": found.region, "first_day": month.first_day, "last_day": month.last_day},
    )
    context: dict[str, Any] = {"form": form, "rotation": found, "has_groups": bool(form.fields["groups"].choices)}  # type: ignore[attr-defined]
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("region", "groups", "anchor", "base")}
        values["stretch"] = Stretch(form.cleaned_data["first_day"], form.cleaned_data["last_day"])
        try:
            if request.POST.get("step") == "apply":
                roster = services.apply_rotation(rotation=found, **values, user=request.user, by=request.access.actor, now=timezone.now())
                messages.success(request, _("The roster is filled in. It is a draft of yours."))
                return redirect("scheduling:roster", roster.pk)
            context |= _preview(fill(rotation=rotation_of(found.codes, values["region"]), **values))
        except NotAShift:
            form.add_error(None, _("This region has no active shifts of these codes."))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "scheduling/apply_rotation.html", context, status=status)


def _preview(filled: Filled) -> dict[str, Any]:
    agents = {agent.code: agent for agent in filled.ground.agents}
    broken = [{"day": one.day, "agent": agents.get(one.who), "text": violation_text(one)} for one in filled.violations[:SHOWN]]
    return {
        "filled": filled,
        "cells": len(filled.shifts),
        "broken": broken,
        "broken_count": len(filled.violations),
        "more": max(0, len(filled.violations) - SHOWN),
    }


def _saved(form: RotationForm, save: Any) -> bool:
    try:
        save(services.RotationValues(**form.cleaned_data))
    except NotAShift as fault:
        text = (
            _("There is no active shift {code} in this region.").format(code=fault.part) if fault.part else _("A rotation needs a shift.")
        )
        form.add_error("codes", text)
    except services.RotationTaken:
        form.add_error("code", _("There is a rotation of this code."))
    else:
        return True
    return False


def _regions(request: PortalRequest, permission: SchedulingPermission) -> Any:
    return request.access.regions(permission).filter(level__in=("province", "prefecture")).order_by("path")


def _form(
    request: PortalRequest, form: Any, title: str, *, may_change: bool = True, rotation: RotationPattern | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "may_change": may_change, "shift": rotation, "back": "scheduling:rotations"}
    if rotation is not None and rotation.is_active and request.access.covers(SchedulingPermission.PLAN, rotation.region):
        context["apply"] = rotation
    return render(request, "scheduling/rotation_form.html", context, status=422 if form.is_bound else 200)
