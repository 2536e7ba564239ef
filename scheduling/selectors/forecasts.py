"""Forecasts as their readers need them: those in force, the page of one, and how well it did."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import QuerySet, Sum

from portalkit.access.selectors import Access
from portalkit.jobs.models import OPEN_STATES, Job
from portalkit.jobs.selectors import visible_jobs

from ..domain.forecast.errors import Errors, measure
from ..domain.forecast.series import History
from ..models import Forecast, ForecastDay, ForecastInterval, ForecastOverride, Queue
from ..permissions import SchedulingPermission
from .call_history import daily_calls, day_start

HISTORY_DAYS = 56
_KIND = "scheduling.forecast"


@dataclass(frozen=True)
class DayView:
    """A day of a forecast with what came; `actual` None while the day is not over or was never imported."""

    day: date
    row: ForecastDay
    actual: float | None
    is_overridden: bool
    other: float | None = None


@dataclass(frozen=True)
class Accuracy:
    """How a forecast did on the days that are over. `months` are (year, month, bias)."""

    days: int
    daily: Errors
    interval: Errors
    naive_wape: float | None
    months: tuple[tuple[int, int, float | None], ...]


@dataclass(frozen=True)
class ForecastPage:
    """`past` are (day, calls) of the eight weeks before. `versions` are the queue's others, newest first; `against` one of them."""

    forecast: Forecast
    days: tuple[DayView, ...]
    past: tuple[tuple[date, float | None], ...]
    overrides: tuple[ForecastOverride, ...]
    versions: tuple[Forecast, ...]
    against: Forecast | None
    accuracy: Accuracy | None
    can_plan: bool


@dataclass(frozen=True)
class IntervalView:
    """An interval of a day with what came."""

    row: ForecastInterval
    actual: float | None


def visible_forecasts(access: Access) -> QuerySet[Forecast]:
    """Every version of the caller's queues with `total`, its calls."""
    rows = access.scope(SchedulingPermission.VIEW, Forecast.objects.all(), region="queue__region")
    return rows.select_related("queue__region").annotate(total=Sum("days__calls"))


def plannable_forecasts(access: Access) -> QuerySet[Forecast]:
    """Those that the caller may override."""
    rows = access.scope(SchedulingPermission.PLAN, Forecast.objects.all(), region="queue__region")
    return rows.select_related("queue__region")


def plannable_queues(access: Access) -> QuerySet[Queue]:
    """Active queues that the caller may forecast."""
    return access.scope(SchedulingPermission.PLAN, Queue.objects.filter(is_active=True)).select_related("region")


def open_forecast_jobs(access: Access) -> tuple[Job, ...]:
    """Forecasts that are being made. One query."""
    return tuple(visible_jobs(access).filter(kind=_KIND, state__in=OPEN_STATES).order_by("-pk")[:5])


def current_forecasts(*, queue: Queue, first_day: date, last_day: date) -> tuple[Forecast, ...]:
    """The versions in force that hold some of the days, newest first: of a day that several hold the newest counts. One query."""
    rows = Forecast.objects.filter(queue=queue, is_current=True, first_day__lte=last_day, last_day__gte=first_day)
    return tuple(rows.order_by("-number"))


def current_days(*, queue: Queue, first_day: date, last_day: date) -> dict[date, ForecastDay]:
    """The day rows in force. Two queries."""
    versions = current_forecasts(queue=queue, first_day=first_day, last_day=last_day)
    rows = ForecastDay.objects.filter(forecast__in=versions, day__gte=first_day, day__lte=last_day).select_related("forecast")
    return {row.day: row for row in rows.order_by("forecast__number")}


def current_intervals(*, queue: Queue, first_day: date, last_day: date) -> list[ForecastInterval]:
    """The interval rows in force, in order. Two queries."""
    versions = current_forecasts(queue=queue, first_day=first_day, last_day=last_day)
    rows = ForecastInterval.objects.filter(
        forecast__in=versions, starts_at__gte=day_start(first_day), starts_at__lt=day_start(last_day + timedelta(days=1))
    )
    newest = {row.starts_at: row for row in rows.select_related("forecast").order_by("forecast__number")}
    return [newest[moment] for moment in sorted(newest)]


def newest_forecast(access: Access, *, queue: int) -> Forecast | None:
    """The latest version of a queue. One query."""
    return visible_forecasts(access).filter(queue=queue).order_by("-number").first()


