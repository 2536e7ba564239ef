"""A queue's history as the pure functions want it, and what they make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import compress

from portalkit.calendars.models import DayKind, SpecialDay
from portalkit.periods.domain.calendar import SHANGHAI

from ..domain.demand.effects import TAIL_DAYS
from ..domain.history.days import Calendar, DaySeries
from ..domain.history.intervals import Gap, Jump, LengthChange, clock_jumps, gaps, length_changes
from ..domain.history.outliers import Outlier, outlier_days
from ..domain.history.series import Slots, day_series, slots_of
from ..domain.history.verdict import Verdict, judge
from ..models import CallVolume, Campaign, DayMark, Queue

LONGEST_HISTORY = timedelta(days=3 * 366)


@dataclass(frozen=True)
class History:
    """The intervals of a queue, oldest first, in local time without zone; counts are None where unknown. `today` is not over yet."""

    queue: Queue
    today: date
    starts: tuple[datetime, ...]
    minutes: tuple[int, ...]
    offered: tuple[int, ...]
    answered: tuple[int | None, ...]
    in_target: tuple[int | None, ...]
    aht: tuple[float | None, ...]
    calendar: Calendar
    campaigns: tuple[Campaign, ...]
    marks: Mapping[date, DayMark]

    def within(self, first_day: date, last_day: date) -> "History":
        """The intervals of these days; calendar, campaigns and marks stay whole."""
        kept = [first_day <= start.date() <= last_day for start in self.starts]
        return replace(
            self,
            starts=tuple(compress(self.starts, kept)),
            minutes=tuple(compress(self.minutes, kept)),
            offered=tuple(compress(self.offered, kept)),
            answered=tuple(compress(self.answered, kept)),
            in_target=tuple(compress(self.in_target, kept)),
            aht=tuple(compress(self.aht, kept)),
        )

    @cached_property
    def days(self) -> DaySeries:
        """Totals of whole days; today's is unknown until it is over."""
        found = day_series(self.starts, self.minutes, self.offered)
        return DaySeries(found.days, [None if day >= self.today else calls for day, calls in zip(found.days, found.calls, strict=True)])

    @cached_property
    def slots(self) -> Slots:
        return slots_of(self.starts, self.minutes, self.offered)

    @cached_property
    def marked_outliers(self) -> frozenset[date]:
        return frozenset(day for day, mark in self.marks.items() if mark.kind == DayMark.Kind.OUTLIER)

    @cached_property
    def marked_ordinary(self) -> frozenset[date]:
        return frozenset(day for day, mark in self.marks.items() if mark.kind == DayMark.Kind.ORDINARY)

    @cached_property
    def outliers(self) -> tuple[Outlier, ...]:
        """What stands out and nobody has called ordinary."""
        return outlier_days(self.days, calendar=self.calendar, ordinary=self.marked_ordinary)

    @cached_property
    def left_out(self) -> frozenset[date]:
        """Days that tell nothing of what is usual: marked by hand, or found and not called ordinary."""
        return self.marked_outliers | frozenset(one.day for one in self.outliers)

    @cached_property
    def ordinary(self) -> DaySeries:
        """Only the days that tell what is usual: no holiday, make-up workday or campaign, nothing left out."""
        pairs = zip(self.days.days, self.days.calls, strict=True)
        calls = [None if day in self.left_out or not self.calendar.is_ordinary(day) else value for day, value in pairs]
        return DaySeries(self.days.days, calls)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return gaps(self.starts, self.minutes)

    @cached_property
    def changes(self) -> tuple[LengthChange, ...]:
        return length_changes(self.starts, self.minutes)

    @cached_property
    def jumps(self) -> tuple[Jump, ...]:
        return clock_jumps(self.starts, self.minutes)

    @cached_property
    def verdict(self) -> Verdict:
        known = [day for day, calls in zip(self.days.days, self.days.calls, strict=True) if calls is not None]
        return judge(known, gaps=self.gaps, changes=self.changes, outliers=sorted(self.left_out), today=self.today)


def history_of(queue: Queue, *, now: datetime) -> History:
    """The last three years of a queue. Four queries; the caller has seen to it that the queue may be seen."""
    today = now.astimezone(SHANGHAI).date()
    names = ("starts_at", "minutes", "offered", "answered", "in_target", "aht_seconds")
    rows = list(CallVolume.objects.filter(queue=queue, starts_at__gte=now - LONGEST_HISTORY).order_by("starts_at").values_list(*names))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    campaigns = tuple(Campaign.objects.filter(queue=queue).order_by("first_day", "pk"))
    return History(
        queue=queue,
        today=today,
        starts=tuple(start.astimezone(SHANGHAI).replace(tzinfo=None) for start in columns[0]),
        minutes=tuple(columns[1]),
        offered=tuple(columns[2]),
        answered=tuple(columns[3]),
        in_target=tuple(columns[4]),
        aht=tuple(columns[5]),
        calendar=_calendar(campaigns),
        campaigns=campaigns,
        marks={mark.day: mark for mark in DayMark.objects.filter(queue=queue).select_related("set_by")},
    )


def _calendar(campaigns: tuple[Campaign, ...]) -> Calendar:
    special = list(SpecialDay.objects.all())
    busy = frozenset(
        campaign.first_day + timedelta(days=number)
        for campaign in campaigns
        for number in range((campaign.last_day - campaign.first_day).days + 1 + TAIL_DAYS)
    )
    return Calendar(
        holidays={one.day: one.display_name for one in special if one.kind == DayKind.HOLIDAY},
        makeup=frozenset(one.day for one in special if one.kind == DayKind.WORKDAY),
        campaigns=busy,
    )
