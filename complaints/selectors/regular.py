"""Regular analysis: one day, week or month with everything that is reported of it, against the period before and last year's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Day, IsoWeek, Month, Period, day_of
from portalkit.regions.models import Region

from ..domain.denominators import Denominators
from ..domain.histogram import percentile
from ..domain.rates import PER_TEN_THOUSAND, Interval, Pair, change, intervals
from ..domain.regular import BEYOND_CHANCE, DayWeekMonth, denominator_month, movement
from ..models import DailyRollup, MonthlyClassRollup, MonthlyRollup, Status, Ticket
from ..models.labels import CLASS_LABELS, Label
from ..models.tickets import LATE_SECONDS
from .analysis import ResolutionPoints, resolution_points_on
from .coverage import Months, covered_months, data_version
from .ground import Ground, ground
from .rates import TOTAL
from .slices import COLUMN_OF, By, label_of
from .subscribers import denominators

DIVIDED_BY = (By.CLASS, By.TYPE, By.CHANNEL, By.CAUSE, By.SIDE)
COURSE = {Day: 30, IsoWeek: 9, Month: 13}
MOST_MOVERS = 8
LATE = timedelta(seconds=LATE_SECONDS)
SECONDS_KEPT = 24 * 3600
BORROWED = 3
_DONE = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)


@dataclass(frozen=True)
class Line:
    """One figure of the period beside the same of the period before and of last year.

    Counts are None where the period has no data at all. `change` and `change_on_year` are relative, of the number of complaints;
    None where either side is unknown or a part of its period only. `place` counts from 1 at the highest rate (regions only).
    """

    by: By
    key: str
    label: Label
    complaints: int | None
    before: int | None
    last_year: int | None
    change: float | None
    change_on_year: float | None
    share: float | None
    subscribers: int | None
    rate: float | None
    interval: Interval | None
    rate_before: float | None
    rate_last_year: float | None
    region: Region | None = None
    place: int | None = None
    place_before: int | None = None


@dataclass(frozen=True)
class Mover:
    """A line that departs from the period before by `deviations` standard deviations of chance, up where positive."""

    line: Line
    deviations: float


@dataclass(frozen=True)
class Point:
    """One period of the course up to this one."""

    period: DayWeekMonth
    complaints: int | None
    rate: float | None
    is_partial: bool


@dataclass(frozen=True)
class RegularSummary:
    """Everything that the regular report of a period says.

    `subscribers_of` is the month whose subscribers divide: None without any; `is_borrowed` says that those of the period's own
    month are not there yet. `open_at_end` counts the tickets that were neither solved nor closed when the period ended.
    """

    period: DayWeekMonth
    previous: DayWeekMonth
    last_year: DayWeekMonth
    regions: tuple[Region, ...]
    total: Line
    lines: Mapping[By, tuple[Line, ...]]
    movers: tuple[Mover, ...]
    course: tuple[Point, ...]
    resolution: ResolutionPoints
    resolution_before: ResolutionPoints
    open_at_end: int
    open_before: int
    subscribers_of: Month | None
    is_borrowed: bool
    is_partial: bool
    newest_day: date | None
    version: int

    @property
    def has_data(self) -> bool:
        return self.total.complaints is not None


def regular_summary(access: Access, *, period: DayWeekMonth, today: date, region: Region | None = None) -> RegularSummary:
    """All tables of the regular page for a day, an ISO week or a month. Raises RegionOutOfReach. At most fifteen queries."""
    view = ground(access, region=region)
    spans = (period, period.previous(), period.same_last_year())
    covered = covered_months(today=today)
    course = _course_of(period)
    below = denominators(view, first=denominator_month(spans[2]).plus(-BORROWED), last=denominator_month(period))
    table = _Table(view, spans, covered, below, _presence(spans, covered))
    sums = _sums(view, spans, [COLUMN_OF[by] for by in DIVIDED_BY])
    total = table.line(By.TOTAL, TOTAL, CLASS_LABELS[TOTAL], _added(sums.values()))
    lines = {by: _divided(table, total, sums, position) for position, by in enumerate(DIVIDED_BY)}
    lines[By.REGION] = _regions(table, total, _sums(view, spans, ["region_id"]))
    version = data_version()
    return RegularSummary(
        period=period,
        previous=spans[1],
        last_year=spans[2],
        regions=view.tops,
        total=total,
        lines=lines,
        movers=_movers(table, lines),
        course=_course(table, course),
        resolution=_resolution(view, period),
        resolution_before=_resolution(view, spans[1]),
        open_at_end=_open(view, period.last_day, version=version),
        open_before=_open(view, spans[1].last_day, version=version),
        subscribers_of=table.divisor(period)[0],
        is_borrowed=table.divisor(period)[0] not in (None, denominator_month(period)),
        is_partial=is_partial(period, covered),
        newest_day=covered.newest_day,
        version=version,
    )


def is_partial(period: DayWeekMonth, covered: Months) -> bool:
    """Whether the data reach only into a part of the period. Of a month the rule of the rates holds."""
    if isinstance(period, Month):
        return covered.is_partial(period)
    first = min((coverage.first_on for coverage in covered.covered.values()), default=None)
    if first is None or covered.newest_day is None:
        return False
    return covered.today <= period.last_day or covered.newest_day < period.last_day or period.first_day < first <= period.last_day


def open_after(day: date) -> Q:
    """Tickets that were neither solved nor closed when this day ended. The three branches are those that an index finds."""
    end = day_of(day).end
    recent = day - LATE
    done_later = Q(resolved_at__gte=end) | Q(resolved_at=None, closed_at__gte=end)
    never = Q(accepted_on__lte=day, resolved_at=None, closed_at=None) & ~Q(status__in=_DONE)
    soon = Q(accepted_on__gt=recent, accepted_on__lte=day) & done_later
    late = Q(accepted_on__lte=recent, resolution_seconds__gt=LATE_SECONDS) & done_later
    return never | soon | late


@dataclass(frozen=True)
class _Table:
    """What every line of the page is worked out with."""

    view: Ground
    spans: Sequence[DayWeekMonth]
    covered: Months
    below: Mapping[Month, Denominators]
    known: Sequence[bool]

    def divisor(self, period: DayWeekMonth) -> tuple[Month | None, Denominators | None]:
        """The month whose subscribers divide: its own; for a day or a week the newest of the three before where its own has none."""
        own = denominator_month(period)
        for offset in range(1 if isinstance(period, Month) else BORROWED + 1):
            month = own.plus(-offset)
            if month in self.below and self._whole(self.below[month]) is not None:
                return month, self.below[month]
        return None, None

    def line(self, by: By, key: str, label: Label, counted: Sequence[int], *, region: Region | None = None) -> Line:
        now, before, last_year = (number if known else None for number, known in zip(counted, self.known, strict=True))
        subscribers = [self._subscribers(span, by, key, region) for span in self.spans]
        rates = [
            None if number is None else Pair(number, below).rate(per=PER_TEN_THOUSAND)
            for number, below in zip((now, before, last_year), subscribers, strict=True)
        ]
        return Line(
            by=by, key=key, label=label, complaints=now, before=before, last_year=last_year,
            change=self._change(now, before, self.spans[1]), change_on_year=self._change(now, last_year, self.spans[2]),
            share=None, subscribers=subscribers[0], rate=rates[0], interval=None, rate_before=rates[1], rate_last_year=rates[2],
            region=region,
        )  # fmt: skip

    def is_comparable(self, other: DayWeekMonth) -> bool:
        return not is_partial(self.spans[0], self.covered) and not is_partial(other, self.covered)

    def _change(self, now: int | None, then: int | None, other: DayWeekMonth) -> float | None:
        return change(now=now, before=then) if self.is_comparable(other) else None

    def _subscribers(self, span: DayWeekMonth, by: By, key: str, region: Region | None) -> int | None:
        _month, below = self.divisor(span)
        if below is None:
            return None
        if by is By.REGION:
            return below.of(region.pk) if region is not None and region in self.view.parts else None
        return below.over([top.pk for top in self.view.tops], key if by is By.CLASS else TOTAL)

    def _whole(self, below: Denominators) -> int | None:
        return below.over([top.pk for top in self.view.tops], TOTAL)


def _presence(spans: Sequence[DayWeekMonth], covered: Months) -> tuple[bool, ...]:
    """Whether there are data of each period at all: a complaint anywhere in the portal."""
    if isinstance(spans[0], Month):
        return tuple(covered.has_data(span) for span in spans if isinstance(span, Month))
    return tuple(DailyRollup.objects.filter(_within("day", span)).exists() for span in spans)


def _sums(view: Ground, spans: Sequence[DayWeekMonth], columns: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Complaints of each period by the columns. One query over the roll-ups."""
    table, when = _source(spans[0], lean=list(columns) == ["region_id"])
    every = Q()
    for span in spans:
        every |= _within(when, span)
    figures = {f"in_{number}": Sum("complaints", filter=_within(when, span), default=0) for number, span in enumerate(spans)}
    rows: Iterable[tuple[Any, ...]] = (
        view.within(table.objects.filter(every)).order_by().values(*columns).annotate(**figures).values_list(*columns, *figures)
    )
    width = len(columns)
    return {tuple(row[:width]): tuple(row[width:]) for row in rows}


