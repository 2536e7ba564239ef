"""What a planner knows better: days of a forecast multiplied or set, each with a comment, each undone again."""

from datetime import date, datetime, timedelta

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import SHANGHAI

from ...models import Forecast, ForecastDay, ForecastInterval, ForecastOverride
from ...selectors.call_history import day_start
from ..staffing import plan_staffing
from .shaping import Shapes

_AT_ONCE = 2_000
MOST_FACTOR = 10.0


class BadOverride(ValueError):
    """Days outside the forecast, no comment, or not exactly one of factor and calls. `args[0]` says which."""


@transaction.atomic
def override_forecast(
    *,
    forecast: Forecast,
    first_day: date,
    last_day: date,
    comment: str,
    user: User,
    by: Actor,
    now: datetime,
    factor: float | None = None,
    calls: float | None = None,
) -> ForecastOverride:
    """Days times `factor`, or `calls` on each of them. Later overrides are applied after earlier ones. Raises BadOverride."""
    held = Forecast.objects.select_for_update().get(pk=forecast.pk)
    _check(held, first_day, last_day, comment, factor, calls)
    override = ForecastOverride.objects.create(
        forecast=held,
        first_day=first_day,
        last_day=last_day,
        factor=factor,
        calls=calls,
        comment=comment.strip(),
        set_by=user,
        set_at=now,
    )
    _recompute(held, first_day, last_day)
    plan_staffing(forecast=held, by=by, now=now)
    detail = {"from": str(first_day), "to": str(last_day), "factor": factor, "calls": calls, "comment": override.comment}
    record(by=by, action="scheduling.override_forecast", on=held, region_code=held.queue.region.code, detail=detail, at=now)
    return override


@transaction.atomic
def undo_override(*, override: ForecastOverride, user: User, by: Actor, now: datetime) -> None:
    """The row stays with who undid it and when; undoing twice changes nothing."""
    held = Forecast.objects.select_for_update().get(pk=override.forecast_id)
    changed = ForecastOverride.objects.filter(pk=override.pk, undone_at=None).update(undone_at=now, undone_by=user)
    if not changed:
        return
    _recompute(held, override.first_day, override.last_day)
    plan_staffing(forecast=held, by=by, now=now)
    detail = {"from": str(override.first_day), "to": str(override.last_day), "comment": override.comment}
    record(by=by, action="scheduling.undo_override", on=held, region_code=held.queue.region.code, detail=detail, at=now)


def _check(forecast: Forecast, first_day: date, last_day: date, comment: str, factor: float | None, calls: float | None) -> None:
    if first_day > last_day or first_day < forecast.first_day or last_day > forecast.last_day:
        raise BadOverride("days")
    if not comment.strip():
        raise BadOverride("comment")
    if (factor is None) == (calls is None):
        raise BadOverride("values")
    if (factor is not None and not 0 <= factor <= MOST_FACTOR) or (calls is not None and not 0 <= calls <= 1e7):
        raise BadOverride("range")


def _recompute(forecast: Forecast, first_day: date, last_day: date) -> None:
    """Days from what the method and campaigns say, through the overrides that stand, in their order; then their intervals."""
    overrides = list(forecast.overrides.filter(undone_at=None).order_by("pk"))
    days = list(forecast.days.filter(day__gte=first_day, day__lte=last_day))
    for one in days:
        one.calls = _calls(one, overrides)
    ForecastDay.objects.bulk_update(days, ["calls"])
    shapes = Shapes(forecast)
    spread = {one.day: shapes.calls(one) for one in days}
    rows = list(forecast.intervals.filter(starts_at__gte=day_start(first_day), starts_at__lt=day_start(last_day + timedelta(days=1))))
    for row in rows:
        local = row.starts_at.astimezone(SHANGHAI)
        row.calls = float(spread[local.date()][(local.hour * 60 + local.minute) // forecast.minutes])
    ForecastInterval.objects.bulk_update(rows, ["calls"], batch_size=_AT_ONCE)


def _calls(one: ForecastDay, overrides: list[ForecastOverride]) -> float:
    calls = one.base + one.campaign
    for override in overrides:
        if override.first_day <= one.day <= override.last_day:
            calls = override.calls if override.calls is not None else calls * (override.factor or 0.0)
    return calls
