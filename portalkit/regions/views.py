"""The region tree under /admin/regions/."""

import unicodedata
from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.guards.permissions import GuardedRequest, requires

from . import services
from .forms import CloseForm, MoveForm, NewRegionForm, RegionForm
from .models import Level, Region
from .permissions import RegionsPermission
from .selectors import ancestors, groups, matching, tree

_MANAGE = requires(RegionsPermission.MANAGE)
_FEW = 3


@requires(RegionsPermission.VIEW)
def regions(request: GuardedRequest) -> HttpResponseBase:
    visible = request.access.scope(RegionsPermission.VIEW, Region.objects.all(), region="")
    wanted = unicodedata.normalize("NFKC", request.GET.get("q", "")).replace("\0", "").strip()[:80]
    found = groups(tree(matching(visible, wanted) if wanted else visible))
    context = {
        "groups": found,
        "wanted": wanted,
        "is_open": bool(wanted) or request.GET.get("open") == "all" or len(found) <= _FEW,
        "total": sum(1 + len(group.below) for group in found),
        "today": timezone.localdate(),
        "can_manage": request.access.can(RegionsPermission.MANAGE),
    }
    return render(request, "regions/regions.html", context)


@requires(RegionsPermission.VIEW)
def region(request: GuardedRequest, code: str) -> HttpResponseBase:
    found = get_object_or_404(request.access.scope(RegionsPermission.VIEW, Region.objects.all(), region=""), code=code)
    can_manage = _manageable(request).filter(pk=found.pk).exists()
    others = _manageable(request).exclude(path__startswith=found.path)
    context = {
        "region": found,
        "today": timezone.localdate(),
        "above": request.access.scope(RegionsPermission.VIEW, ancestors(found), region=""),
        "children": found.children.all(),
        "can_manage": can_manage,
        "move_form": MoveForm(parents=others, initial={"parent": found.parent_id}) if can_manage else None,
        "close_form": CloseForm() if can_manage else None,
    }
    return render(request, "regions/region.html", context)


@_MANAGE
def new_region(request: GuardedRequest) -> HttpResponseBase:
    form = NewRegionForm(request.POST or None, parents=_manageable(request), initial=_place_below(request))
    if form.is_valid():
        try:
            created = services.create_region(**form.cleaned_data, by=request.access.actor)
        except services.RegionRefused as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("The region is added."))
            return redirect("regions:region", created.code)
    return render(request, "regions/region_form.html", {"form": form, "region": None})


@_MANAGE
def change_region(request: GuardedRequest, code: str) -> HttpResponseBase:
    found = get_object_or_404(_manageable(request), code=code)
    names = ("name", "name_en", "longitude", "latitude", "valid_from")
    form = RegionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        try:
            services.change_region(region=found, **form.cleaned_data, by=request.access.actor)
        except services.RegionRefused as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("The region is changed."))
            return redirect("regions:region", code)
    return render(request, "regions/region_form.html", {"form": form, "region": found})


@require_POST
@_MANAGE
def move_region(request: GuardedRequest, code: str) -> HttpResponseBase:
    found = get_object_or_404(_manageable(request), code=code)
    form = MoveForm(request.POST, parents=_manageable(request))
    if not form.is_valid():
        messages.error(request, _("Choose the region that it shall belong to."))
        return redirect("regions:region", code)
    parent = form.cleaned_data["parent"]
    return _done(
        request, code, _("The region is moved."), lambda: services.move_region(region=found, parent=parent, by=request.access.actor)
    )


@require_POST
@_MANAGE
def close_region(request: GuardedRequest, code: str) -> HttpResponseBase:
    found = get_object_or_404(_manageable(request), code=code)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day from which the region is closed."))
        return redirect("regions:region", code)
    day = form.cleaned_data["on"]
    return _done(request, code, _("The region is closed."), lambda: services.close_region(region=found, on=day, by=request.access.actor))


@require_POST
@_MANAGE
def reopen_region(request: GuardedRequest, code: str) -> HttpResponseBase:
    found = get_object_or_404(_manageable(request), code=code)
    return _done(request, code, _("The region is open again."), lambda: services.reopen_region(region=found, by=request.access.actor))


def _manageable(request: GuardedRequest) -> QuerySet[Region]:
    return request.access.scope(RegionsPermission.MANAGE, Region.objects.all(), region="")


def _place_below(request: GuardedRequest) -> dict[str, object]:
    """The parent named in the address, and the level below it; a county where none is named."""
    parent = _manageable(request).filter(code=request.GET.get("parent", "")).first()
    if parent is None:
        return {"level": Level.COUNTY}
    levels = Level.values
    return {"parent": parent.pk, "level": levels[min(levels.index(parent.level) + 1, len(levels) - 1)]}


def _done(request: GuardedRequest, code: str, message: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except services.RegionRefused as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, message)
    return redirect("regions:region", code)


def _refusal(refused: services.RegionRefused) -> str:
    return {
        "taken": _("The code %(value)s is taken."),
        "bad_code": _("The code %(value)s holds characters that a code may not hold."),
        "level": _("A region must belong to one of a higher level."),
        "cycle": _("A region cannot belong to itself or to something below it."),
        "validity": _("The first day must lie before the day of closing."),
        "open_children": _("Close what is below it first: %(value)s is still open."),
        "already_closed": _("The region is closed already."),
        "parent_unknown": _("There is no region %(value)s."),
    }[refused.code] % {"value": refused.value}