def _source(period: DayWeekMonth, *, lean: bool) -> tuple[Any, str]:
    if isinstance(period, Month):
        return (MonthlyClassRollup if lean else MonthlyRollup), "month"
    return DailyRollup, "day"


def _within(when: str, period: Period) -> Q:
    if when == "month":
        return Q(month=period.first_day)
    return Q(day__gte=period.first_day, day__lte=period.last_day)


def _added(counted: Iterable[Sequence[int]]) -> tuple[int, int, int]:
    totals = [0, 0, 0]
    for row in counted:
        totals = [so_far + number for so_far, number in zip(totals, row, strict=True)]
    return totals[0], totals[1], totals[2]


def _divided(table: _Table, total: Line, sums: Mapping[tuple[Any, ...], Sequence[int]], position: int) -> tuple[Line, ...]:
    by = DIVIDED_BY[position]
    found: dict[str, list[Sequence[int]]] = {}
    for key, counted in sums.items():
        found.setdefault(str(key[position]), []).append(counted)
    lines = [table.line(by, key, label_of(by, key), _added(rows)) for key, rows in found.items()]
    return _finished(sorted(lines, key=lambda line: (-(line.complaints or 0), -(line.before or 0), line.key)), total)


def _regions(table: _Table, total: Line, sums: Mapping[tuple[Any, ...], Sequence[int]]) -> tuple[Line, ...]:
    """The parts of what is in view, by rate from the highest; then tickets that name none of them, where there are any."""
    view = table.view
    part_of = view.part_of()
    found: dict[int | None, list[Sequence[int]]] = {part.pk: [] for part in view.parts}
    for (pk,), counted in sums.items():
        found.setdefault(part_of[pk].pk if pk in part_of else None, []).append(counted)
    lines = [table.line(By.REGION, part.code, part.display_name, _added(found[part.pk]), region=part) for part in view.parts]
    places, places_before = _places({line.key: line.rate for line in lines}), _places({line.key: line.rate_before for line in lines})
    ranked = [replace(line, place=places.get(line.key), place_before=places_before.get(line.key)) for line in lines]
    ranked.sort(key=lambda line: (line.place or len(lines) + 1, -(line.complaints or 0), line.key))
    rest = found.get(None)
    more = [table.line(By.REGION, "", "", _added(rest))] if rest and view.parts else []
    return _finished([*ranked, *more], total)


