"""The wall of screens and its fragment, and the pictures on it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from portalkit.access.selectors import PortalRequest
from portalkit.files.models import StoredFile
from portalkit.files.views import send_part
from portalkit.filters import BoundFilters
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment
from storefronts.selectors import visible_halls

from ..models import ContentVersion, Screenshot
from ..panels.wall import emergency_panels, tiles_by_hall, wall_range, wall_stats, wall_version
from ..permissions import SignagePermission
from ..selectors.emergencies import any_emergency, running_emergencies
from ..selectors.screens import visible_screens, with_states
from ..selectors.walls import Wall, versions_playing, wall_of_screens
from .screens import bound_filters

EVERY = 15  # seconds between two polls
STALE = 180  # seconds without word of any screen shown after which the page says so
_KEEP_A_DAY = "private, max-age=86400, immutable"


@requires(SignagePermission.VIEW)
def wall(request: PortalRequest) -> HttpResponse:
    found, context = _wall(request)
    query = context["filters"].query(page=found.page if found.page > 1 else None)
    state_url = reverse("signage:wall_state") + (f"?{query}" if query else "")
    live = {"url": state_url, "version": context["version"], "every": EVERY, "as_of": found.as_of, "stale": STALE}
    context |= {"live": live, "filter_target": "#results"}
    template = "_wall_results" if request.htmx and not request.htmx.boosted else "wall"
    return render(request, f"signage/screens/{template}.html", context)


@requires(SignagePermission.VIEW)
def wall_state(request: PortalRequest) -> HttpResponse:
    found, context = _wall(request)
    return fragment(request, version=context["version"], template="signage/screens/_wall.html", context=context, as_of=found.as_of)


@requires(SignagePermission.VIEW)
def hall_screens(request: PortalRequest, code: str) -> HttpResponse:
    """The wall of one hall; what the hall's page links to."""
    hall = get_object_or_404(visible_halls(request.access, SignagePermission.VIEW), region__code=code)
    return redirect(f"{reverse('signage:wall')}?region={hall.code}")


@requires(SignagePermission.VIEW)
def playing_picture(request: PortalRequest, pk: int, version: int) -> HttpResponseBase:
    """The thumbnail of a content version that the screen plays by its last word."""
    screen = get_object_or_404(visible_screens(request.access), pk=pk)
    if version not in versions_playing(screen):
        raise Http404
    found = get_object_or_404(ContentVersion.objects.select_related("thumbnail"), pk=version, thumbnail__isnull=False)
    assert found.thumbnail is not None
    return _picture(request, found.thumbnail, content_type="image/webp")


@requires(SignagePermission.VIEW)
def screenshot(request: PortalRequest, pk: int, number: int) -> HttpResponseBase:
    """A picture taken at the screen."""
    screen = get_object_or_404(visible_screens(request.access), pk=pk)
    found = get_object_or_404(Screenshot.objects.select_related("file"), pk=number, screen=screen)
    return _picture(request, found.file, content_type="image/jpeg")


def _picture(request: PortalRequest, file: StoredFile, *, content_type: str) -> HttpResponseBase:
    try:
        return send_part(request, file, content_type=content_type, cache_control=_KEEP_A_DAY)
    except FileNotFoundError:
        return HttpResponse(status=410)


def _wall(request: PortalRequest) -> tuple[Wall, dict[str, Any]]:
    filters = bound_filters(request, with_layouts=False)
    now = timezone.now()
    rows = with_states(visible_screens(request.access), now=now).annotate(emergency_runs=any_emergency(request.access, now=now))
    others = BoundFilters(tuple(field for field in filters.fields if field.key != "state")).apply(rows)
    found = wall_of_screens(others, states=filters.values["state"], page=_page(request))
    is_calm = found.tiles and not vars(found.tiles[0].screen)["emergency_runs"]  # asked with the screens: mostly there is none
    running = [] if is_calm else running_emergencies(request.access, now=now)
    halls, stats, emergencies = tiles_by_hall(found, running), wall_stats(found, filters), emergency_panels(running)
    context = {
        "filters": filters,
        "halls": halls,
        "stats": stats,
        "emergencies": emergencies,
        "range": wall_range(found),
        "version": wall_version(halls, stats, emergencies),
        "previous_url": "?" + filters.query(page=found.page - 1) if found.page > 1 else "",
        "next_url": "?" + filters.query(page=found.page + 1) if found.page < found.pages else "",
        "wall_url": reverse("signage:wall"),
    }
    return found, context


def _page(request: PortalRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
