"""The register of halls: list, hall, and the forms that stewards set them with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.imports.permissions import ImportsPermission
from portalkit.regions.models import Level
from portalkit.regions.services import RegionRefused
from portalkit.tables.views import list_page

from .filters import hall_filters
from .forms import HallForm, initial_of_hall
from .models import Hall
from .panels import is_closed_down, links_of, open_state, opening_text
from .permissions import StorefrontsPermission
from .selectors import places_for_halls, visible_halls
from .services import halls as services
from .tables import CLASS_TONES, hall_table

_REFUSED = {
    "taken": ("code", gettext_lazy("Another region has this code.")),
    "bad_code": ("code", gettext_lazy("No spaces and no slashes.")),
    "level": ("parent", gettext_lazy("A hall lies in a county, a prefecture branch or the province.")),
}


@requires(StorefrontsPermission.VIEW)
def halls(request: PortalRequest) -> HttpResponseBase:
    access, now = request.access, timezone.now()
    can_manage = access.can(StorefrontsPermission.MANAGE)
    can_import = access.everywhere(StorefrontsPermission.IMPORT) and access.everywhere(ImportsPermission.UPLOAD)
    context: dict[str, Any] = {
        "can_manage": can_manage,
        "can_import": can_import,
        "empty_reason": _("No hall is registered yet. Import the list of halls, or add the first one by hand."),
    }
    if can_import:
        context |= {"empty_url": f"{reverse('imports:upload')}?kind=halls", "empty_label": _("Import halls")}
    elif can_manage:
        context |= {"empty_url": reverse("storefronts:new_hall"), "empty_label": _("Add a hall")}
    return list_page(
        request,
        table=hall_table(now=now),
        rows=visible_halls(access),
        filters=hall_filters(today=timezone.localdate()).bind(request.GET, access=access, permission=StorefrontsPermission.VIEW),
        template="storefronts/halls.html",
        context=context,
        permission_to_export=StorefrontsPermission.EXPORT,
    )


@requires(StorefrontsPermission.VIEW)
def hall(request: PortalRequest, code: str) -> HttpResponse:
    found = get_object_or_404(visible_halls(request.access), region__code=code)
    state, tone = open_state(found, now=timezone.now())
    context = {
        "hall": found,
        "region": found.region,
        "state": state,
        "tone": tone,
        "class_tone": CLASS_TONES[Hall.Class(found.hall_class)],
        "opening": opening_text(found),
        "is_closed_down": is_closed_down(found, on=timezone.localdate()),
        "links": links_of(found, access=request.access),
        "may_change": request.access.covers(StorefrontsPermission.MANAGE, found.region),
    }
    return render(request, "storefronts/hall.html", context)


@requires(StorefrontsPermission.MANAGE)
def new_hall(request: PortalRequest) -> HttpResponse:
    picked = picked_region(request.access, permission=StorefrontsPermission.MANAGE)
    initial = {"parent": picked} if picked and picked.level == Level.COUNTY else {}
    form = HallForm(request.POST or None, places=places_for_halls(request.access), is_new=True, initial=initial)
    if form.is_valid():
        try:
            made = services.add_hall(code=form.cleaned_data["code"], values=form.values, by=request.access.actor, now=timezone.now())
        except RegionRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("The hall is added. Its cameras can be registered now."))
            return redirect("storefronts:hall", made.code)
    return _form_page(request, form, title=_("New hall"), back=reverse("storefronts:halls"))


@requires(StorefrontsPermission.MANAGE)
def change_hall(request: PortalRequest, code: str) -> HttpResponse:
    found = get_object_or_404(visible_halls(request.access, StorefrontsPermission.MANAGE), region__code=code)
    back = reverse("storefronts:hall", args=[code])
    initial = initial_of_hall(found, opening=opening_text(found))
    form = HallForm(request.POST or None, places=places_for_halls(request.access), is_new=False, initial=initial)
    if form.is_valid():
        try:
            services.change_hall(hall=found, values=form.values, by=request.access.actor, now=timezone.now())
        except RegionRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("The hall is changed."))
            return redirect(back)
    return _form_page(request, form, title=_("Change {name}").format(name=found.region.display_name), back=back)


def _say(form: HallForm, refused: RegionRefused) -> None:
    field, text = _REFUSED.get(refused.code, (None, gettext_lazy("The region tree does not allow this.")))
    form.add_error(field if field in form.fields else None, text)


def _form_page(request: PortalRequest, form: HallForm, *, title: str, back: str) -> HttpResponse:
    return render(request, "storefronts/form.html", {"form": form, "title": title, "back": back}, status=422 if form.is_bound else 200)
