"""How long footage is kept: cameras, volumes, one camera with its days."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.keeping import camera_filters, volume_filters
from ..forms.keeping import KeepDaysForm
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.keeping import cameras_kept, holdings_of, holds_of, volumes_kept
from ..selectors.nodes import visible_nodes
from ..services.retention import set_keep_days
from ..tables.keeping import CAMERAS, VOLUMES, bytes_needed, days_of, recorded_share, wish_of


@requires(VideoPermission.VIEW)
def retention(request: PortalRequest) -> HttpResponseBase:
    context = {"tabs": _tabs("retention"), "empty_reason": _("No camera is registered where you may watch cameras.")}
    return list_page(
        request,
        table=CAMERAS,
        rows=cameras_kept(request.access),
        filters=camera_filters().bind(request.GET, access=request.access, permission=VideoPermission.VIEW),
        template="video/retention.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW)
def retention_volumes(request: PortalRequest) -> HttpResponseBase:
    access = request.access
    filters = volume_filters(nodes=visible_nodes(access)).bind(request.GET, access=access, permission=VideoPermission.VIEW)
    context = {"tabs": _tabs("retention_volumes"), "empty_reason": _("No storage node with a volume is registered in your regions.")}
    return list_page(
        request,
        table=VOLUMES,
        rows=volumes_kept(access),
        filters=filters,
        template="video/retention.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW, write=VideoPermission.MANAGE)
def kept_camera(request: PortalRequest, gb_id: str) -> HttpResponse:
    """What is held of one camera; whoever manages cameras sets its days."""
    needed = VideoPermission.MANAGE if request.method == "POST" else VideoPermission.VIEW
    camera: Any = get_object_or_404(cameras_kept(request.access, needed), gb_id=gb_id)
    options = {"legal_days": camera.legal_retention_days, "usual_days": settings.NOC_VIDEO_KEEP_DAYS}
    form = KeepDaysForm(request.POST or None, initial={"days": camera.keep_days}, **options)
    if request.method == "POST" and form.is_valid():
        rows = visible_cameras(request.access, VideoPermission.MANAGE)
        chosen = rows.filter(hall=camera.hall) if form.cleaned_data["whole_hall"] else rows.filter(pk=camera.pk)
        count = set_keep_days(cameras=list(chosen), days=form.cleaned_data["days"], by=request.access.actor, now=timezone.now())
        messages.success(
            request, ngettext("The days of {count} camera are set.", "The days of {count} cameras are set.", count).format(count=count)
        )
        return redirect("video:kept_camera", gb_id)
    access, region = request.access, camera.hall.region
    context = {
        "camera": camera,
        "form": form,
        "may_set": access.covers(VideoPermission.MANAGE, region),
        "may_hold": access.covers(VideoPermission.HOLD, region),
        "may_export": access.covers(VideoPermission.EXPORT_EVIDENCE, region),
        "days_held": days_of(camera.held_for),
        "share": recorded_share(camera),
        "wish": wish_of(camera),
        "needed": bytes_needed(camera),
        "holdings": holdings_of(camera),
        "holds": holds_of(camera),
    }
    return render(request, "video/kept_camera.html", context, status=422 if form.is_bound else 200)


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    labels = {"retention": _("Cameras"), "retention_volumes": _("Volumes")}
    return [(label, reverse(f"video:{name}"), name == current) for name, label in labels.items()]
