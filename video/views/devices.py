"""What a device says of itself, taken over by a person; devices found near a node."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.jobs.models import JobState

from ..domain.devices import DeviceReading, FoundDevice
from ..models import Camera
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.devices import cameras_by_host, last_reading, last_search
from ..selectors.nodes import visible_nodes
from ..services import devices as services

_MOST_SKEW_SECONDS = 30


@dataclass(frozen=True)
class _Listed:
    device: FoundDevice
    camera: Camera | None
    register_url: str


@requires(VideoPermission.MANAGE)
def device(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.MANAGE), gb_id=gb_id)
    job = last_reading(found)
    is_done = job is not None and job.state == JobState.DONE and "reading" in job.result
    reading = DeviceReading.from_json(job.result["reading"]) if job is not None and is_done else None
    context = {
        "camera": found,
        "job": job,
        "reading": reading,
        "is_skewed": reading is not None and abs(reading.skew_seconds) > _MOST_SKEW_SECONDS,
    }
    return render(request, "video/register/device.html", context)


@require_POST
@requires(VideoPermission.MANAGE)
def read_device(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.MANAGE), gb_id=gb_id)
    job = services.ask_device(camera=found, by=request.access.actor, now=timezone.now())
    return redirect("jobs:job", job.pk)


@require_POST
@requires(VideoPermission.MANAGE)
def take_over(request: PortalRequest, gb_id: str) -> HttpResponse:
    found = get_object_or_404(visible_cameras(request.access, VideoPermission.MANAGE), gb_id=gb_id)
    number = request.POST.get("job", "")
    try:
        services.take_over_reading(
            camera=found,
            job_id=int(number) if number.isdecimal() and len(number) < 19 else 0,
            main=request.POST.get("main", ""),
            sub=request.POST.get("sub", ""),
            by=request.access.actor,
            now=timezone.now(),
        )
    except services.ReadingGone:
        messages.error(request, _("This reading is no longer there. Read the device again."))
        return redirect("video:device", gb_id)
    messages.success(request, _("What the device says is taken over."))
    return redirect("video:camera", gb_id)


@requires(VideoPermission.MANAGE)
def search_result(request: PortalRequest, name: str) -> HttpResponse:
    found = get_object_or_404(visible_nodes(request.access, VideoPermission.MANAGE), name=name)
    job = last_search(found)
    devices = [FoundDevice(**one) for one in job.result.get("devices", ())] if job is not None and job.state == JobState.DONE else []
    known = cameras_by_host(device.host for device in devices)
    new = reverse("video:new_camera")
    listed = [
        _Listed(one, known.get(one.host), f"{new}?{urlencode({'onvif_url': one.url, 'name': one.name, 'node': found.pk})}")
        for one in devices
    ]
    context = {"node": found, "job": job, "is_done": job is not None and job.state == JobState.DONE, "devices": listed}
    return render(request, "video/register/search.html", context)


@require_POST
@requires(VideoPermission.MANAGE)
def search(request: PortalRequest, name: str) -> HttpResponse:
    found = get_object_or_404(visible_nodes(request.access, VideoPermission.MANAGE), name=name)
    job = services.ask_search(node=found, by=request.access.actor, now=timezone.now())
    return redirect("jobs:job", job.pk)
