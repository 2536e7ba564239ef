"""What the first page of early warning shows: what is open by region and class, what ended lately, how much is watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, month_of, months
from portalkit.regions.models import Region

from ..domain.signals import Grade, SignalState
from ..domain.taxonomy import ServiceClass
from ..models import MonthlyClassRollup, WarningPass, WarningSignal
from .ground import Ground, ground
from .warning import signals

TREND_MONTHS = 13
ENDED_DAYS = 120
MOST_ENDED = 20
# How often a judged month of an unchanged rate is flagged upwards by chance (docs/algorithms/u-prime-chart.md), and a day of a watch.
FALSE_CHARTS = 0.0033
_GRADES = [str(grade) for grade in Grade]


@dataclass(frozen=True)
class Concern:
    """Everything that is open for a region and class; `signals` gravest first, `trend` the complaints of the last thirteen months."""

    region: Region
    service_class: str
    signals: tuple[WarningSignal, ...]
    trend: tuple[int, ...]

    @property
    def worst(self) -> WarningSignal:
        return self.signals[0]

    @property
    def since(self) -> date:
        return min(signal.since for signal in self.signals)


@dataclass(frozen=True)
class LastPass:
    """When all series were looked at last, how many could be judged, and how many false alarms a month chance alone makes of them."""

    at: datetime
    charts: int
    watches: int
    false_alarms: float


@dataclass(frozen=True)
class WarningOverview:
    """`concerns` are the rises, gravest first; `better` what fell; `ended` what ended in the last four months, newest first."""

    concerns: tuple[Concern, ...]
    better: tuple[WarningSignal, ...]
    ended: tuple[WarningSignal, ...]
    by_grade: Mapping[Grade, int]
    last_pass: LastPass | None


def warning_overview(access: Access, *, newest: date, share: float, region: Region | None = None) -> WarningOverview:
    """`newest` is the newest day with data; `share` that of false alarms in 100 days. Raises RegionOutOfReach. Six queries."""
    view = ground(access, region=region)
    every = signals(access, region=region)
    rows = list(every.filter(state=SignalState.OPEN))
    rising = sorted((row for row in rows if row.severity), key=_gravest)
    concerns = _concerns(view, rising, newest)
    ended = every.filter(state=SignalState.ENDED, ended_on__gte=newest - timedelta(days=ENDED_DAYS)).exclude(severity="")
    return WarningOverview(
        concerns=concerns,
        better=tuple(sorted((row for row in rows if not row.severity), key=lambda row: row.ratio)),
        ended=tuple(ended.order_by("-ended_on", "-ratio")[:MOST_ENDED]),
        by_grade={grade: sum(one.worst.severity == grade for one in concerns) for grade in Grade},
        last_pass=_last_pass(view, share),
    )


def _concerns(view: Ground, rising: Sequence[WarningSignal], newest: date) -> tuple[Concern, ...]:
    groups: dict[tuple[int, str], list[WarningSignal]] = {}
    for row in rising:
        groups.setdefault((row.region_id, row.service_class), []).append(row)
    trends = _trends(view, [group[0] for group in groups.values()], last=month_of(newest)) if groups else {}
    return tuple(
        Concern(region=group[0].region, service_class=key[1], signals=tuple(group), trend=trends[key]) for key, group in groups.items()
    )


def _trends(view: Ground, rows: Sequence[WarningSignal], *, last: Month) -> dict[tuple[int, str], tuple[int, ...]]:
    """Complaints by month for each row's region and class. One query."""
    first = last.plus(1 - TREND_MONTHS)
    span = months(first, last)
    sums = view.during(MonthlyClassRollup.objects.all(), first=first, last=last)
    counted = list(sums.order_by().values_list("month", "region_id", "service_class").annotate(n=Sum("complaints")))
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    for row in rows:
        by_month = dict.fromkeys((month.first_day for month in span), 0)
        for month, region, service_class, n in counted:
            is_inside = view.regions[region].path.startswith(row.region.path)
            if is_inside and row.service_class in (ServiceClass.TOTAL, service_class):
                by_month[month] += n
        found[row.region_id, row.service_class] = tuple(by_month.values())
    return found


def _gravest(row: WarningSignal) -> tuple[int, float, int]:
    return _GRADES.index(row.severity), -row.ratio, row.pk


def _last_pass(view: Ground, share: float) -> LastPass | None:
    found = view.within(WarningPass.objects.all()).aggregate(at=Max("at"), charts=Sum("charts"), watches=Sum("watches"))
    if found["at"] is None:
        return None
    false_alarms = found["charts"] * FALSE_CHARTS + found["watches"] * share * 30.4 / 100
    return LastPass(at=found["at"], charts=found["charts"], watches=found["watches"], false_alarms=false_alarms)
