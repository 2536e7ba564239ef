"""What is planned in a region: each schedule on air once a day, with how many of the region's screens it means."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, Q

from portalkit.access.selectors import Access
from portalkit.calendars.selectors import workdays
from portalkit.regions.models import Region

from ..domain.days import USUAL_ZONE, Horizon, midnight, milliseconds, moment_of, zone_named
from ..domain.downloads import Intervals
from ..domain.kinds import ScheduleKind
from ..domain.targets import Place, Target, matches
from ..models import ScheduleRevision, Screen
from .recurring import spans_of
from .screens import visible_screens
from .targeting import place_of, target_of

_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True)
class Planned:
    """A schedule on a day: its occurrences cut to the day, and how many screens it means. A day's are in order of time."""

    revision: ScheduleRevision
    spans: Sequence[tuple[datetime, datetime]]
    screens: int


@dataclass(frozen=True)
class RegionalPlan:
    """`screens`: those in service in the region, in the reader's reach."""

    screens: int
    days: Sequence[tuple[date, Sequence[Planned]]]


def regional_plan(region: Region, first: date, *, days: int, access: Access) -> RegionalPlan:
    """By what is on air now, in the province's clock; defaults, which are on where nothing else is, are left out. Six queries."""
    rows = visible_screens(access).filter(is_enabled=True, hall__region__path__startswith=region.path)
    places = sorted((place_of(screen) for screen in rows.select_related("hall__region").prefetch_related("tags")), key=lambda one: one.path)
    zone = zone_named(USUAL_ZONE)
    until = first + timedelta(days=days)
    horizon = Horizon(zone=zone, day=first, since=midnight(first, zone), until=midnight(until, zone))
    special = workdays()
    found = [
        (revision, spans_of(revision, horizon, workdays=special), screens)
        for revision in _on_air(region, horizon)
        if (screens := _meant(target_of(revision), places))
    ]
    found.sort(key=lambda one: (-(one[0].severity or 0), one[0].schedule.kind, -one[0].priority, one[0].order, one[0].schedule_id))
    wanted = (first + timedelta(days=number) for number in range(days))
    return RegionalPlan(len(places), [(day, [*_of_day(found, day, horizon)]) for day in wanted])


def _on_air(region: Region, horizon: Horizon) -> list[ScheduleRevision]:
    """That may mean a screen below the region: aimed at it, at something below it, or at something above it. Ended emergencies too."""
    above = [f"/{'/'.join(region.path.strip('/').split('/')[:depth])}/" for depth in range(1, region.path.count("/"))]
    lasts = (Q(last_day=None) | Q(last_day__gte=horizon.day)) & (Q(ends_at=None) | Q(ends_at__gt=horizon.since))
    of_region = Q(regions__path__in=above) | Q(regions__path__startswith=region.path)
    of_own = Q(is_whole_region=True) & (Q(schedule__region__path__in=above) | Q(schedule__region__path__startswith=region.path))
    of_screens = Q(screens__hall__region__path__startswith=region.path)
    is_on, was_on = Q(schedule__on_air=F("pk")), Q(schedule__kind=ScheduleKind.EMERGENCY, schedule__withdrawn_at__gt=horizon.since)
    return list(
        ScheduleRevision.objects.filter(lasts, of_region | of_own | of_screens, is_on | was_on)
        .exclude(schedule__kind=ScheduleKind.DEFAULT)
        .select_related("schedule__region")
        .prefetch_related("regions", Prefetch("screens", queryset=Screen.objects.only("pk")))
        .distinct()
    )


def _meant(target: Target, places: Sequence[Place]) -> int:
    """How many; those of subtrees stand together in the order of paths."""
    if target.screens or target.tags_any or target.tags_all or target.tags_none:
        return sum(matches(target, place) for place in places)
    wide = [path for path in target.paths if not any(path != other and path.startswith(other) for other in target.paths)]
    return sum(_first(places, path + _AFTER_ALL) - _first(places, path) for path in wide)


def _first(places: Sequence[Place], path: str) -> int:
    return bisect_left(places, path, key=lambda place: place.path)


def _of_day(found: Sequence[tuple[ScheduleRevision, Intervals, int]], day: date, horizon: Horizon) -> Sequence[Planned]:
    since, until = (milliseconds(midnight(one, horizon.zone)) for one in (day, day + timedelta(days=1)))
    planned = []
    for revision, intervals, screens in found:
        cut = [(moment_of(max(start, since)), moment_of(min(end, until))) for start, end in intervals if start < until and end > since]
        if cut:
            planned.append(Planned(revision, cut, screens))
    return sorted(planned, key=lambda one: one.spans[0][0])
