"""Standards that queues are held to, and how many agents their forecasts need by them."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import local_day

from ..domain.erlang import Impossible
from ..domain.staffing import requirement
from ..models import Forecast, ForecastInterval, Queue, ServiceStandard, StaffingInterval
from ..selectors.staffing import standard_of, standard_on

BATCH = 2000


@dataclass(frozen=True)
class StandardValues:
    """A standard as people typed it; shares of 1."""

    first_day: date
    target_share: float
    within_seconds: int
    max_occupancy: float
    max_asa_seconds: float | None
    patience_seconds: float | None
    concurrency: float
    shrinkage: dict[str, float]


@transaction.atomic
def set_standard(*, queue: Queue, values: StandardValues, by: Actor, now: datetime) -> ServiceStandard:
    """From a day on; again for the same day it takes the place of that one. Raises Impossible for a standard that nothing meets."""
    if not 0 <= sum(values.shrinkage.values()) < 1:
        raise Impossible("a shrinkage from 0 up to, not including, 1")
    columns = asdict(values)
    first_day = columns.pop("first_day")
    standard_of(ServiceStandard(queue=queue, first_day=first_day, **columns))
    standard, _made = ServiceStandard.objects.update_or_create(queue=queue, first_day=first_day, defaults=columns)
    record(by=by, action="scheduling.set_standard", on=queue, region_code=queue.region.code, detail=_detail(values), at=now)
    return standard


@transaction.atomic
def plan_staffing(*, forecast: Forecast, by: Actor, now: datetime) -> int:
    """Works out every interval of a forecast by the standards of its days; returns how many. Done again it takes their place."""
    by_standard: dict[int | None, list[ForecastInterval]] = defaultdict(list)
    standards = {row.pk: row for row in ServiceStandard.objects.filter(queue=forecast.queue)}
    for interval in ForecastInterval.objects.filter(forecast=forecast).order_by("starts_at"):
        by_standard[standard_on(standards.values(), local_day(interval.starts_at)).pk].append(interval)
    StaffingInterval.objects.filter(forecast=forecast).delete()
    rows: list[StaffingInterval] = []
    for standard, intervals in by_standard.items():
        row = standard_on([], forecast.first_day) if standard is None else standards[standard]
        rows += _worked_out(forecast, row, intervals)
    StaffingInterval.objects.bulk_create(rows, batch_size=BATCH)
    code = forecast.queue.region.code
    record(by=by, action="scheduling.plan_staffing", on=forecast, region_code=code, detail={"intervals": len(rows)}, at=now)
    return len(rows)


def _worked_out(forecast: Forecast, row: ServiceStandard, intervals: list[ForecastInterval]) -> list[StaffingInterval]:
    found = requirement(
        [one.calls for one in intervals],
        [one.aht_seconds for one in intervals],
        interval_minutes=forecast.minutes,
        standard=standard_of(row),
    )
    figures = zip(
        intervals, found.agents.tolist(), found.scheduled.tolist(), found.service_level.tolist(), found.occupancy.tolist(), strict=True
    )
    return [
        StaffingInterval(
            forecast=forecast,
            starts_at=one.starts_at,
            agents=agents,
            scheduled=scheduled,
            service_level=level if level == level else None,
            occupancy=busy if busy == busy else None,
        )
        for one, agents, scheduled, level, busy in figures
    ]


def _detail(values: StandardValues) -> dict[str, object]:
    return {**asdict(values), "first_day": values.first_day.isoformat()}
