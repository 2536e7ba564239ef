"""What is on a screen at a moment, and why; and its programme day by day."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..models import Screen
from ..panels.on_screen import OnScreenPanel, day_panels, on_screen_panel
from ..permissions import SignagePermission
from ..selectors.library import with_thumbnail_to_show
from ..selectors.on_screen import OnScreen, on_screen, plan_of
from ..selectors.screens import visible_screens
from .spans import EARLIEST, LATEST, span_of, ways

MOST_CHOICES = 500


@requires(SignagePermission.VIEW)
def what_is_on(request: PortalRequest) -> HttpResponse:
    """`?screen=` and `?at=` (local time; now when left out), `?media=reported` for what the screen said it holds."""
    screen = _screen(request)
    at = _moment(request.GET.get("at", ""))
    is_reported = request.GET.get("media") == "reported"
    panel = _panel(request, on_screen(screen, at, is_reported=is_reported, now=timezone.now())) if screen else None
    context = {
        "screen": screen,
        "at": at,
        "is_past": at < timezone.now() - timedelta(minutes=1),
        "is_reported": is_reported,
        "panel": panel,
        "screens": _choices(request),
    }
    return render(request, "signage/programme/on_screen.html", context)


@requires(SignagePermission.VIEW)
def calendar(request: PortalRequest) -> HttpResponse:
    """`?screen=` and `?from=`: a week from that Monday, or with `?span=month` the month."""
    screen, span = _screen(request), span_of(request)
    context: dict[str, Any] = {
        "ways": ways("calendar"),
        "screen": screen,
        "screens": _choices(request),
        "has_zones": screen is not None and screen.layout is not None,
        "span": span,
        "today": timezone.localdate(),
        "days": day_panels(plan_of(screen, span.first, days=span.days), zone=screen.time_zone) if screen else [],
    }
    return render(request, "signage/programme/calendar.html", context)


def _panel(request: PortalRequest, found: OnScreen) -> OnScreenPanel:
    return on_screen_panel(found, pictured=with_thumbnail_to_show(request.access, versions=found.versions))


def _screen(request: PortalRequest) -> Screen | None:
    """The one asked for; the first one when none was. A foreign one is not found."""
    rows = visible_screens(request.access).filter(is_enabled=True)
    asked = request.GET.get("screen", "")
    if not asked:
        return rows.first()
    return get_object_or_404(
        visible_screens(request.access), pk=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    )


def _choices(request: PortalRequest) -> list[Screen]:
    return list(visible_screens(request.access).filter(is_enabled=True)[:MOST_CHOICES])


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return timezone.now().replace(microsecond=0)
    if not EARLIEST.year <= found.year <= LATEST.year:
        return timezone.now().replace(microsecond=0)
    return found if timezone.is_aware(found) else timezone.make_aware(found)
