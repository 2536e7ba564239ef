"""Service standards as the domain reads them, and the requirement worked out for forecasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import local_day

from ..domain.erlang import Target
from ..domain.staffing import Standard
from ..models import Forecast, ForecastInterval, ServiceStandard, StaffingInterval
from ..permissions import SchedulingPermission

USUAL = ServiceStandard(
    target_share=0.8, within_seconds=20, max_occupancy=0.85, shrinkage={"breaks": 0.1, "absence": 0.08, "training": 0.05, "meetings": 0.03}
)


@dataclass(frozen=True)
class PlannedInterval:
    """`needed` None: the interval has not been worked out yet."""

    interval: ForecastInterval
    needed: StaffingInterval | None


def standards(access: Access) -> QuerySet[ServiceStandard]:
    """Of queues in reach, the newest of a queue first."""
    rows = access.scope(SchedulingPermission.VIEW, ServiceStandard.objects.select_related("queue__region"), region="queue__region")
    return rows.order_by("queue", "-first_day")


def standard_on(rows: Iterable[ServiceStandard], day: date) -> ServiceStandard:
    """The newest of a queue's standards that has begun; the usual one where none has."""
    begun = [row for row in rows if row.first_day <= day]
    return max(begun, key=lambda row: row.first_day) if begun else USUAL


def standard_of(row: ServiceStandard) -> Standard:
    target = Target(
        share=row.target_share,
        within_seconds=row.within_seconds,
        max_occupancy=row.max_occupancy,
        max_asa_seconds=row.max_asa_seconds,
        patience_seconds=row.patience_seconds,
    )
    return Standard(
        target=target, shrinkage={str(kind): float(share) for kind, share in row.shrinkage.items()}, concurrency=row.concurrency
    )


def staffing_plans(access: Access) -> QuerySet[Forecast]:
    """Current forecasts in reach, the newest first, each with `worked_out` (intervals) and `hours` on the roster."""
    rows = access.scope(SchedulingPermission.VIEW, Forecast.objects.select_related("queue__region"), region="queue__region")
    hours = Sum("staffing__scheduled") * F("minutes") / 60.0
    return rows.filter(is_current=True).annotate(worked_out=Count("staffing"), hours=hours).order_by("-first_day", "queue")


def planned_day(forecast: Forecast, day: date) -> tuple[PlannedInterval, ...]:
    """The intervals of a day in order. Two queries."""
    needed = {row.starts_at: row for row in StaffingInterval.objects.filter(forecast=forecast)}
    intervals = ForecastInterval.objects.filter(forecast=forecast).order_by("starts_at")
    return tuple(PlannedInterval(one, needed.get(one.starts_at)) for one in intervals if local_day(one.starts_at) == day)
