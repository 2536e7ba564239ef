"""Camera walls: the list, a wall of a layout or of cameras named in the address, the form of a layout."""

import re
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
from portalkit.live.views import fragment
from portalkit.tables.views import list_page

from ..forms.walls import CHOICES, WallForm, camera_text
from ..models import WallLayout
from ..panels.walls import tile_panels, wall_of_cameras, wall_version
from ..permissions import VideoPermission
from ..selectors import walls as selectors
from ..selectors.cameras import visible_cameras
from ..selectors.media_links import media_service
from ..selectors.walls import LARGEST, Tile
from ..services.walls import WallValues, remove_wall, save_wall
from ..tables.walls import WALLS
from .browsers import let_nodes

EVERY = 10  # seconds between two looks at the states
PICTURE_SECONDS = 2
_ID = re.compile(r"\d{20}")


@requires(VideoPermission.VIEW)
def walls(request: PortalRequest) -> HttpResponseBase:
    return list_page(
        request,
        table=WALLS,
        rows=selectors.visible_walls(request.access),
        template="video/walls.html",
        context={
            "empty_reason": _("A wall shows 4, 9 or 16 cameras side by side. Make one, or open a hall and show its cameras."),
            "empty_url": reverse("video:new_wall"),
            "empty_label": _("New camera wall"),
        },
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW)
def wall(request: PortalRequest, pk: int) -> HttpResponse:
    layout = get_object_or_404(selectors.visible_walls(request.access), pk=pk)
    tiles = selectors.tiles_of_layout(request.access, layout, now=timezone.now())
    extra = {"layout": layout, "may_change": selectors.may_change(request.access, layout)}
    return _page(request, tiles, title=layout.name, state_url=reverse("video:wall_state", args=[pk]), extra=extra)


@requires(VideoPermission.VIEW)
def wall_state(request: PortalRequest, pk: int) -> HttpResponse:
    layout = get_object_or_404(selectors.visible_walls(request.access), pk=pk)
    return _state(request, selectors.tiles_of_layout(request.access, layout, now=timezone.now()))


@requires(VideoPermission.VIEW)
def wall_of(request: PortalRequest) -> HttpResponse:
    """`?cameras=` holds device ids with commas between."""
    gb_ids = _asked(request)
    tiles = selectors.tiles_of_cameras(request.access, gb_ids, now=timezone.now())
    state_url = wall_of_cameras(gb_ids).replace(reverse("video:wall_of"), reverse("video:wall_of_state"))
    return _page(request, tiles, title=_("Camera wall"), state_url=state_url, extra={})


@requires(VideoPermission.VIEW)
def wall_of_state(request: PortalRequest) -> HttpResponse:
    return _state(request, selectors.tiles_of_cameras(request.access, _asked(request), now=timezone.now()))


@requires(VideoPermission.VIEW)
def new_wall(request: PortalRequest) -> HttpResponse:
    """`?cameras=` fills the first places."""
    asked = visible_cameras(request.access).filter(gb_id__in=_asked(request))
    initial: dict[str, Any] = {f"place_{place}": camera_text(camera) for place, camera in enumerate(asked, start=1)}
    initial |= {"size": next((size for size in WallLayout.Size.values if size >= len(initial)), LARGEST)}
    return _form(request, None, initial=initial, hidden=frozenset())


@requires(VideoPermission.VIEW)
def change_wall(request: PortalRequest, pk: int) -> HttpResponse:
    layout = get_object_or_404(selectors.changeable_walls(request.access), pk=pk)
    tiles = selectors.tiles_of_layout(request.access, layout, now=timezone.now())
    seen = {tile.position: tile.camera for tile in tiles if tile.camera}
    initial = {"name": layout.name, "size": layout.size, "hall": layout.hall.code if layout.hall else ""}
    initial |= {f"place_{position}": camera_text(camera) for position, camera in seen.items()}
    hidden = frozenset(layout.places.values_list("position", flat=True)) - seen.keys()
    return _form(request, layout, initial=initial, hidden=hidden)


@require_POST
@requires(VideoPermission.VIEW)
def remove_wall_for_good(request: PortalRequest, pk: int) -> HttpResponse:
    layout = get_object_or_404(selectors.changeable_walls(request.access), pk=pk)
    remove_wall(layout=layout, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The camera wall is removed."))
    return redirect("video:walls")


def _asked(request: PortalRequest) -> list[str]:
    return _ID.findall(request.GET.get("cameras", "")[: LARGEST * 21])[:LARGEST]


def _page(request: PortalRequest, tiles: list[Tile], *, title: str, state_url: str, extra: dict[str, Any]) -> HttpResponse:
    panels = tile_panels(tiles)
    context = {
        "title": title,
        "tiles": panels,
        "size": len(panels),
        "shown": [one for one in panels if one.gb_id],
        "every": EVERY,
        "picture_seconds": PICTURE_SECONDS,
        "version": wall_version(panels),
        "state_url": state_url,
        "keep_url": f"{reverse('video:new_wall')}?cameras={','.join(one.gb_id for one in panels if one.gb_id)}",
        **extra,
    }
    services = {media_service(tile.camera.node) for tile in tiles if tile.camera}
    return let_nodes(render(request, "video/wall.html", context), services, kinds=("img-src",))


def _state(request: PortalRequest, tiles: list[Tile]) -> HttpResponse:
    panels = tile_panels(tiles)
    context = {"shown": [one for one in panels if one.gb_id]}
    return fragment(request, version=wall_version(panels), template="video/_wall_states.html", context=context)


def _form(request: PortalRequest, layout: WallLayout | None, *, initial: dict[str, Any], hidden: frozenset[int]) -> HttpResponse:
    access = request.access
    form = WallForm(
        request.POST or None,
        initial=initial,
        halls=list(selectors.halls_to_lay_out(access)),
        find=lambda ids: visible_cameras(access).filter(gb_id__in=ids),
        hidden=hidden,
    )
    if form.is_valid():
        hall = form.chosen_hall
        owner = None if hall else request.user
        values = WallValues(
            name=form.cleaned_data["name"], size=form.cleaned_data["size"], hall=hall, owner=owner, cameras=form.cameras, untouched=hidden
        )
        saved = save_wall(layout=layout, values=values, by=access.actor, now=timezone.now())
        messages.success(request, _("The camera wall is saved."))
        return redirect("video:wall", saved.pk)
    context = {
        "form": form,
        "head": [form[name] for name in ("name", "hall", "size")],
        "places": [form[f"place_{position}"] for position in range(1, LARGEST + 1)],
        "layout": layout,
        "list_id": CHOICES,
        "choices": [camera_text(camera) for camera in selectors.cameras_to_choose(access)],
        "back": reverse("video:wall", args=[layout.pk]) if layout else reverse("video:walls"),
    }
    return render(request, "video/wall_form.html", context, status=422 if form.is_bound else 200)
