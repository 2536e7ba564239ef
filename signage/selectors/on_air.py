"""The revisions on air that mean a screen."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from ..domain.targets import Place, Target, matches, nearness
from ..models import Publication, ScheduleRevision, Screen
from .targeting import place_of, target_of

ON_SCREEN, HALL, REGION, GLOBAL = "screen", "hall", "region", "global"


@dataclass(frozen=True)
class OnAir:
    """A revision with how narrowly it means the screen: `level`, and the length of the path that matched."""

    revision: ScheduleRevision
    level: str
    depth: int


def on_air_for(screen: Screen, *, day: date, since: datetime, as_of: datetime | None = None) -> list[OnAir]:
    """What is on air for a screen on a day or later, in order of the schedules; with `as_of`, of what was on air at that moment. Reads
    `hall.region` and `tags`. Three queries.

    The database narrows to what names the screen or a region above it; `domain.targets` decides.
    """
    place = place_of(screen)
    above = list(accumulate((f"{code}/" for code in place.path.strip("/").split("/")), initial="/"))[1:]
    by_name = Q(screens=screen.pk)
    by_region = Q(regions__path__in=above)
    by_own_region = Q(is_whole_region=True, schedule__region__path__in=above)
    lasts = (Q(last_day=None) | Q(last_day__gte=day)) & (Q(ends_at=None) | Q(ends_at__gt=since))
    rows = (
        ScheduleRevision.objects.filter(lasts, by_name | by_region | by_own_region, _then(as_of) if as_of else Q(schedule__on_air=F("pk")))
        .select_related("schedule__region")
        .prefetch_related("regions", Prefetch("screens", queryset=Screen.objects.filter(pk=screen.pk).only("pk")))
        .order_by("schedule_id")
        .distinct()
    )
    found = ((revision, target_of(revision)) for revision in rows)
    return [_found(revision, target, place) for revision, target in found if matches(target, place)]


def _then(moment: datetime) -> Q:
    """The revision that the last publication of each schedule put on air."""
    last = Publication.objects.filter(schedule=OuterRef("schedule"), at__lte=moment).order_by("-pk")
    return Q(pk=Subquery(last.values("revision")[:1]))


def _found(revision: ScheduleRevision, target: Target, place: Place) -> OnAir:
    depth = nearness(target, place)
    if place.screen in target.screens:
        return OnAir(revision, ON_SCREEN, depth)
    path = place.path[:depth]
    level = HALL if path == place.path else GLOBAL if path.count("/") == 2 else REGION
    return OnAir(revision, level, depth)
