"""The manifest: everything that a screen's player needs to play for three weeks without asking."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from portalkit.calendars.domain.days import Workdays
from portalkit.calendars.selectors import workdays

from ..domain.days import Horizon, horizon_of, midnight, milliseconds, zone_named
from ..domain.downloads import Intervals, outside, spread_ms
from ..domain.etags import etag_of
from ..domain.kinds import MAIN_ZONE, ScheduleKind
from ..domain.media_links import expiry_of, signature
from ..domain.standby import by_zone, rank, within
from ..models import MediaFile, ScheduleRevision, Screen
from .on_air import ON_SCREEN, OnAir, on_air_for
from .recurring import occurrences, weekly
from .unrolling import Unrolled

FORMAT = 1
REPORT_EVERY_MS = 60_000
GRID = 12
MEDIA_PATH = "/player/media/"


def build_manifest(screen: Screen, now: datetime, *, as_of: datetime | None = None) -> dict[str, Any]:
    """What the screen is to play from yesterday's midnight, its own, for three weeks: see docs/algorithms/playlist-resolution.md for how a
    player reads it. Everything but `events`, which depends on how the player came here. Ten queries.

    Out of service, the screen has no programme and is off. `as_of`: with what was on air at that moment instead of what is; place, tags and
    layout are those of today.
    """
    found = Screen.objects.select_related("hall__region", "layout").prefetch_related("tags", "layout__zones").get(pk=screen.pk)
    horizon = horizon_of(now, zone=zone_named(found.time_zone))
    on_air = on_air_for(found, day=horizon.first_day, since=horizon.since, as_of=as_of) if found.is_enabled else []
    unrolled = Unrolled([one.revision for one in on_air])
    special = workdays()
    zones = _zones(found)
    path = found.hall.region.path
    return {
        "format": FORMAT,
        "revision": found.revision,
        "etag": etag_of(revision=found.revision, day=horizon.number, path=path, is_enabled=found.is_enabled),
        "built": milliseconds(now),
        "horizon": horizon.ms,
        "screen": _screen(found, horizon),
        "layout": zones,
        "schedules": _schedules(on_air, horizon, unrolled, special),
        "defaults": _defaults(on_air, horizon, unrolled, [zone["name"] for zone in zones["zones"]]),
        "media": _media(unrolled, horizon),
        "download": _download(found, horizon),
        "report_every": REPORT_EVERY_MS,
    }


def media_secret() -> bytes:
    """What addresses of media are signed with."""
    return str(settings.SECRET_KEY).encode()


def _screen(screen: Screen, horizon: Horizon) -> dict[str, Any]:
    since, until = horizon.ms
    on = weekly(screen.hours, horizon) if screen.hours else [(since, until)]
    return {
        "id": screen.pk,
        "name": screen.name,
        "hall": screen.hall.region.name,
        "zone": horizon.zone.key,
        "volume": screen.volume,
        "orientation": screen.orientation,
        "off": outside(on, since=since, until=until) if screen.is_enabled else [(since, until)],
    }


def _zones(screen: Screen) -> dict[str, Any]:
    if screen.layout is None:
        whole = {"name": MAIN_ZONE, "left": 0, "top": 0, "width": GRID, "height": GRID}
        return {"columns": GRID, "rows": GRID, "zones": [whole]}
    names = ("name", "left", "top", "width", "height")
    zones = [{name: getattr(zone, name) for name in names} for zone in screen.layout.zones.all()]
    return {"columns": screen.layout.columns, "rows": screen.layout.rows, "zones": zones}


def _schedules(on_air: Iterable[OnAir], horizon: Horizon, unrolled: Unrolled, special: Workdays) -> list[dict[str, Any]]:
    """Of what begins after the horizon the player hears later."""
    found = []
    for revision in (one.revision for one in on_air if one.revision.schedule.kind != ScheduleKind.DEFAULT):
        if intervals := _intervals(revision, horizon, special):
            found.append(_schedule(revision, intervals, unrolled))
    return found


def _schedule(revision: ScheduleRevision, intervals: Intervals, unrolled: Unrolled) -> dict[str, Any]:
    kind = revision.schedule.kind
    return {
        "id": revision.schedule_id,
        "revision": revision.number,
        "title": revision.schedule.title,
        "kind": kind,
        "zone": revision.zone or MAIN_ZONE,
        "priority": revision.priority,
        "severity": revision.severity or 0,
        "order": revision.order,
        "created": milliseconds(revision.schedule.created_at),
        "share": revision.share_seconds,
        "plays": revision.plays_per_hour,
        "intervals": intervals,
        "items": unrolled.items(revision, is_urgent=kind == ScheduleKind.EMERGENCY),
        "text": revision.text,
    }


def _intervals(revision: ScheduleRevision, horizon: Horizon, special: Workdays) -> Intervals:
    """Whole occurrences that touch the horizon: a player counts positions from where an occurrence began."""
    if revision.schedule.kind != ScheduleKind.EMERGENCY:
        return occurrences(revision, horizon, workdays=special)
    start = milliseconds(revision.starts_at or revision.made_at)
    end = milliseconds(revision.ends_at) if revision.ends_at else horizon.ms[1]
    return [(start, end)] if start < min(end, horizon.ms[1]) else []


def _defaults(on_air: Iterable[OnAir], horizon: Horizon, unrolled: Unrolled, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """By zone: what names the zone, then what suits any; the narrower target before the wider one."""
    ranked = sorted((one for one in on_air if one.revision.schedule.kind == ScheduleKind.DEFAULT), key=_rank)
    return by_zone(((one.revision.zone, _default(one, horizon, unrolled)) for one in ranked), names)


def _rank(one: OnAir) -> tuple[int, int, int, int, int]:
    revision, created = one.revision, milliseconds(one.revision.schedule.created_at)
    return rank(nearness=one.depth, priority=revision.priority, order=revision.order, created=created, pk=revision.schedule_id)


def _default(one: OnAir, horizon: Horizon, unrolled: Unrolled) -> dict[str, Any]:
    revision = one.revision
    level = "zone" if revision.zone else "hall" if one.level == ON_SCREEN else one.level
    first = milliseconds(midnight(revision.first_day, horizon.zone))
    last = milliseconds(midnight(revision.last_day + timedelta(days=1), horizon.zone)) if revision.last_day else None
    items = [within(item, first, last) for item in unrolled.items(revision)]
    return {"id": revision.schedule_id, "level": level, "title": revision.schedule.title, "items": items}


def _media(unrolled: Unrolled, horizon: Horizon) -> dict[str, dict[str, Any]]:
    expires = expiry_of(int(horizon.day_ends.timestamp()))
    return {digest: _file(digest, file, expires, digest in unrolled.urgent) for digest, file in sorted(unrolled.used.items())}


def _file(digest: str, file: MediaFile, expires: int, is_urgent: bool) -> dict[str, Any]:  # noqa: FBT001
    signed = signature(media_secret(), digest=digest, expires=expires)
    return {
        "url": f"{MEDIA_PATH}{digest}?e={expires}&s={signed}",
        "size": file.file.size,
        "type": file.content_type,
        "chunks": file.chunks,
        "urgent": is_urgent,
    }


def _download(screen: Screen, horizon: Horizon) -> dict[str, Any]:
    windows = weekly([screen.download_windows] * 7, horizon) if screen.download_windows else None
    return {"windows": windows, "bytes_per_hour": screen.bytes_per_hour, "spread": spread_ms(screen.pk)}
