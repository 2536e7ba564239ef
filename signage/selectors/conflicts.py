"""What a revision would meet on the screens that it means, over the week from its first day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portalkit.calendars.domain.days import Workdays
from portalkit.calendars.selectors import workdays

from ..domain.adverts import plays_in_hour
from ..domain.conflicts import Clash, clash, common_ms, oversold_hours
from ..domain.days import USUAL_ZONE, Horizon, midnight, zone_named
from ..domain.freezing import USUAL_MS
from ..domain.kinds import ScheduleKind
from ..domain.programme import Entry
from ..domain.targets import Target, matches
from ..models import Schedule, ScheduleRevision, Screen
from .recurring import occurrences
from .targeting import place_of, screens_meant, target_of

DAYS = 7
_HOUR = 3_600_000


@dataclass(frozen=True)
class Meeting:
    """Another schedule on some of the same screens at the same hours."""

    schedule: Schedule
    clash: Clash
    screens: int
    hours: float


@dataclass(frozen=True)
class Preview:
    """`without_zone`: screens whose layout lacks its zone; `oversold_hours`: clock hours in which adverts ask for more than the hour."""

    screens: int
    halls: int
    without_zone: int
    meetings: Sequence[Meeting]
    oversold_hours: int
    hours: float


def preview(revision: ScheduleRevision, *, now: datetime) -> Preview:
    """Some ten queries, whatever the number of screens."""
    return preview_of(revision, target_of(revision), now=now)


def preview_of(revision: ScheduleRevision, target: Target, *, now: datetime) -> Preview:
    """The same for a revision that is not saved yet."""
    screens = screens_meant([target])
    special = workdays()
    horizon = _horizon(revision, now)
    mine = occurrences(revision, horizon, workdays=special)
    is_placed = revision.schedule.kind in (ScheduleKind.LOOP, ScheduleKind.ADVERT)
    others = [(one, target_of(one)) for one in _others(revision)] if is_placed else []
    meetings = [found for other, aim in others if (found := _meeting(revision, mine, other, aim, screens, horizon, special))]
    adverts = [revision, *(other for other, aim in others if other.schedule.kind == ScheduleKind.ADVERT and _shared(aim, screens))]
    is_advert = revision.schedule.kind == ScheduleKind.ADVERT
    return Preview(
        screens=len(screens),
        halls=len({screen.hall_id for screen in screens}),
        without_zone=_without_zone(revision, screens) if is_placed else 0,
        meetings=sorted(meetings, key=lambda one: (list(Clash).index(one.clash), -one.hours)),
        oversold_hours=oversold_hours((occurrences(one, horizon, workdays=special), play_ms(one)) for one in adverts) if is_advert else 0,
        hours=sum(end - start for start, end in mine) / _HOUR,
    )


def play_ms(revision: ScheduleRevision) -> int:
    """Milliseconds of play in a clock hour that an advert asks for."""
    items = [{"id": str(place), "duration": item["duration_ms"], "media": None} for place, item in enumerate(revision.items)]
    told = {"id": 0, "kind": ScheduleKind.ADVERT, "intervals": [], "items": items or [{"id": "0", "duration": USUAL_MS, "media": None}]}
    entry = Entry(told | {"share": revision.share_seconds, "plays": revision.plays_per_hour})
    return plays_in_hour(entry, 0, frozenset()) * sum(item.duration for item in entry.items)


def _horizon(revision: ScheduleRevision, now: datetime) -> Horizon:
    zone = zone_named(USUAL_ZONE)
    day = max(revision.first_day, now.astimezone(zone).date())
    last = day.fromordinal(day.toordinal() + DAYS)
    return Horizon(zone=zone, day=day, since=midnight(day, zone), until=midnight(last, zone))


def _others(revision: ScheduleRevision) -> Sequence[ScheduleRevision]:
    kinds = (ScheduleKind.LOOP, ScheduleKind.ADVERT)
    rows = Schedule.objects.filter(on_air__isnull=False, kind__in=kinds, on_air__zone=revision.zone).exclude(pk=revision.schedule_id)
    on_air = ScheduleRevision.objects.filter(pk__in=rows.values("on_air"))
    return list(on_air.select_related("schedule__region").prefetch_related("regions", "screens"))


def _meeting(
    revision: ScheduleRevision,
    mine: Sequence[tuple[int, int]],
    other: ScheduleRevision,
    aim: Target,
    screens: Sequence[Screen],
    horizon: Horizon,
    special: Workdays,
) -> Meeting | None:
    if other.schedule.kind != revision.schedule.kind:
        return None
    shared = _shared(aim, screens)
    common = common_ms(mine, occurrences(other, horizon, workdays=special)) if shared else 0
    if not common:
        return None
    return Meeting(other.schedule, clash(revision.priority, other.priority), shared, common / _HOUR)


def _shared(aim: Target, screens: Sequence[Screen]) -> int:
    return sum(matches(aim, place_of(screen)) for screen in screens)


def _without_zone(revision: ScheduleRevision, screens: Sequence[Screen]) -> int:
    found = Screen.objects.filter(pk__in=[screen.pk for screen in screens]).select_related("layout").prefetch_related("layout__zones")
    return sum(revision.zone not in screen.zone_names for screen in found)
