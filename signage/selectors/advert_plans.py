"""What advertisers were promised in a month, and what was played of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Sum

from portalkit.access.selectors import Access
from portalkit.calendars.selectors import workdays
from portalkit.periods.domain.calendar import SHANGHAI, Month

from ..domain.days import Horizon, milliseconds
from ..domain.kinds import ScheduleKind
from ..domain.planned import NOTHING, Plan, active_hours, plan_of, plays_an_hour
from ..domain.proof import version_of
from ..domain.targets import matches
from ..models import ContentVersion, Publication, Schedule, ScheduleRevision
from .proof import visible_counts
from .recurring import occurrences
from .screens import visible_screens
from .targeting import place_of, target_of
from .unrolling import Unrolled

_Key = tuple[str, int]


@dataclass(frozen=True)
class AdvertLine:
    """An advertiser in a schedule: plays of items and their time, planned until `until` and played, on the screens in reach."""

    advertiser: str
    schedule: Schedule
    screens: int
    planned: Plan
    plays: int
    milliseconds: int

    @property
    def fulfilled(self) -> float | None:
        """Time played ÷ time planned; None where nothing was planned."""
        return self.milliseconds / self.planned.milliseconds if self.planned.milliseconds else None


@dataclass(frozen=True)
class _OnAir:
    """A revision and when it was on air."""

    revision: ScheduleRevision
    since: datetime
    until: datetime


def advert_lines(access: Access, *, month: Month, now: datetime) -> list[AdvertLine]:
    """The month's adverts by advertiser and schedule; of the running month, what was due by now. Nine queries.

    Screens count as they are registered, tagged and in service now.
    """
    end = min(month.end, now)
    spells = _spells(month.start, end) if month.start < end else []
    unrolled = Unrolled([one.revision for one in spells])
    advertisers = _advertisers(spells, unrolled)
    planned, screens = _planned(access, spells, unrolled, advertisers, month)
    played = _played(access, month)
    schedules = {one.revision.schedule_id: one.revision.schedule for one in spells}
    if missing := {schedule for _, schedule in played} - schedules.keys():
        schedules |= Schedule.objects.in_bulk(missing)
    lines = [
        AdvertLine(
            advertiser=name,
            schedule=schedules[schedule],
            screens=screens.get(schedule, 0),
            planned=planned.get((name, schedule), NOTHING),
            plays=played.get((name, schedule), (0, 0))[0],
            milliseconds=played.get((name, schedule), (0, 0))[1],
        )
        for name, schedule in sorted(planned.keys() | played.keys())
    ]
    return [line for line in lines if line.screens or line.plays]


def _spells(since: datetime, until: datetime) -> list[_OnAir]:
    """By what was published and withdrawn, which of the adverts' revisions were on air when. Three queries."""
    rows = (
        Publication.objects.filter(schedule__kind=ScheduleKind.ADVERT, at__lt=until)
        .exclude(action=Publication.Action.SETTINGS)
        .select_related("revision__schedule__region")
        .prefetch_related("revision__regions", "revision__screens")
        .order_by("schedule", "pk")
    )
    by_schedule: dict[int | None, list[Publication]] = defaultdict(list)
    for row in rows:
        by_schedule[row.schedule_id].append(row)
    found = []
    for history in by_schedule.values():
        ends = [*(row.at for row in history[1:]), until]
        found += [
            _OnAir(row.revision, max(row.at, since), min(end, until))
            for row, end in zip(history, ends, strict=True)
            if row.revision is not None and end > since
        ]
    return found


def _advertisers(spells: Iterable[_OnAir], unrolled: Unrolled) -> dict[int, str]:
    """By content version, of those that the revisions play."""
    items = (item for one in spells for item in unrolled.items(one.revision))
    wanted = {version for item in items if (version := version_of(item["id"])) is not None}
    return dict(ContentVersion.objects.filter(pk__in=wanted).values_list("pk", "content__advertiser"))


def _planned(
    access: Access, spells: list[_OnAir], unrolled: Unrolled, advertisers: Mapping[int, str], month: Month
) -> tuple[dict[_Key, Plan], dict[int, int]]:
    """Plans by advertiser and schedule, and how many screens each schedule means."""
    horizon = Horizon(zone=SHANGHAI, day=month.first_day, since=month.start.astimezone(UTC), until=month.end.astimezone(UTC))
    special = workdays()
    places = [place_of(screen) for screen in visible_screens(access).filter(is_enabled=True).prefetch_related("tags")] if spells else []
    plans: dict[_Key, Plan] = defaultdict(lambda: NOTHING)
    screens: dict[int, int] = {}
    for one in spells:
        target = target_of(one.revision)
        count = sum(matches(target, place) for place in places)
        schedule = one.revision.schedule_id
        screens[schedule] = max(count, screens.get(schedule, 0))
        intervals = occurrences(one.revision, horizon, workdays=special)
        hours = active_hours(intervals, since=milliseconds(one.since), until=milliseconds(one.until))
        for name, plan in _plans(one.revision, unrolled, advertisers, hours=hours, screens=count):
            plans[name, schedule] += plan
    return dict(plans), screens


def _plans(
    revision: ScheduleRevision, unrolled: Unrolled, advertisers: Mapping[int, str], *, hours: float, screens: int
) -> list[tuple[str, Plan]]:
    items = unrolled.items(revision)
    length = sum(item["duration"] for item in items)
    an_hour = plays_an_hour(plays=revision.plays_per_hour, share_seconds=revision.share_seconds, length_ms=length)
    own: dict[str, list[int]] = defaultdict(list)
    for item in items:
        own[advertisers.get(version_of(item["id"]) or 0, "")].append(item["duration"])
    return [(name, plan_of(an_hour=an_hour, hours=hours, screens=screens, durations_ms=durations)) for name, durations in own.items()]


def _played(access: Access, month: Month) -> dict[_Key, tuple[int, int]]:
    """Plays and milliseconds of adverts by advertiser and schedule. One query."""
    rows = visible_counts(access).filter(schedule__kind=ScheduleKind.ADVERT, hour__gte=month.start, hour__lt=month.end).order_by()
    found = rows.values_list("version__content__advertiser", "schedule").annotate(Sum("plays"), Sum("milliseconds"))
    totals: dict[_Key, tuple[int, int]] = {}
    for name, schedule, plays, ms in found:
        before = totals.get((name or "", schedule), (0, 0))
        totals[name or "", schedule] = (before[0] + plays, before[1] + ms)
    return totals
