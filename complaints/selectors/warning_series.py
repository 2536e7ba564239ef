"""The series that early warning looks at: months on a control chart, days against a baseline. All of it comes from roll-ups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, month_of
from portalkit.regions.models import Region

from ..domain.control_chart import ControlChart, Observation, control_chart, phases
from ..domain.partial import is_improbable
from ..domain.rates import PER_TEN_THOUSAND
from ..domain.taxonomy import TICKET_CLASSES, ServiceClass
from ..domain.watch import Settings, Watch, watch
from ..models import Annotation, DailyClassRollup, WarningRules
from .coverage import covered_months
from .ground import Ground, ground
from .published import annotations
from .rates import Rate, monthly_rates
from .slices import By

WATCHED_CLASSES: tuple[str, ...] = (
    str(ServiceClass.TOTAL),
    *(str(code) for code in TICKET_CLASSES if code is not ServiceClass.UNMAPPED),
)
CHART_MONTHS = 36
WATCH_MONTHS = 18
SPLITTING = frozenset({str(Annotation.Kind.COUNTING), str(Annotation.Kind.NETWORK)})


@dataclass(frozen=True)
class MonthlyChart:
    """A region and class by month; `chart` has one point for each of `rows`. `events` are those that split it into phases."""

    region: Region
    service_class: str
    rows: tuple[Rate, ...]
    chart: ControlChart
    events: tuple[Annotation, ...]

    @property
    def is_judged(self) -> bool:
        return bool(self.chart.limits)


@dataclass(frozen=True)
class DailyWatch:
    """A region and class by day; nothing is watched where there are too few complaints a day."""

    region: Region
    service_class: str
    watch: Watch

    @property
    def is_watched(self) -> bool:
        return any(day.sum is not None for day in self.watch.days[-7:])


def warning_rules() -> WarningRules:
    """The thresholds that hold now; those of a new installation where nobody has set any. One query."""
    return WarningRules.objects.first() or WarningRules()


def monthly_charts(
    access: Access, *, region: Region, today: date, rules: WarningRules, last: Month | None = None, per: int = PER_TEN_THOUSAND
) -> Mapping[str, MonthlyChart]:
    """The charts of a region by class, of the months up to `last` (the month of `today`). Raises RegionOutOfReach. Six queries.

    A class with fewer complaints a month than the rules ask for has a chart without limits.
    """
    last = last or month_of(today)
    first = last.plus(1 - CHART_MONTHS)
    rates = monthly_rates(access, first=first, last=last, today=today, region=region, by=By.CLASS, per=per)
    events = splitting_events(region, first=first.first_day, last=last.last_day)
    found: dict[str, MonthlyChart] = {}
    for service_class in WATCHED_CLASSES:
        rows = _without_what_came_before(rates.of(service_class))
        phase = phases([row.month.first_day for row in rows], [event.day for event in events])
        observations = [Observation(row.complaints, row.subscribers, not row.is_partial, one) for row, one in zip(rows, phase, strict=True)]
        enough = _mean(observations) >= rules.fewest_monthly
        chart = control_chart(observations if enough else [_unjudged(one) for one in observations], sigmas=rules.sigmas, run=rules.run)
        found[service_class] = MonthlyChart(region=region, service_class=service_class, rows=rows, chart=chart, events=events)
    return found


def daily_watches(
    access: Access, *, region: Region, today: date, rules: WarningRules, only: Sequence[str] = WATCHED_CLASSES
) -> Mapping[str, DailyWatch]:
    """The days of a region by class, for eighteen months until the newest day with data before `today`.

    The first day is that of a month, so that on every day of a month the same walk is made, one day longer. Raises RegionOutOfReach.
    Three queries. Empty without data.
    """
    view = ground(access, region=region)
    covered = covered_months(today=today)
    if covered.first is None or covered.newest_day is None:
        return {}
    newest = min(covered.newest_day, today - timedelta(days=1))
    first = max(month_of(newest).plus(-WATCH_MONTHS).first_day, covered.covered[covered.first].first_on)
    if newest < first:
        return {}
    counts = daily_counts(view, first=first, last=newest)
    unknown = _unknown_days(counts[str(ServiceClass.TOTAL)])
    settings = Settings(step=rules.step, share=rules.share, fewest_daily=rules.fewest_daily)
    return {
        service_class: DailyWatch(
            region=region,
            service_class=service_class,
            watch=watch(
                first=first,
                counts=[None if position in unknown else count for position, count in enumerate(counts[service_class])],
                settings=settings,
            ),
        )
        for service_class in only
    }


def daily_counts(view: Ground, *, first: date, last: date) -> dict[str, list[int]]:
    """Complaints by class (and the total, unmapped ones included) of each day from `first` to `last`. One query."""
    length = (last - first).days + 1
    found = {service_class: [0] * length for service_class in WATCHED_CLASSES}
    rows = view.within(DailyClassRollup.objects.filter(day__gte=first, day__lte=last))
    for day, service_class, counted in rows.order_by().values_list("day", "service_class").annotate(counted=Sum("complaints")):
        position = (day - first).days
        found[str(ServiceClass.TOTAL)][position] += counted
        if service_class in found:
            found[service_class][position] += counted
    return found


def splitting_events(region: Region, *, first: date, last: date) -> tuple[Annotation, ...]:
    """The changes of counting and of the network that concern the region as a whole: everywhere, above it or at it. One query."""
    found = annotations((region,), first=first, last=last)
    return tuple(
        event for event in found if event.kind in SPLITTING and (event.region is None or region.path.startswith(event.region.path))
    )


def _without_what_came_before(rows: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """From the first month with data on."""
    started = next((position for position, row in enumerate(rows) if row.has_data), 0)
    return rows[started:]


def _mean(observations: Sequence[Observation]) -> float:
    usable = [one.count or 0 for one in observations if one.is_usable]
    return sum(usable) / len(usable) if usable else 0.0


def _unjudged(one: Observation) -> Observation:
    return Observation(count=one.count, size=one.size, is_whole=one.is_whole, phase=None)


def _unknown_days(totals: Sequence[int]) -> frozenset[int]:
    """Days in runs without any complaint that are too long for chance: an export is missing there."""
    level = sum(totals) / len(totals)
    found: set[int] = set()
    position = 0
    for is_silent, run in groupby(totals, key=lambda count: count == 0):
        length = len(list(run))
        if is_silent and is_improbable(silent_days=length, per_day=level):
            found.update(range(position, position + length))
        position += length
    return frozenset(found)
