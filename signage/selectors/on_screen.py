"""What is on a screen at a moment, and why; and what will be on over days. By the same manifest and the same resolver as the player's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portalkit.calendars.domain.days import Workdays

from ..domain.days import HORIZON_DAYS, Horizon, midnight, milliseconds, moment_of, zone_named
from ..domain.downloads import Intervals
from ..domain.explaining import Reason, explain, turns
from ..domain.kinds import ScheduleKind
from ..domain.lines import BUILT_IN_RANK, DEFAULT_RANK, Shown
from ..domain.programme import programme_of
from ..domain.proof import version_of
from ..domain.resolver import Decision, Resolver
from ..domain.targets import matches
from ..models import ScheduleRevision, Screen, ScreenStatus
from .manifests import build_manifest
from .recurring import spans_of
from .targeting import place_of, target_of

_Ended = tuple[ScheduleRevision, Intervals]


@dataclass(frozen=True)
class OnScreen:
    """`manifest` names schedules and items; `lacking` are media that the screen had not reported."""

    screen: Screen
    at: datetime
    manifest: Mapping[str, Any]
    decision: Decision
    reasons: Sequence[Reason]
    lacking: int
    zone_titles: Mapping[str, str]

    @property
    def versions(self) -> frozenset[int]:
        """The content versions that the decision names."""
        names = (shown.item or "" for shown in (*self.decision.zones.values(), self.decision.emergency) if shown is not None)
        return frozenset(version for name in names if (version := version_of(name)) is not None)


@dataclass(frozen=True)
class Stretch:
    """A part of a day in which the same schedules share a zone. `schedules` is empty for the built-in slide."""

    start: datetime
    end: datetime
    zone: str
    schedules: Sequence[int]
    is_default: bool


@dataclass(frozen=True)
class Over:
    """Something that lies over or between what has the zones: an advert, a ticker, an emergency; when it is on in a day, or,
    `is_outranked`, when it would be but for something that stands before it."""

    schedule: int
    kind: str
    spans: Sequence[tuple[datetime, datetime]]
    is_outranked: bool


@dataclass(frozen=True)
class DayPlan:
    day: date
    stretches: Sequence[Stretch]
    over: Sequence[Over]


@dataclass(frozen=True)
class Plan:
    """`titles` are those of the schedules named, by their ids; `zone_titles` those of the layout's zones, by their names."""

    days: Sequence[DayPlan]
    titles: Mapping[int, str]
    zone_titles: Mapping[str, str]


def on_screen(screen: Screen, at: datetime, *, is_reported: bool, now: datetime) -> OnScreen:
    """`is_reported`: with the media that the screen said it holds; else with all of them. Before `now`, by what was on air then."""
    manifest = build_manifest(screen, at, as_of=at if at < now else None)
    media = frozenset(manifest["media"])
    held = media & reported_media(screen) if is_reported else media
    resolver = Resolver(programme_of(manifest), verified=held)
    decision = resolver.resolve(milliseconds(at))
    return OnScreen(screen, at, manifest, decision, explain(resolver, decision), len(media) - len(held), zone_titles(screen))


def zone_titles(screen: Screen) -> dict[str, str]:
    """What the zones of its layout are called, by their names; nothing where it has none. One query."""
    return dict(screen.layout.zones.values_list("name", "title")) if screen.layout else {}


def reported_media(screen: Screen) -> frozenset[str]:
    status = ScreenStatus.objects.filter(screen=screen).only("verified").first()
    return frozenset(status.verified) if status else frozenset()


def plan_of(screen: Screen, first: date, *, days: int) -> Plan:
    """Who has which zone when, day by day, by what is on air today. A manifest for every three weeks."""
    zone = zone_named(screen.time_zone)
    found: list[DayPlan] = []
    ended = _ended_emergencies(screen, first, days=days, zone=zone)
    titles = {one.schedule_id: one.schedule.title for one, _ in ended}
    for start in range(0, days, HORIZON_DAYS):
        manifest = build_manifest(screen, midnight(first + timedelta(days=start), zone))
        resolver = Resolver(programme_of(manifest), verified=frozenset(manifest["media"]))
        wanted = (first + timedelta(days=number) for number in range(start, min(days, start + HORIZON_DAYS)))
        found += [_day(resolver, ended, day, zone) for day in wanted]
        titles |= titles_of(manifest)
    return Plan(found, titles, zone_titles(screen))


def titles_of(manifest: Mapping[str, Any]) -> dict[int, str]:
    """The schedules' titles by their ids, defaults too."""
    defaults = (one for found in manifest["defaults"].values() for one in found)
    return {one["id"]: one["title"] for one in (*manifest["schedules"], *defaults)}


def item_of(manifest: Mapping[str, Any], zone: str, shown: Shown) -> Mapping[str, Any] | None:
    """The item that a decision names; None for the built-in slide."""
    owners = manifest["defaults"].get(zone, []) if shown.kind == "default" else manifest["schedules"]
    found = next((owner for owner in owners if owner["id"] == shown.schedule), None)
    return found["items"][shown.place] if found else None


def _ended_emergencies(screen: Screen, first: date, *, days: int, zone: ZoneInfo) -> Sequence[_Ended]:
    """Emergencies that lay over the screen and were ended before their time, with when that was: no manifest has them any more."""
    since, until = midnight(first, zone), midnight(first + timedelta(days=days), zone)
    horizon = Horizon(zone=zone, day=first, since=since, until=until)
    rows = ScheduleRevision.objects.filter(schedule__kind=ScheduleKind.EMERGENCY, starts_at__lt=until, schedule__withdrawn_at__gt=since)
    place = place_of(screen)
    found = rows.select_related("schedule__region").prefetch_related("regions", "screens").order_by("starts_at")
    return [(one, spans_of(one, horizon, workdays=Workdays({}))) for one in found if matches(target_of(one), place)]


def _day(resolver: Resolver, ended: Sequence[_Ended], day: date, zone: ZoneInfo) -> DayPlan:
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
    past = [Over(one.schedule_id, ScheduleKind.EMERGENCY, _cut(spans, since, until), is_outranked=False) for one, spans in ended]
    return DayPlan(day, found, [*_over(resolver, since, until), *(one for one in past if one.spans)])


def _over(resolver: Resolver, since: int, until: int) -> list[Over]:
    found = []
    for entry in resolver.programme.entries:
        if entry.kind is not ScheduleKind.LOOP:
            own, lost = turns(entry, resolver, since=since, until=until)
            parts = ((own, False), (lost, True))
            found += [Over(entry.id, entry.kind, _cut(spans, since, until), is_outranked=is_lost) for spans, is_lost in parts if spans]
    return found


def _cut(spans: Intervals, since: int, until: int) -> Sequence[tuple[datetime, datetime]]:
    return [(moment_of(max(start, since)), moment_of(min(end, until))) for start, end in spans if start < until and end > since]