def _places(rates: Mapping[str, float | None]) -> dict[str, int]:
    known = sorted(((rate, key) for key, rate in rates.items() if rate is not None), key=lambda pair: (-pair[0], pair[1]))
    return {key: place for place, (_rate, key) in enumerate(known, start=1)}


def _finished(lines: Sequence[Line], total: Line) -> tuple[Line, ...]:
    """With shares and intervals, the latter in one pass."""
    ends = intervals([Pair(line.complaints or 0, line.subscribers) for line in lines])
    return tuple(
        replace(
            line,
            share=line.complaints / total.complaints if line.complaints is not None and total.complaints else None,
            interval=end if line.complaints is not None else None,
        )
        for line, end in zip(lines, ends, strict=True)
    )


def _movers(table: _Table, lines: Mapping[By, Sequence[Line]]) -> tuple[Mover, ...]:
    """The lines that moved beyond chance against the period before, most first; none where a period is not whole."""
    now, before = table.spans[0], table.spans[1]
    if not table.is_comparable(before):
        return ()
    found = [
        Mover(line, movement(now=line.complaints, before=line.before, days_now=len(now), days_before=len(before)))
        for rows in lines.values()
        for line in rows
        if line.complaints is not None and line.before is not None and line.key
    ]
    beyond = [one for one in found if abs(one.deviations) >= BEYOND_CHANCE]
    return tuple(sorted(beyond, key=lambda one: -abs(one.deviations))[:MOST_MOVERS])


