"""Early warning as pages and reports read it: signals, the funnel of a month, what changed between two periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import AnyPeriod, Month, Span, month_of
from portalkit.regions.models import Region

from ..domain.decomposition import Decomposition, Part, decomposition
from ..domain.denominators import Denominators
from ..domain.funnel import Funnel, Judged, Unit, funnel
from ..domain.rates import Pair
from ..domain.ratios import Ratio, rate_ratio
from ..domain.signals import SignalState
from ..domain.taxonomy import ServiceClass
from ..models import DailyClassRollup, WarningSignal
from ..models.labels import CLASS_LABELS, Label
from ..permissions import ComplaintsPermission
from .coverage import covered_months
from .ground import Ground, ground
from .slices import counts
from .subscribers import denominators
from .warning_series import WATCHED_CLASSES, MonthlyChart, monthly_charts, warning_rules

TOTAL = str(ServiceClass.TOTAL)
Sums = Mapping[tuple[int | None, str], int]


@dataclass(frozen=True)
class Placed:
    """A region in the funnel; `judged` is None without subscribers."""

    region: Region
    pair: Pair
    judged: Judged | None


@dataclass(frozen=True)
class RegionFunnel:
    """The parts of a region in a period against their common rate; `funnel` is None without complaints or subscribers."""

    period: AnyPeriod
    service_class: str
    placed: tuple[Placed, ...]
    funnel: Funnel | None


@dataclass(frozen=True)
class Compared:
    """One region, class or the whole in two periods. `ratio` is None without a denominator or without any complaint."""

    key: str
    label: Label
    before: Pair
    now: Pair
    ratio: Ratio | None
    region: Region | None = None


@dataclass(frozen=True)
class RateChange:
    """What changed between two periods. `decomposition` is by region, None where subscribers of a part are unknown."""

    before: AnyPeriod
    now: AnyPeriod
    whole: Compared
    regions: tuple[Compared, ...]
    classes: tuple[Compared, ...]
    decomposition: Decomposition | None


@dataclass(frozen=True)
class WarningSummary:
    """Early warning of a period, for its report. `chart` is the region's monthly chart of all classes, None for several regions."""

    period: AnyPeriod
    signals: tuple[WarningSignal, ...]
    funnel: RegionFunnel
    change: RateChange
    chart: MonthlyChart | None


def warning_summary(
    access: Access, *, period: AnyPeriod, region: Region | None = None, today: date | None = None, before: AnyPeriod | None = None
) -> WarningSummary:
    """The signals that were found in the period or lasted into it, gravest first; the funnel; the change against the period before.

    `today` decides which months are complete, and is the day after the period when left out. Raises RegionOutOfReach.
    """
    today = today or period.last_day + timedelta(days=1)
    view = ground(access, region=region)
    chart = None
    if view.region is not None:
        charts = monthly_charts(access, region=view.region, today=today, rules=warning_rules(), last=month_of(period.last_day))
        chart = charts[TOTAL]
    return WarningSummary(
        period=period,
        signals=tuple(signals_in(access, period=period, region=region)),
        funnel=region_funnel(access, period=period, region=region),
        change=rate_change(access, now=period, before=before or period.previous(), region=region),
        chart=chart,
    )


def signals(access: Access, *, region: Region | None = None) -> QuerySet[WarningSignal]:
    """All signals in reach, with their region. Raises RegionOutOfReach."""
    rows = access.scope(ComplaintsPermission.VIEW, WarningSignal.objects.all())
    if region is not None:
        rows = ground(access, region=region).within(rows)  # type: ignore[assignment]
    return rows.select_related("region__parent")


def signals_in(access: Access, *, period: AnyPeriod, region: Region | None = None) -> QuerySet[WarningSignal]:
    """Found until the period's end and not over before it began; withdrawn ones are left out. Those that matter most come first."""
    lasting = Q(ended_on=None) | Q(ended_on__gte=period.first_day)
    rows = signals(access, region=region).filter(lasting, on__lte=period.last_day).exclude(state=SignalState.WITHDRAWN)
    return rows.exclude(on__lt=period.first_day, ended_on=None, state=SignalState.ENDED).order_by("-ratio", "pk")


