"""Forecasts of a queue: versions with their reasons, days, intervals, and what a planner changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User

from .queues import Queue


class Forecast(models.Model):
    """A version. `choice` tells method, candidates with their backtest errors, and reasons; versions never change but for overrides."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="forecasts", verbose_name=_("Queue"))
    number = models.PositiveIntegerField(_("Version"))
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    history_until = models.DateField(_("History until"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    method = models.CharField(_("Method"), max_length=40)
    choice = models.JSONField(default=dict)
    expected_wape = models.FloatField(_("Expected daily error"), null=True, blank=True)
    is_current = models.BooleanField(_("Current version"), default=True)
    made_at = models.DateTimeField(_("Made at"))
    made_by = models.CharField(_("Made by"), max_length=150)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "number"], name="forecast_once_per_number"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="forecast_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} v{self.number}"


class ForecastDay(models.Model):
    """Calls of a day: what the method says, what campaigns add, the 80 % interval of both together. `calls` counts overrides in."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("Day"))
    base = models.FloatField(_("Without campaigns"))
    campaign = models.FloatField(_("By campaigns"), default=0)
    low = models.FloatField(_("Low"))
    high = models.FloatField(_("High"))
    calls = models.FloatField(_("Forecast calls"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["forecast", "day"], name="forecast_day_once"),
            models.CheckConstraint(condition=Q(calls__gte=0, base__gte=0, campaign__gte=0), name="forecast_day_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.day}"


class ForecastInterval(models.Model):
    """Calls of an interval with its expected handling time; the intervals of a day add up to its calls."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="intervals")
    starts_at = models.DateTimeField(_("Interval start"))
    calls = models.FloatField(_("Forecast calls"))
    aht_seconds = models.FloatField(_("Handling time, s"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["forecast", "starts_at"], name="forecast_interval_once"),
            models.CheckConstraint(condition=Q(calls__gte=0, aht_seconds__gte=0), name="forecast_interval_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.starts_at:%Y-%m-%d %H:%M}"


class ForecastOverride(models.Model):
    """A planner's word on days: times `factor`, or `calls` in all. Undone ones stay with who and when."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="overrides")
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    factor = models.FloatField(_("Factor"), null=True, blank=True)
    calls = models.FloatField(_("Calls a day"), null=True, blank=True)
    comment = models.CharField(_("Comment"), max_length=300)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(factor__gte=0, calls=None) | Q(factor=None, calls__gte=0), name="forecast_override_one_of_factor_and_calls"
            ),
            models.CheckConstraint(condition=~Q(comment=""), name="forecast_override_says_why"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="forecast_override_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.first_day}"
