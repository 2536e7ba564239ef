"""What a revision would meet on the screens that it means, over the week from its first day."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from portalkit.approvals.domain.steps import ApprovalState
from portalkit.calendars.domain.days import Workdays
from portalkit.calendars.selectors import workdays

from ..domain.adverts import plays_in_hour
from ..domain.conflicts import Clash, Standing, clash, common_ms, left_ms, oversold_hours
from ..domain.days import USUAL_ZONE, Horizon, midnight, milliseconds, zone_named
from ..domain.freezing import USUAL_MS, frozen
from ..domain.kinds import ScheduleKind
from ..domain.programme import Entry
from ..domain.targets import Place, Target, matches
from ..models import Schedule, ScheduleRevision, Screen
from .playlists import pieces_of
from .recurring import spans_of
from .targeting import place_of, screens_meant, target_of
from .unrolling import Unrolled

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
    """`without_zone`: screens whose layout lacks its zone. `oversold_hours`: clock hours in which, on the screen where it is worst, adverts
    ask for more than the hour. `alone`: screens that no other programme or default means. `hours`: in which it is on, None: until it is
    ended; `hours_left`: of these, those in which nothing stands before it, on the screen where they are fewest. `plays`, `play_ms`: an
    advert's an hour."""

    kind: str
    screens: int
    halls: int
    without_zone: int
    meetings: Sequence[Meeting]
    oversold_hours: int
    alone: int
    hours: float | None
    hours_left: float
    plays: int
    play_ms: int

    @property
    def is_held_back(self) -> bool:
        """Whether something stands before it in some of its hours."""
        return self.hours is not None and self.hours - self.hours_left > 0.05

    @property
    def all_s(self) -> int:
        """Seconds of play in a full hour."""
        return self.play_ms // 1000

    @property
    def each_s(self) -> int:
        """Seconds of one play."""
        return self.play_ms // self.plays // 1000 if self.plays else 0


def preview(revision: ScheduleRevision, *, now: datetime) -> Preview:
    """Some ten queries, whatever the number of screens. A draft is looked at with the playlist of now."""
    playlist = revision.playlist
    if playlist and revision.state in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        revision = copy(revision)
        revision.items = frozen(pieces_of(playlist))
    return preview_of(revision, target_of(revision), now=now)


def preview_of(revision: ScheduleRevision, target: Target, *, now: datetime) -> Preview:
    """The same for a revision that is not saved yet."""
    screens = screens_meant([target])
    ground = _Ground(_horizon(revision, now), workdays(), {screen.pk: place_of(screen) for screen in screens})
    mine = ground.spans(revision)
    kind = revision.schedule.kind
    is_placed = kind in (ScheduleKind.LOOP, ScheduleKind.ADVERT)
    others = [_Other(one, ground.meant(target_of(one))) for one in _others(revision)] if screens else []
    others = [one for one in others if one.screens]
    met = [(one, how) for one in others if (how := _met(revision, one.revision, now))]
    meetings = [found for other, how in met if (found := _meeting(mine, other, how, ground))]
    is_advert = kind == ScheduleKind.ADVERT
    rivals = [one for one, _ in met if is_advert and one.revision.schedule.kind == kind]
    hourly = _Hourly([revision, *(one.revision for one in rivals)] if is_advert else [])
    return Preview(
        kind=kind,
        screens=len(screens),
        halls=len({screen.hall_id for screen in screens}),
        without_zone=_without_zone(revision, screens) if is_placed else 0,
        meetings=sorted(meetings, key=lambda one: (list(Clash).index(one.clash), -one.hours)),
        oversold_hours=_oversold(revision, rivals, ground, hourly) if is_advert else 0,
        alone=_alone(others, ground) if is_placed else 0,
        hours=None if kind == ScheduleKind.EMERGENCY and revision.ends_at is None else sum(end - start for start, end in mine) / _HOUR,
        hours_left=_hours_left(mine, [one for one, how in met if how is Clash.OUTRANKED], ground),
        plays=hourly.plays(revision) if is_advert else 0,
        play_ms=hourly.play_ms(revision) if is_advert else 0,
    )


@dataclass(frozen=True)
class _Other:
    revision: ScheduleRevision
    screens: frozenset[int]


