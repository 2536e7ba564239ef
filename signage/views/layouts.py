"""Layouts: the list, the templates, the page on which zones are drawn."""

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

from ..domain.layouts import TEMPLATES
from ..filters.programme import LAYOUT_FILTERS
from ..forms.layouts import TEMPLATE_LABELS, LayoutForm, initial_of_layout, initial_of_template
from ..models import Layout
from ..permissions import SignagePermission
from ..selectors import layouts as selectors
from ..services.programme import layouts as services
from ..tables.programme import LAYOUTS


@requires(SignagePermission.VIEW)
def layouts(request: PortalRequest) -> HttpResponseBase:
    can_manage = request.access.can(SignagePermission.MANAGE)
    empty = {"empty_url": reverse("signage:new_layout"), "empty_label": _("New layout")} if can_manage else {}
    return list_page(
        request,
        table=LAYOUTS,
        rows=selectors.listed_layouts(request.access),
        filters=LAYOUT_FILTERS.bind(request.GET, access=request.access, permission=SignagePermission.VIEW),
        template="signage/programme/layouts.html",
        context={"can_manage": can_manage, "empty_reason": _("A screen without a layout has one zone. A layout divides it."), **empty},
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.MANAGE)
def new_layout(request: PortalRequest) -> HttpResponse:
    """`?template=` begins with one of the templates."""
    return _form(request, None, initial=initial_of_template(request.GET.get("template", "")))


@requires(SignagePermission.VIEW, write=SignagePermission.MANAGE)
def layout(request: PortalRequest, pk: int) -> HttpResponse:
    rows = selectors.changeable_layouts if request.method == "POST" else selectors.visible_layouts
    found = get_object_or_404(rows(request.access), pk=pk)
    return _form(request, found, initial=initial_of_layout(found))


@require_POST
@requires(SignagePermission.MANAGE)
def remove_layout(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.changeable_layouts(request.access), pk=pk)
    try:
        services.remove_layout(layout=found, by=request.access.actor, now=timezone.now())
    except services.LayoutInUse:
        messages.error(request, _("Screens use this layout. Give them another one first."))
        return redirect("signage:layout", pk)
    messages.success(request, _("The layout is removed."))
    return redirect("signage:layouts")


def _form(request: PortalRequest, found: Layout | None, *, initial: dict[str, Any]) -> HttpResponse:
    access = request.access
    form = LayoutForm(request.POST or None, initial=initial, regions=access.regions(SignagePermission.MANAGE).order_by("path"))
    if form.is_valid():
        saved = services.save_layout(layout=found, values=form.values, by=access.actor, now=timezone.now())
        messages.success(request, _("The layout is saved; its screens are told."))
        return redirect("signage:layout", saved.pk)
    templates = [] if found else [(one.code, TEMPLATE_LABELS[one.code]) for one in TEMPLATES]
    context = {
        "form": form,
        "layout": found,
        "may_change": found is None or access.covers(SignagePermission.MANAGE, found.region),
        "templates": templates,
        "chosen": request.GET.get("template") or TEMPLATES[0].code,
        "screens": selectors.screens_with(found, access) if found else [],
    }
    return render(request, "signage/programme/layout.html", context, status=422 if form.is_bound else 200)
