"""A camera as it is now: the player's page, the address that it plays, a still picture."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..domain.media_tokens import VIEWING_SECONDS
from ..panels.live import live_data, state_data
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.media_links import live_links, media_service, snapshot_address
from ..services.snapshots import newest_snapshot
from ..services.viewing import note_watching
from .browsers import hls_script, let_nodes

_PLAIN = "text/plain; charset=utf-8"
_FEW_SECONDS = "private, max-age=2"


@require_safe
@requires(VideoPermission.VIEW)
def live(request: PortalRequest, gb_id: str) -> HttpResponse:
    camera = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    service = media_service(camera.node)
    context = {
        "camera": camera,
        "state": state_data(camera),
        "data": live_data(camera),
        "has_service": bool(service),
        "hls": hls_script(),
    }
    return let_nodes(render(request, "video/live.html", context), [service], kinds=("media-src", "connect-src", "img-src"))


@require_safe
@requires(VideoPermission.VIEW)
def live_address(request: PortalRequest, gb_id: str) -> JsonResponse:
    """For one browser and two minutes. The page comes again before they are over, with the word for its viewing."""
    camera = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    now = timezone.now()
    links = live_links(camera, now=now)
    answer: dict[str, object] = {"now": int(now.timestamp() * 1000), "state": state_data(camera), "address": None}
    if links is not None:
        viewing = note_watching(camera=camera, viewing=request.GET.get("viewing", "")[:80], by=request.access.actor, now=now)
        answer |= {
            "address": links.address,
            "renewal": links.renewal,
            "token": links.token,
            "viewing": viewing,
            "again": VIEWING_SECONDS // 3,
        }
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


@require_safe
@requires(VideoPermission.VIEW)
def snapshot(request: PortalRequest, gb_id: str) -> HttpResponse:
    """The newest picture: at its node, or decoded here where the footage lies on this machine."""
    camera = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    now = timezone.now()
    address = snapshot_address(camera, now=now)
    if address is not None:
        return HttpResponse(status=307, headers={"Location": address, "Cache-Control": _FEW_SECONDS})
    found = newest_snapshot(camera, now=now)
    if found is None:
        return HttpResponse(_("No picture"), status=404, content_type=_PLAIN, headers={"Cache-Control": "no-store"})
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": _FEW_SECONDS}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(found.jpeg, content_type="image/jpeg", headers=headers)
