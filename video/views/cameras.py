"""Cameras: list, camera, and the forms they are registered, changed, switched and moved with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import Access, PortalRequest
from portalkit.guards.permissions import requires
from portalkit.imports.permissions import ImportsPermission
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page
from storefronts.selectors import visible_halls

from ..domain.device_ids import DeviceIdWrong, camera_id
from ..filters.cameras import camera_filters
from ..forms.cameras import CameraForm, MoveForm, initial_of_camera
from ..models import Camera
from ..panels.cameras import cause_text, state_text, state_tone
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.looks import last_events
from ..selectors.nodes import visible_nodes, visible_volumes
from ..selectors.outages import last_gaps
from ..services import cameras as services
from ..services.dialling import address_refusals
from ..services.texts import words_of_refusal
from ..tables.cameras import CAMERAS, EVENTS, GAPS
from .register_forms import form_page

_GAPS_SHOWN = 10
_EVENTS_SHOWN = 6
_PREFILLED = ("name", "hall", "node", "onvif_url", "main_url", "sub_url")


@requires(VideoPermission.VIEW)
def cameras(request: PortalRequest) -> HttpResponseBase:
    access = request.access
    can_manage = access.can(VideoPermission.MANAGE)
    can_import = access.everywhere(VideoPermission.IMPORT) and access.everywhere(ImportsPermission.UPLOAD)
    filters = camera_filters(nodes=visible_nodes(access)).bind(request.GET, access=access, permission=VideoPermission.VIEW)
    context: dict[str, Any] = {
        "can_manage": can_manage,
        "passwords_url": filters.link(reverse("video:camera_passwords")),
        "can_import": can_import,
        "empty_reason": _("No camera is registered yet. Import the list of cameras, or register the first one by hand."),
    }
    if can_import:
        context |= {"empty_url": f"{reverse('imports:upload')}?kind=cameras", "empty_label": _("Import cameras")}
    elif can_manage:
        context |= {"empty_url": reverse("video:new_camera"), "empty_label": _("Register a camera")}
    return list_page(
        request,
        table=CAMERAS,
        rows=visible_cameras(access),
        filters=filters,
        template="video/register/cameras.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW)
def camera(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    region = found.hall.region
    covers = request.access.covers
    context = {
        "camera": found,
        "status": getattr(found, "status", None),
        "state": state_text(found),
        "tone": state_tone(found),
        "cause": cause_text(found),
        "refusals": [words_of_refusal(refused) for refused in dict.fromkeys(address_refusals(found).values())],
        "id_fields": _id_fields(found),
        "gaps": plain_panel(GAPS, last_gaps(found, limit=_GAPS_SHOWN)),
        "events": plain_panel(EVENTS, last_events(found, limit=_EVENTS_SHOWN)),
        "may_manage": covers(VideoPermission.MANAGE, region),
        "may_operate": covers(VideoPermission.OPERATE, region),
    }
    return render(request, "video/register/camera.html", context)


@requires(VideoPermission.MANAGE)
def new_camera(request: PortalRequest) -> HttpResponse:
    access = request.access
    initial = {name: request.GET[name] for name in _PREFILLED if request.GET.get(name)}
    form = CameraForm(request.POST or None, **_choices(access), initial=initial)
    if form.is_valid():
        try:
            made = services.add_camera(gb_id=form.cleaned_data["gb_id"], values=form.values, by=access.actor, now=timezone.now())
        except services.CameraIdTaken:
            form.add_error("gb_id", _("Another camera has this device id."))
        else:
            messages.success(request, _("The camera is registered. Its node begins to record within seconds."))
            return redirect("video:camera", made.gb_id)
    return form_page(request, form, title=_("Register a camera"), back=reverse("video:cameras"))


@requires(VideoPermission.MANAGE)
def change_camera(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.MANAGE), gb_id=gb_id)
    back = reverse("video:camera", args=[gb_id])
    form = CameraForm(request.POST or None, **_choices(request.access), camera=found, initial=initial_of_camera(found))
    if form.is_valid():
        services.change_camera(camera=found, values=form.values, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The camera is changed."))
        return redirect(back)
    return form_page(request, form, title=_("Change {name}").format(name=found.name), back=back)


@require_POST
@requires(VideoPermission.OPERATE)
def switch_camera(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.OPERATE), gb_id=gb_id)
    wanted = request.POST.get("record") == "on"
    services.switch_camera(camera=found, is_enabled=wanted, by=request.access.actor, now=timezone.now())
    messages.success(request, _("Recording starts within seconds.") if wanted else _("Recording stops within seconds. Footage stays."))
    return redirect("video:camera", gb_id)


@requires(VideoPermission.OPERATE)
def move_camera(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.OPERATE), gb_id=gb_id)
    back = reverse("video:camera", args=[gb_id])
    nodes = visible_nodes(request.access, VideoPermission.OPERATE)
    form = MoveForm(request.POST if request.method == "POST" else None, nodes=nodes, initial={"node": found.node_id})
    if form.is_valid():
        services.move_camera(camera=found, node=form.cleaned_data["node"], by=request.access.actor, now=timezone.now())
        messages.success(request, _("The camera is moved. Its footage stays where it is and can still be played."))
        return redirect(back)
    return form_page(request, form, title=_("Move {name} to another node").format(name=found.name), back=back)


def _choices(access: Access) -> dict[str, Any]:
    manage = VideoPermission.MANAGE
    return {
        "halls": visible_halls(access, manage),
        "nodes": visible_nodes(access, manage),
        "volumes": visible_volumes(access, manage),
    }


def _id_fields(found: Camera) -> list[tuple[str, str]]:
    try:
        fields = camera_id(found.gb_id)
    except DeviceIdWrong:
        return []
    return [
        (_("Centre code"), fields.centre),
        (_("Industry code"), fields.industry),
        (_("Type code"), fields.kind),
        (_("Serial digits"), fields.network + fields.serial),
    ]
