"""How many agents a queue needs: the standard it is held to, and the requirement of each interval."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .forecasts import Forecast
from .queues import Queue


class ServiceStandard(models.Model):
    """What a queue is held to from a day on; the newest that has begun holds. Shares are of 1.

    `shrinkage` maps kinds (training, meetings, absence, breaks) to shares of paid time; they are taken off once, together.
    """

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="standards", verbose_name=_("Queue"))
    first_day = models.DateField(_("From day"))
    target_share = models.FloatField(_("Service level"), default=0.8)
    within_seconds = models.PositiveSmallIntegerField(_("Within, s"), default=20)
    max_occupancy = models.FloatField(_("Highest occupancy"), default=0.85)
    max_asa_seconds = models.FloatField(_("Longest mean wait, s"), null=True, blank=True)
    patience_seconds = models.FloatField(_("Mean patience, s"), null=True, blank=True)
    concurrency = models.FloatField(_("Contacts at a time"), default=1)
    shrinkage = models.JSONField(_("Shrinkage"), default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["queue", "-first_day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "first_day"], name="service_standard_once_per_day"),
            models.CheckConstraint(condition=Q(target_share__gt=0, target_share__lt=1), name="service_standard_target_is_share"),
            models.CheckConstraint(condition=Q(max_occupancy__gt=0, max_occupancy__lte=1), name="service_standard_occupancy_is_share"),
            models.CheckConstraint(condition=Q(concurrency__gte=1), name="service_standard_concurrency_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.first_day}"


class StaffingInterval(models.Model):
    """The requirement of an interval of a forecast: `agents` on the phone, `scheduled` on the roster, shrinkage counted in."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="staffing")
    starts_at = models.DateTimeField(_("Interval start"))
    agents = models.PositiveIntegerField(_("Agents needed"))
    scheduled = models.PositiveIntegerField(_("Agents to schedule"))
    service_level = models.FloatField(_("Service level"), null=True, blank=True)
    occupancy = models.FloatField(_("Occupancy"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["forecast", "starts_at"], name="staffing_interval_once"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.starts_at:%Y-%m-%d %H:%M}"
