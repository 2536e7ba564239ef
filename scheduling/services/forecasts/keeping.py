"""Keeps a forecast as the queue's next version, with its days and intervals and the staff they need."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Max

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.forecast.backtest import Progress
from ...domain.forecast.methods import Method
from ...models import Forecast, ForecastDay, ForecastInterval, Queue
from ...selectors.call_history import day_start
from ..staffing import plan_staffing
from .making import Drawn, draw_forecast
from .shaping import Shapes

_AT_ONCE = 2_000


def make_forecast(
    *,
    queue: Queue,
    horizon_days: int,
    by: Actor,
    now: datetime,
    methods: Mapping[str, Method] | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Draws a forecast up and keeps it. Raises CannotForecast."""
    drawn = draw_forecast(queue=queue, horizon_days=horizon_days, now=now, methods=methods, progress=progress)
    return keep_forecast(drawn=drawn, by=by, now=now)


@transaction.atomic
def keep_forecast(*, drawn: Drawn, by: Actor, now: datetime) -> Forecast:
    """The next version of the queue. Earlier ones that begin on its first day or later are no longer current; of days that several
    current versions hold the newest counts."""
    queue = Queue.objects.select_for_update().get(pk=drawn.queue.pk)
    number = (Forecast.objects.filter(queue=queue).aggregate(last=Max("number"))["last"] or 0) + 1
    Forecast.objects.filter(queue=queue, is_current=True, first_day__gte=drawn.days[0], first_day__lte=drawn.days[-1]).update(
        is_current=False
    )
    forecast = Forecast.objects.create(
        queue=queue,
        number=number,
        first_day=drawn.days[0],
        last_day=drawn.days[-1],
        history_until=drawn.history_until,
        minutes=drawn.minutes,
        method=drawn.method,
        choice=drawn.choice,
        expected_wape=drawn.expected_wape,
        made_at=now,
        made_by=by.name,
    )
    days = [
        ForecastDay(
            forecast=forecast,
            day=day,
            base=float(base),
            campaign=float(campaign),
            low=float(low),
            high=float(high),
            calls=float(base + campaign),
        )
        for day, base, campaign, low, high in zip(drawn.days, drawn.base, drawn.campaign, drawn.low, drawn.high, strict=True)
    ]
    ForecastDay.objects.bulk_create(days)
    ForecastInterval.objects.bulk_create(_intervals(forecast, days), batch_size=_AT_ONCE)
    detail = {"version": number, "from": str(forecast.first_day), "to": str(forecast.last_day), "method": forecast.method}
    plan_staffing(forecast=forecast, by=by, now=now)
    record(by=by, action="scheduling.make_forecast", on=forecast, region_code=queue.region.code, detail=detail, at=now)
    return forecast


def _intervals(forecast: Forecast, days: list[ForecastDay]) -> list[ForecastInterval]:
    """The open slots of the days; of a closed day none."""
    shapes = Shapes(forecast)
    rows = []
    for one in days:
        calls, handling = shapes.calls(one), shapes.handling(one.day)
        rows += [
            ForecastInterval(
                forecast=forecast,
                starts_at=day_start(one.day) + timedelta(minutes=int(slot) * forecast.minutes),
                calls=float(calls[slot]),
                aht_seconds=float(handling[slot]),
            )
            for slot in np.flatnonzero(shapes.open_slots(one.day))
        ]
    return rows
