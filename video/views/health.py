"""What goes on now: the province, a hall, a node. Each page has a fragment that keeps it true while it stays open."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.alarms.permissions import AlarmsPermission
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page
from storefronts.models import Hall
from storefronts.panels import opening_text
from storefronts.permissions import StorefrontsPermission

from ..domain.causes import CameraState
from ..domain.health import NodeState
from ..filters.health import HALL_FILTERS, has_state
from ..models import StorageNode
from ..panels.health import NODE_LABELS, NODE_TONES, STATE_TONES, camera_stats, gap_stat, lag_text, overview_stats, state_label
from ..panels.maps import hall_map
from ..panels.walls import wall_of_cameras
from ..permissions import VideoPermission
from ..selectors import health as selectors
from ..selectors.health import HallPage, NodePage, Overview
from ..tables.health import HALLS, TROUBLED, camera_table, node_table, volume_table

EVERY = 15  # seconds between two polls
STALE = 120  # seconds without word of any recorder after which the page says so
TROUBLED_SHOWN = 10


@requires(VideoPermission.VIEW)
def overview(request: PortalRequest) -> HttpResponse:
    found, context = _overview(request)
    query = f"?region={context['region'].code}" if context["region"] else ""
    context |= {"live": _live(reverse("video:overview_state") + query, found), "found": found}
    return render(request, "video/overview.html", context)


@requires(VideoPermission.VIEW)
def overview_state(request: PortalRequest) -> HttpResponse:
    found, context = _overview(request)
    return fragment(request, version=found.version, template="video/_overview.html", context=context, as_of=found.as_of)


@requires(VideoPermission.VIEW)
def halls(request: PortalRequest) -> HttpResponseBase:
    """The states are worked out for the halls that the other filters leave."""
    access, now = request.access, timezone.now()
    visible = selectors.visible_halls(access)
    filters = HALL_FILTERS.bind(request.GET, access=access, permission=VideoPermission.VIEW)
    lines = selectors.halls_by_state(access, halls=filters.apply(visible), now=now)
    return list_page(
        request,
        table=HALLS,
        rows=[line for line in lines if has_state(line.state, filters.values["state"])],
        filters=filters,
        template="video/halls.html",
        context={
            "empty_reason": _("No hall passes these filters now.")
            if filters.is_active
            else _("Halls are registered or imported by whoever keeps the register of halls.")
        },
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW)
def hall(request: PortalRequest, code: str) -> HttpResponse:
    access, now = request.access, timezone.now()
    found = _hall(request, code, now=now)
    context = _hall_context(request, found, now=now)
    context |= {
        "live": _live(reverse("video:hall_state", args=[code]), found),
        "opening": opening_text(found.hall),
        "wall_url": wall_of_cameras([line.camera.gb_id for line in found.cameras]),
        "register_url": reverse("storefronts:hall", args=[code]) if access.covers(StorefrontsPermission.VIEW, found.hall.region) else "",
        "alarms_url": f"{reverse('alarms:list')}?region={code}" if access.can(AlarmsPermission.VIEW) else "",
    }
    return render(request, "video/hall.html", context)


@requires(VideoPermission.VIEW)
def hall_state(request: PortalRequest, code: str) -> HttpResponse:
    now = timezone.now()
    found = _hall(request, code, now=now)
    context = _hall_context(request, found, now=now)
    return fragment(request, version=found.version, template="video/_hall.html", context=context, as_of=found.as_of)


@requires(VideoPermission.VIEW)
def node_health(request: PortalRequest, name: str) -> HttpResponse:
    now = timezone.now()
    found = _node(request, name, now=now)
    context = _node_context(request, found, now=now)
    return render(request, "video/node_health.html", context | {"live": _live(reverse("video:node_state", args=[name]), found)})


@requires(VideoPermission.VIEW)
def node_state(request: PortalRequest, name: str) -> HttpResponse:
    now = timezone.now()
    found = _node(request, name, now=now)
    context = _node_context(request, found, now=now)
    return fragment(request, version=found.version, template="video/_node_health.html", context=context, as_of=found.as_of)


def _live(url: str, found: Overview | HallPage | NodePage) -> dict[str, Any]:
    return {"url": url, "version": found.version, "every": EVERY, "as_of": found.as_of, "stale": STALE}


def _overview(request: PortalRequest) -> tuple[Overview, dict[str, Any]]:
    now = timezone.now()
    region = picked_region(request.access, requested=request.GET.get("region", ""), permission=VideoPermission.VIEW)
    found = selectors.overview(request.access, now=now, region=region)
    troubled = [line for line in found.halls if line.state in (CameraState.FAILING, CameraState.UNKNOWN, CameraState.CONNECTING)]
    context = {
        "found": found,
        "region": region,
        "stats": overview_stats(found),
        "map": hall_map(found.halls),
        "troubled": plain_panel(TROUBLED, troubled[:TROUBLED_SHOWN]),
        "troubled_more": max(len(troubled) - TROUBLED_SHOWN, 0),
        "nodes": plain_panel(node_table(now=now), found.nodes),
        "silent": [line.node for line in found.nodes if line.state is NodeState.LOST],
    }
    return found, context


def _hall(request: PortalRequest, code: str, *, now: datetime) -> HallPage:
    try:
        return selectors.hall_page(request.access, code=code, now=now)
    except Hall.DoesNotExist:
        raise Http404 from None


def _hall_context(request: PortalRequest, found: HallPage, *, now: datetime) -> dict[str, Any]:
    state = found.tally.worst
    return {
        "found": found,
        "hall": found.hall,
        "state": state_label(state),
        "tone": STATE_TONES[state],
        "stats": [*camera_stats(found.tally), gap_stat(found.lost, found.share)],
        "cameras": plain_panel(camera_table(now=now, access=request.access), found.cameras),
    }


def _node(request: PortalRequest, name: str, *, now: datetime) -> NodePage:
    try:
        return selectors.node_page(request.access, name=name, now=now)
    except StorageNode.DoesNotExist:
        raise Http404 from None


def _node_context(request: PortalRequest, found: NodePage, *, now: datetime) -> dict[str, Any]:
    line = found.line
    return {
        "found": found,
        "node": line.node,
        "status": line.status,
        "state": NODE_LABELS[line.state],
        "tone": NODE_TONES[line.state],
        "is_lost": line.state is NodeState.LOST,
        "lag": lag_text(line),
        "volumes": plain_panel(volume_table(now=now), line.volumes),
        "cameras": plain_panel(camera_table(now=now, access=request.access, of_node=True), found.cameras),
    }