@dataclass(frozen=True)
class _Ground:
    """Where and when the look is taken: `places` are those of the screens meant, by their ids."""

    horizon: Horizon
    workdays: Workdays
    places: Mapping[int, Place]

    def meant(self, target: Target) -> frozenset[int]:
        return frozenset(pk for pk, place in self.places.items() if matches(target, place))

    def spans(self, revision: ScheduleRevision) -> Sequence[tuple[int, int]]:
        """When it is on."""
        return spans_of(revision, self.horizon, workdays=self.workdays)

    def alike(self, others: Sequence["_Other"]) -> set[frozenset[int]]:
        """The sets of those others (by their places) that mean a screen together: screens with the same set are looked at once."""
        return {frozenset(number for number, one in enumerate(others) if pk in one.screens) for pk in self.places}


class _Hourly:
    """What adverts ask of a full clock hour, when all of their items are valid and there. Two queries, without adverts none."""

    def __init__(self, adverts: Sequence[ScheduleRevision]) -> None:
        self._unrolled = Unrolled(adverts) if adverts else None

    def plays(self, advert: ScheduleRevision) -> int:
        return plays_in_hour(self._entry(advert), 0, frozenset())

    def play_ms(self, advert: ScheduleRevision) -> int:
        """Milliseconds of play: each play is all of the items, a document page by page."""
        return self.plays(advert) * sum(item.duration for item in self._entry(advert).items)

    def _entry(self, advert: ScheduleRevision) -> Entry:
        found = self._unrolled.items(advert) if self._unrolled else []
        items = [{"id": one["id"], "duration": one["duration"], "media": None} for one in found]
        told = {"id": 0, "kind": ScheduleKind.ADVERT, "intervals": [], "items": items or [{"id": "0", "duration": USUAL_MS, "media": None}]}
        return Entry(told | {"share": advert.share_seconds, "plays": advert.plays_per_hour})


def _horizon(revision: ScheduleRevision, now: datetime) -> Horizon:
    """A week from now or its first day; of an emergency from the day on which it was announced."""
    zone = zone_named(USUAL_ZONE)
    day = revision.first_day if revision.severity is not None else max(revision.first_day, now.astimezone(zone).date())
    last = day.fromordinal(day.toordinal() + DAYS)
    return Horizon(zone=zone, day=day, since=midnight(day, zone), until=midnight(last, zone))


def _others(revision: ScheduleRevision) -> Sequence[ScheduleRevision]:
    """What else is on air."""
    rows = Schedule.objects.filter(on_air__isnull=False).exclude(pk=revision.schedule_id)
    on_air = ScheduleRevision.objects.filter(pk__in=rows.values("on_air"))
    return list(on_air.select_related("schedule__region").prefetch_related("regions", "screens"))


def _met(revision: ScheduleRevision, other: ScheduleRevision, now: datetime) -> Clash | None:
    """Defaults are on where nothing else is: they meet nobody."""
    if other.schedule.kind == ScheduleKind.DEFAULT:
        return None
    return clash(_standing(revision, now), _standing(other, now))


def _standing(revision: ScheduleRevision, now: datetime) -> Standing:
    schedule = revision.schedule
    place = revision.order, milliseconds(schedule.created_at or now), schedule.pk or 0
    return Standing(ScheduleKind(schedule.kind), revision.zone, revision.priority, revision.severity or 0, place)


def _meeting(mine: Sequence[tuple[int, int]], other: _Other, how: Clash, ground: _Ground) -> Meeting | None:
    common = common_ms(mine, ground.spans(other.revision))
    return Meeting(other.revision.schedule, how, len(other.screens), common / _HOUR) if common else None


def _alone(others: Sequence[_Other], ground: _Ground) -> int:
    kinds = (ScheduleKind.LOOP, ScheduleKind.DEFAULT)
    return len(ground.places.keys() - frozenset().union(*(one.screens for one in others if one.revision.schedule.kind in kinds)))


def _hours_left(mine: Sequence[tuple[int, int]], before: Sequence[_Other], ground: _Ground) -> float:
    spans = [ground.spans(one.revision) for one in before]
    left = (left_ms(mine, [span for number in numbers for span in spans[number]]) for numbers in ground.alike(before))
    return min(left, default=0) / _HOUR


def _oversold(revision: ScheduleRevision, rivals: Sequence[_Other], ground: _Ground, hourly: _Hourly) -> int:
    """On the screens where it is worst."""
    own = ground.spans(revision), hourly.play_ms(revision)
    asked = [(ground.spans(one.revision), hourly.play_ms(one.revision)) for one in rivals]
    return max((oversold_hours([own, *(asked[number] for number in numbers)]) for numbers in ground.alike(rivals)), default=0)


def _without_zone(revision: ScheduleRevision, screens: Sequence[Screen]) -> int:
    found = Screen.objects.filter(pk__in=[screen.pk for screen in screens]).select_related("layout").prefetch_related("layout__zones")
    return sum(revision.zone not in screen.zone_names for screen in found)