def forecast_page(access: Access, *, pk: int, today: date, against: int | None = None) -> ForecastPage:
    """Everything on the page of a forecast. Raises Forecast.DoesNotExist."""
    forecast = visible_forecasts(access).get(pk=pk)
    rows = tuple(forecast.days.order_by("day"))
    overrides = tuple(forecast.overrides.select_related("set_by", "undone_by").order_by("-pk"))
    versions = tuple(Forecast.objects.filter(queue=forecast.queue).exclude(pk=pk).defer("choice").order_by("-number")[:12])
    other = next((one for one in versions if one.pk == against), None)
    others = dict(ForecastDay.objects.filter(forecast=other).values_list("day", "calls")) if other else {}
    seen = daily_calls(
        forecast.queue,
        first_day=forecast.history_until - timedelta(days=HISTORY_DAYS - 1),
        last_day=min(forecast.last_day, today - timedelta(days=1)),
    )
    totals = _totals(seen)
    standing = [one for one in overrides if one.undone_at is None]
    days = tuple(
        DayView(
            row.day,
            row,
            totals.get(row.day),
            any(one.first_day <= row.day <= one.last_day for one in standing),
            others.get(row.day),
        )
        for row in rows
    )
    start = forecast.history_until - timedelta(days=HISTORY_DAYS - 1)
    past = tuple((start + timedelta(days=n), totals.get(start + timedelta(days=n))) for n in range(HISTORY_DAYS))
    return ForecastPage(
        forecast=forecast,
        days=days,
        past=past,
        overrides=overrides,
        versions=versions,
        against=other,
        accuracy=_accuracy(forecast, days, seen),
        can_plan=access.covers(SchedulingPermission.PLAN, forecast.queue.region),
    )


def interval_views(forecast: Forecast, day: date, *, today: date) -> tuple[IntervalView, ...]:
    """The intervals of a day. Two queries."""
    rows = forecast.intervals.filter(starts_at__gte=day_start(day), starts_at__lt=day_start(day + timedelta(days=1))).order_by("starts_at")
    seen = daily_calls(forecast.queue, first_day=day, last_day=day) if day < today else None
    actual = _moments(seen) if seen is not None and seen.minutes == forecast.minutes else {}
    return tuple(IntervalView(row, actual.get(row.starts_at)) for row in rows)


def forecast_accuracy(forecast: Forecast, *, today: date) -> Accuracy | None:
    """None while no day of the forecast is over. Two queries."""
    seen = daily_calls(forecast.queue, first_day=forecast.first_day, last_day=min(forecast.last_day, today - timedelta(days=1)))
    totals = _totals(seen)
    days = tuple(DayView(row.day, row, totals.get(row.day), is_overridden=False) for row in forecast.days.order_by("day"))
    return _accuracy(forecast, days, seen)


def _accuracy(forecast: Forecast, days: tuple[DayView, ...], seen: History | None) -> Accuracy | None:
    over = [one for one in days if one.actual is not None]
    if not over or seen is None:
        return None
    guess = np.array([one.row.calls for one in over])
    real = np.array([one.actual for one in over], dtype=float)
    months = sorted({(one.day.year, one.day.month) for one in over})
    biases = []
    for year, month in months:
        mine = np.array([(one.day.year, one.day.month) == (year, month) for one in over])
        biases.append((year, month, measure(forecast=guess[mine], actual=real[mine]).bias))
    return Accuracy(
        days=len(over),
        daily=measure(forecast=guess, actual=real, scale=forecast.choice.get("scale")),
        interval=_interval_errors(forecast, over, seen),
        naive_wape=(forecast.choice.get("naive") or {}).get("wape"),
        months=tuple(biases),
    )


def _interval_errors(forecast: Forecast, over: list[DayView], seen: History) -> Errors:
    if seen.minutes != forecast.minutes:
        return Errors(None, None, None, None)
    actual = _moments(seen)
    rows = forecast.intervals.filter(starts_at__gte=day_start(over[0].day), starts_at__lt=day_start(over[-1].day + timedelta(days=1)))
    pairs = [(calls, actual[moment]) for moment, calls in rows.values_list("starts_at", "calls") if moment in actual]
    if not pairs:
        return Errors(None, None, None, None)
    guess, real = np.array(pairs).T
    return measure(forecast=guess, actual=real)


def _totals(seen: History | None) -> dict[date, float]:
    """Calls of the days that have any row."""
    if seen is None:
        return {}
    present = np.any(np.isfinite(seen.calls), axis=1)
    sums = np.nansum(seen.calls, axis=1)
    return {seen.first_day + timedelta(days=int(at)): float(sums[at]) for at in np.flatnonzero(present)}


def _moments(seen: History) -> dict[datetime, float]:
    start = day_start(seen.first_day)
    flat = seen.calls.ravel()
    return {start + timedelta(minutes=int(at) * seen.minutes): float(flat[at]) for at in np.flatnonzero(np.isfinite(flat))}
