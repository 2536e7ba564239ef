"""What is on a screen at a moment, and why; and what will be on over days. By the same manifest and the same resolver as the player's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..domain.days import midnight, milliseconds, moment_of, zone_named
from ..domain.explaining import Reason, explain
from ..domain.lines import BUILT_IN_RANK, DEFAULT_RANK, Shown
from ..domain.programme import programme_of
from ..domain.resolver import Decision, Resolver
from ..models import Screen, ScreenStatus
from .manifests import build_manifest


@dataclass(frozen=True)
class OnScreen:
    """`manifest` names schedules and items; `lacking` are media that the screen had not reported."""

    screen: Screen
    at: datetime
    manifest: Mapping[str, Any]
    decision: Decision
    reasons: Sequence[Reason]
    lacking: int


@dataclass(frozen=True)
class Stretch:
    """A part of a day in which the same schedules share a zone. `schedules` is empty for the built-in slide."""

    start: datetime
    end: datetime
    zone: str
    schedules: Sequence[int]
    is_default: bool


@dataclass(frozen=True)
class DayPlan:
    day: date
    stretches: Sequence[Stretch]


def on_screen(screen: Screen, at: datetime, *, is_reported: bool) -> OnScreen:
    """`is_reported`: with the media that the screen said it holds; else with all of them."""
    manifest = build_manifest(screen, at)
    media = frozenset(manifest["media"])
    held = media & reported_media(screen) if is_reported else media
    resolver = Resolver(programme_of(manifest), verified=held)
    decision = resolver.resolve(milliseconds(at))
    return OnScreen(screen, at, manifest, decision, explain(resolver, decision), len(media) - len(held))


def reported_media(screen: Screen) -> frozenset[str]:
    status = ScreenStatus.objects.filter(screen=screen).only("verified").first()
    return frozenset(status.verified) if status else frozenset()


def days_of(screen: Screen, first: date, *, days: int) -> tuple[Mapping[str, Any], list[DayPlan]]:
    """The manifest of the first day, and for each day who has which zone when, emergencies and adverts aside."""
    zone = zone_named(screen.time_zone)
    manifest = build_manifest(screen, midnight(first, zone))
    resolver = Resolver(programme_of(manifest), verified=frozenset(manifest["media"]))
    return manifest, [_day(resolver, first + timedelta(days=number), zone) for number in range(days)]


def titles_of(manifest: Mapping[str, Any]) -> dict[int, str]:
    """The schedules' titles by their ids, defaults too."""
    defaults = (one for found in manifest["defaults"].values() for one in found)
    return {one["id"]: one["title"] for one in (*manifest["schedules"], *defaults)}


def item_of(manifest: Mapping[str, Any], zone: str, shown: Shown) -> Mapping[str, Any] | None:
    """The item that a decision names; None for the built-in slide."""
    owners = manifest["defaults"].get(zone, []) if shown.kind == "default" else manifest["schedules"]
    found = next((owner for owner in owners if owner["id"] == shown.schedule), None)
    return found["items"][shown.place] if found else None


def _day(resolver: Resolver, day: date, zone: ZoneInfo) -> DayPlan:
    since, until = milliseconds(midnight(day, zone)), milliseconds(midnight(day + timedelta(days=1), zone))
    found: list[Stretch] = []
    for name, line in resolver.lines.items():
        at = since
        while at < until:
            segment = line.segment(at)
            end = min(segment.end, until)
            schedules = tuple(dict.fromkeys(member.schedule for member in segment.group.cycle))
            if found and found[-1].zone == name and found[-1].schedules == schedules:
                at, found[-1] = end, Stretch(found[-1].start, moment_of(end), name, schedules, found[-1].is_default)
                continue
            is_default = segment.group.rank in (DEFAULT_RANK, BUILT_IN_RANK)
            found.append(Stretch(moment_of(at), moment_of(end), name, schedules, is_default))
            at = end
    return DayPlan(day, found)