def _course_of(period: DayWeekMonth) -> tuple[DayWeekMonth, ...]:
    found = [period]
    while len(found) < COURSE[type(period)]:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def _course(table: _Table, course: Sequence[DayWeekMonth]) -> tuple[Point, ...]:
    """One query over the roll-ups of the whole course; where nothing at all is known of a period its count is None."""
    first, last = course[0].first_day, course[-1].last_day
    model, when = _source(course[0], lean=True)
    rows = table.view.within(model.objects.filter(**{f"{when}__gte": first, f"{when}__lte": last}))
    counted: dict[date, int] = dict(rows.order_by().values_list(when).annotate(counted=Sum("complaints")))
    return tuple(_point(table, period, counted) for period in course)


def _point(table: _Table, period: DayWeekMonth, counted: Mapping[date, int]) -> Point:
    days = (period.first_day,) if isinstance(period, Month) else period.days()
    is_known = any(day in counted for day in days) or (isinstance(period, Month) and table.covered.has_data(period))
    complaints = sum(counted.get(day, 0) for day in days) if is_known else None
    _month, below = table.divisor(period)
    subscribers = below.over([top.pk for top in table.view.tops], TOTAL) if below else None
    rate = None if complaints is None else Pair(complaints, subscribers).rate()
    return Point(period=period, complaints=complaints, rate=rate, is_partial=is_partial(period, table.covered))


def _resolution(view: Ground, period: DayWeekMonth) -> ResolutionPoints:
    """Of a month from the histogram, of a day or week from its tickets, in the same buckets."""
    if isinstance(period, Month):
        return resolution_points_on(view, first=period, last=period)
    rows = view.within(Ticket.objects.filter(accepted_on__gte=period.first_day, accepted_on__lte=period.last_day, counted=True))
    found = dict(rows.exclude(resolution_bucket=None).order_by().values_list("resolution_bucket").annotate(tickets=Count("pk")))
    return ResolutionPoints(
        tickets=sum(found.values()), half=percentile(found, 0.5), eighty=percentile(found, 0.8), ninety_five=percentile(found, 0.95)
    )


def _open(view: Ground, day: date, *, version: int) -> int:
    """Kept by data version: of all figures here it alone looks at tickets of every age."""
    places = sha256("\x1f".join(top.path for top in view.tops).encode()).hexdigest()

    def count() -> int:
        return view.within(Ticket.objects.filter(open_after(day), counted=True)).count()

    found: int = cache.get_or_set(f"complaints.open:{version}:{places}:{day}", count, SECONDS_KEPT)  # type: ignore[assignment]
    return found