def region_funnel(access: Access, *, period: AnyPeriod, region: Region | None = None, service_class: str = TOTAL) -> RegionFunnel:
    """Judges the parts of a region. Raises RegionOutOfReach. Three queries."""
    view = ground(access, region=region)
    sums, below = _sums(view, period), _below(view, period)
    pairs = {part: _pair(sums, below, part, service_class) for part in view.parts}
    known = [part for part, pair in pairs.items() if pair.subscribers]
    found = funnel([Unit(count=pairs[part].complaints, size=pairs[part].subscribers or 1) for part in known])
    judged = dict(zip(known, found.units, strict=True)) if found else {}
    placed = sorted((Placed(part, pair, judged.get(part)) for part, pair in pairs.items()), key=_by_ratio)
    return RegionFunnel(period=period, service_class=service_class, placed=tuple(placed), funnel=found)


def rate_change(access: Access, *, now: AnyPeriod, before: AnyPeriod, region: Region | None = None) -> RateChange:
    """Compares two periods, by region and by class. Raises RegionOutOfReach. Five queries."""
    view = ground(access, region=region)
    sums = _sums(view, before), _sums(view, now)
    below = _below(view, before), _below(view, now)
    regions = tuple(
        _compared(part.code, part.name, tuple(_pair(s, b, part, TOTAL) for s, b in zip(sums, below, strict=True)), part)
        for part in view.parts
    )
    whole, *classes = (
        _compared(code, CLASS_LABELS[code], tuple(_whole(view, s, b, code) for s, b in zip(sums, below, strict=True)))
        for code in WATCHED_CLASSES
    )
    placed = [sum(one.complaints for one in pairs) for pairs in ([r.before for r in regions], [r.now for r in regions])]
    return RateChange(
        before=before,
        now=now,
        whole=whole,
        regions=regions,
        classes=tuple(classes),
        decomposition=decomposition(
            [Part(key=one.key, before=one.before, now=one.now) for one in regions],
            unplaced_before=whole.before.complaints - placed[0],
            unplaced_now=whole.now.complaints - placed[1],
        ),
    )


def comparable_periods(*, month: Month, today: date, against_last_year: bool = False) -> tuple[AnyPeriod, AnyPeriod] | None:
    """The earlier and the later period for a comparison of this month: whole months, or of a month in part the same days of both.

    None where the month has no data. One query.
    """
    covered = covered_months(today=today)
    if not covered.has_data(month):
        return None
    earlier = month.same_last_year() if against_last_year else month.previous()
    if not covered.is_partial(month):
        return earlier, month
    last = min(covered.covered[month].last_on, today - timedelta(days=1))
    if last < month.first_day:
        return None
    until = earlier.first_day.replace(day=min(last.day, earlier.last_day.day))
    return Span(earlier.first_day, until), Span(month.first_day, last)


def _sums(view: Ground, period: AnyPeriod) -> Sums:
    """Complaints by part (None: of a top region itself, naming no part) and class. One query."""
    part_of = view.part_of()
    found: dict[tuple[int | None, str], int] = {}
    for (region, service_class), counted in _counts(view, period).items():
        key = part_of[region].pk if region in part_of else None, service_class
        found[key] = found.get(key, 0) + counted
    return found


def _counts(view: Ground, period: AnyPeriod) -> dict[tuple[Any, ...], int]:
    if isinstance(period, Month):
        return counts(view, first=period, last=period, columns=("region_id", "service_class"))
    rows = view.within(DailyClassRollup.objects.filter(day__gte=period.first_day, day__lte=period.last_day))
    found = rows.order_by().values_list("region_id", "service_class").annotate(counted=Sum("complaints"))
    return {(region, service_class): counted for region, service_class, counted in found}


def _below(view: Ground, period: AnyPeriod) -> Denominators:
    """The subscribers of the month that the period ends in. One query."""
    month = month_of(period.last_day)
    return denominators(view, first=month, last=month)[month]


def _pair(sums: Sums, below: Denominators, part: Region, service_class: str) -> Pair:
    complaints = sum(n for (region, code), n in sums.items() if region == part.pk and _matches(code, service_class))
    return Pair(complaints=complaints, subscribers=below.of(part.pk, service_class))


def _whole(view: Ground, sums: Sums, below: Denominators, service_class: str) -> Pair:
    complaints = sum(n for (_, code), n in sums.items() if _matches(code, service_class))
    return Pair(complaints=complaints, subscribers=below.over([top.pk for top in view.tops], service_class))


def _matches(code: str, service_class: str) -> bool:
    return service_class == TOTAL or code == service_class


def _compared(key: str, label: Label, pairs: tuple[Pair, ...], region: Region | None = None) -> Compared:
    before, now = pairs
    return Compared(key=key, label=label, before=before, now=now, ratio=rate_ratio(now=now, before=before), region=region)


def _by_ratio(one: Placed) -> tuple[bool, float, str]:
    return one.judged is None, -(one.judged.ratio if one.judged else 0.0), one.region.code
