"""What the demo's screens would say of themselves: where no player runs, the resolver alone tells what would be on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from signage.domain.days import milliseconds, moment_of
from signage.domain.programme import programme_of
from signage.domain.reports import read_report
from signage.domain.resolver import Resolver
from signage.domain.tokens import mark_of
from signage.models import PlayCount, Screen
from signage.selectors.devices import Device
from signage.selectors.manifests import build_manifest
from signage.selectors.on_screen import item_of
from signage.services.proving import take_proof
from signage.services.reporting import take_report

from . import province

VERSION = "demo"
_HOUR = 3_600_000
_SOON = timedelta(minutes=3)
Counts = dict[tuple[int, int, str, str], tuple[int, int]]


def made_up_screens() -> list[Screen]:
    """The demo's screens that no real player has spoken for."""
    rows = Screen.objects.filter(hall__region__path__startswith=f"/{province.PROVINCE_CODE}/", token_digest__isnull=False, is_enabled=True)
    return [screen for screen in rows.select_related("status", "hall__region") if _is_made_up(screen)]


def speak(screen: Screen, *, now: datetime) -> None:
    """Reports and proves the minutes since the last report, as a player would."""
    manifest = build_manifest(screen, now)
    resolver = Resolver(programme_of(manifest), verified=frozenset(manifest["media"]))
    status = getattr(screen, "status", None)
    since = max(status.seen_at, now - _SOON) if status else now - timedelta(minutes=1)
    _prove(screen, resolver, since=milliseconds(since), until=milliseconds(now), now=now)
    told = _report(manifest, resolver, started=status.started_at if status else now, now=now)
    take_report(device=device_of(screen), report=read_report(told), address="", browser="", now=now)


def past_plays(screens: Iterable[Screen], *, hours: Sequence[datetime], now: datetime) -> None:
    """Counters of whole hours of past days: yesterday's as the programme had it, the days before like it."""
    yesterdays: dict[str, dict[int, Counts]] = {}
    for screen in screens:
        manifest = build_manifest(screen, now)
        alike = json.dumps([manifest[name] for name in ("layout", "schedules", "defaults")])
        if alike not in yesterdays:
            yesterdays[alike] = _yesterday(manifest)
        counts = [one for hour in hours for one in _counters(yesterdays[alike][timezone.localtime(hour).hour], milliseconds(hour))]
        for first in range(0, len(counts), 500):
            take_proof(device=device_of(screen), counts=counts[first : first + 500], now=now)


def device_of(screen: Screen) -> Device:
    digest = screen.token_digest or ""
    return Device(
        pk=screen.pk,
        hall=screen.hall_id,
        revision=screen.revision,
        is_enabled=True,
        time_zone=screen.time_zone,
        path=screen.hall.region.path,
        digest=digest,
    )


def _is_made_up(screen: Screen) -> bool:
    status = getattr(screen, "status", None)
    return status is None or status.version == VERSION


def _yesterday(manifest: Mapping[str, Any]) -> dict[int, Counts]:
    """By the hour of the day."""
    resolver = Resolver(programme_of(manifest), verified=frozenset(manifest["media"]))
    begin = manifest["horizon"][0]
    return {hour: _played(resolver, since=begin + hour * _HOUR, until=begin + (hour + 1) * _HOUR) for hour in range(24)}


def _counters(counts: Counts, hour: int) -> list[dict[str, Any]]:
    return [
        {"hour": hour, "schedule": schedule, "item": item, "zone": zone, "plays": plays, "ms": ms, "sequence": hour + _HOUR}
        for (_, schedule, item, zone), (plays, ms) in counts.items()
    ]


def _prove(screen: Screen, resolver: Resolver, *, since: int, until: int, now: datetime) -> None:
    found = _played(resolver, since=since, until=until)
    counts = [_added(screen, key, plays, ms, until) for key, (plays, ms) in found.items()]
    take_proof(device=device_of(screen), counts=counts, now=now)


def _played(resolver: Resolver, *, since: int, until: int) -> Counts:
    """Plays begun and milliseconds by hour, schedule, item and zone."""
    found: Counts = {}
    at = since
    while at < until:
        decision = resolver.resolve(at)
        hour = at - at % _HOUR
        end = min(decision.until, until, hour + _HOUR)
        for zone, shown in decision.visible.items():
            if shown.schedule is not None and shown.item is not None:
                key = (hour, shown.schedule, shown.item, zone)
                plays, ms = found.get(key, (0, 0))
                found[key] = (plays + (shown.started == at), ms + end - at)
        at = end
    return found


def _added(screen: Screen, key: tuple[int, int, str, str], plays: int, ms: int, sequence: int) -> dict[str, Any]:
    hour, schedule, item, zone = key
    own = PlayCount.objects.filter(screen=screen, player=mark_of(device_of(screen).digest))
    row = own.filter(hour=moment_of(hour), schedule=schedule, item=item, zone=zone).first()
    told = {"hour": hour, "schedule": schedule, "item": item, "zone": zone, "sequence": sequence}
    return told | {"plays": plays + (row.plays if row else 0), "ms": min(_HOUR, ms + (row.milliseconds if row else 0))}


def _report(manifest: Mapping[str, Any], resolver: Resolver, *, started: datetime, now: datetime) -> dict[str, Any]:
    decision = resolver.resolve(milliseconds(now))
    size = sum(one["size"] for one in manifest["media"].values())
    playing = [
        {"zone": zone, "schedule": shown.schedule, "item": shown.item, "title": item["title"], "since": shown.started}
        for zone, shown in decision.visible.items()
        if (item := item_of(manifest, zone, shown)) is not None
    ]
    return {
        "version": VERSION, "applied": manifest["revision"], "complete": manifest["revision"], "wanted": size, "held": size,
        "free": 40 << 30,
        "offset": 12, "width": 1920, "height": 1080, "off": any(start <= decision.at < end for start, end in manifest["screen"]["off"]),
        "started": milliseconds(started), "playing": playing, "verified": sorted(manifest["media"]), "faults": [], "done": [],
    }  # fmt: skip
