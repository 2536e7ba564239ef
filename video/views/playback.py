"""Players: one camera, or up to sixteen side by side on one timeline of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import FIRST_YEAR, LAST_YEAR, Day

from ..forms.playback import MOST_CAMERAS, MomentForm
from ..models import Camera
from ..panels.playback import MOST_ROWS, day_url, export_url, lines_of, player_data, timeline_url, watch_url
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.timelines import CameraDay, days_of, nearest_footage
from .browsers import hls_script, let_nodes

MOST_CHOICES = 400
SPEEDS = (0.5, 1, 2, 4, 8)
_BEFORE_NOW = timedelta(seconds=60)


@require_safe
@requires(VideoPermission.VIEW)
def play(request: PortalRequest, gb_id: str) -> HttpResponse:
    camera = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    beside = visible_cameras(request.access).filter(hall=camera.hall_id).values_list("gb_id", flat=True)[:MOST_CAMERAS]
    return _player(request, [camera], beside=list(beside))


@require_safe
@requires(VideoPermission.VIEW)
def playback(request: PortalRequest) -> HttpResponse:
    """Several cameras; without any, a list to choose from."""
    asked = _asked_cameras(request)
    cameras = _found(request, asked[:MOST_CAMERAS])
    if not cameras or "choose" in request.GET:
        return _chooser(request, chosen={camera.gb_id for camera in cameras})
    return _player(request, cameras, left_out=len(asked) - len(cameras))


@require_safe
@requires(VideoPermission.VIEW)
def timeline(request: PortalRequest) -> JsonResponse:
    """The data of the player's page alone, for a day that is still being recorded."""
    cameras = _found(request, _asked_cameras(request)[:MOST_CAMERAS])
    now = timezone.now()
    asked = _asked(request, now)
    days = days_of(cameras, start=asked.day.start, end=asked.day.end, now=now)
    data = player_data(days, start=asked.day.start, end=asked.day.end, now=now, at=asked.at or now)
    return JsonResponse(data, headers={"Cache-Control": "private, no-store"})


@dataclass(frozen=True)
class _Asked:
    day: Day
    at: datetime | None


def _player(request: PortalRequest, cameras: Sequence[Camera], *, beside: Sequence[str] = (), left_out: int = 0) -> HttpResponse:
    now = timezone.now()
    asked = _asked(request, now)
    days = days_of(cameras, start=asked.day.start, end=asked.day.end, now=now)
    at = asked.at or _first_moment(days, asked.day, now)
    lines = lines_of(days)
    gb_ids = [camera.gb_id for camera in cameras]
    context: dict[str, object] = {
        "cameras": cameras,
        "single": cameras[0] if len(cameras) == 1 else None,
        "day": asked.day.day,
        "at": at,
        "is_today": asked.day.start <= now < asked.day.end,
        "has_footage": any(day.spans for day in days),
        "has_archived": any(day.archived for day in days),
        "player": player_data(days, start=asked.day.start, end=asked.day.end, now=now, at=at),
        "lines": lines[:MOST_ROWS],
        "lines_left_out": max(0, len(lines) - MOST_ROWS),
        "left_out": left_out,
        "timeline_url": timeline_url(gb_ids, asked.day.day),
        "before_url": _day_url(gb_ids, asked.day.previous(), asked.at),
        "after_url": _day_url(gb_ids, asked.day.next(), asked.at) if asked.day.end <= now else "",
        "beside_url": watch_url(beside, at) if len(beside) > 1 else "",
        "export_url": export_url(cameras[0], at) if len(cameras) == 1 and _may_export(request, cameras[0]) else "",
        "choose_url": watch_url(gb_ids, at, choose=True),
        "columns": next(size for size in (1, 2, 3, 4) if size * size >= len(cameras)),
        "speeds": SPEEDS,
        "hls": hls_script(),
    }
    if not context["has_footage"]:
        context |= _nearest(cameras, asked.day)
    response = render(request, "video/player.html", context)
    return let_nodes(response, (service for day in days for service in day.services), kinds=("media-src", "connect-src"))


def _may_export(request: PortalRequest, camera: Camera) -> bool:
    return request.access.covers(VideoPermission.EXPORT_EVIDENCE, camera.hall.region)


def _nearest(cameras: Sequence[Camera], day: Day) -> dict[str, object]:
    nearest = nearest_footage(cameras, start=day.start, end=day.end)
    gb_ids = [camera.gb_id for camera in cameras]
    return {
        "nearest": nearest,
        "earlier_url": watch_url(gb_ids, nearest.before - _BEFORE_NOW) if nearest.before else "",
        "later_url": watch_url(gb_ids, nearest.after) if nearest.after else "",
    }


def _chooser(request: PortalRequest, *, chosen: set[str]) -> HttpResponse:
    rows = visible_cameras(request.access)
    cameras = list(rows[: MOST_CHOICES + 1])
    context = {
        "cameras": cameras[:MOST_CHOICES],
        "has_more": len(cameras) > MOST_CHOICES,
        "chosen": chosen,
        "most": MOST_CAMERAS,
        "at": request.GET.get("at", "")[:40],
    }
    return render(request, "video/choose_cameras.html", context)


def _asked_cameras(request: PortalRequest) -> list[str]:
    texts = (one.strip() for text in request.GET.getlist("cameras") for one in text.split(","))
    return list(dict.fromkeys(one for one in texts if one))


def _found(request: PortalRequest, gb_ids: Sequence[str]) -> list[Camera]:
    by_id = {camera.gb_id: camera for camera in visible_cameras(request.access).filter(gb_id__in=gb_ids)}
    return [by_id[gb_id] for gb_id in gb_ids if gb_id in by_id]


def _asked(request: PortalRequest, now: datetime) -> _Asked:
    form = MomentForm(request.GET)
    form.is_valid()
    at, day = form.cleaned_data.get("at"), form.cleaned_data.get("day")
    if at is not None and FIRST_YEAR < at.year < LAST_YEAR and (day is None or timezone.localdate(at) == day):
        return _Asked(Day(timezone.localdate(at)), at)
    if day is not None and FIRST_YEAR < day.year < LAST_YEAR:
        return _Asked(Day(day), None)
    return _Asked(Day(timezone.localdate(now)), None)


def _first_moment(days: Sequence[CameraDay], day: Day, now: datetime) -> datetime:
    """Where a player starts that was asked for no moment: the first footage of a past day, the last minute of today."""
    spans = [span for one in days for span in one.spans]
    if not spans:
        return day.start
    if day.start <= now < day.end:
        last = datetime.fromtimestamp(max(span.end_us for span in spans) / 1_000_000, tz=day.start.tzinfo)
        return max(last - _BEFORE_NOW, day.start)
    return datetime.fromtimestamp(min(span.start_us for span in spans) / 1_000_000, tz=day.start.tzinfo)


def _day_url(gb_ids: Sequence[str], day: Day, at: datetime | None) -> str:
    """The same cameras on another day, at the same time of day where one was asked for."""
    if at is None:
        return day_url(gb_ids, day.day)
    return watch_url(gb_ids, datetime.combine(day.day, timezone.localtime(at).time(), tzinfo=day.start.tzinfo))
