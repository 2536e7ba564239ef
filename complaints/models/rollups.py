"""Counted tickets, added up. Every row equals a GROUP BY over `Ticket` where `counted`; services.rollups keeps it so.

Regions carry no constraint of their own here: rows come from tickets only, whose foreign key guards them already, and checking each
of them a second time took a sixth of an import.
"""

from typing import ClassVar

from django.db import models

from portalkit.regions.models import Region


class _Dimensions(models.Model):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service_class = models.CharField(max_length=12)
    complaint_type = models.CharField(max_length=20)
    cause = models.CharField(max_length=20)
    cause_side = models.CharField(max_length=16)
    system = models.CharField(max_length=4)
    channel = models.CharField(max_length=80, blank=True)
    complaints = models.PositiveIntegerField()

    class Meta:
        abstract = True


_KEY = ["service_class", "complaint_type", "cause", "cause_side", "system", "channel"]


class DailyRollup(_Dimensions):
    day = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "region", *_KEY], name="daily_rollup_once_per_key"),
        ]


class MonthlyRollup(_Dimensions):
    """`month` is the first day."""

    month = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", *_KEY], name="monthly_rollup_once_per_key"),
        ]


class MonthlyClassRollup(models.Model):
    """The lean table of the month × region × class page; `first_on` and `last_on` are the first and last day with a complaint."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service_class = models.CharField(max_length=12)
    complaints = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "service_class"], name="class_rollup_once_per_key"),
        ]


class MonthlyCauseRollup(models.Model):
    """The lean table of causes and of who could have avoided them."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    cause = models.CharField(max_length=20)
    cause_side = models.CharField(max_length=16)
    complaints = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "cause", "cause_side"], name="cause_rollup_once_per_key"),
        ]


class MonthTotal(models.Model):
    """A month over all regions, with its first and last day with a complaint: which months have data, and which only in part."""

    month = models.DateField(unique=True)
    complaints = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()


class ResolutionHistogram(models.Model):
    """Counted tickets that were solved or closed, by the bucket of their duration (domain.histogram)."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service_class = models.CharField(max_length=12)
    bucket = models.SmallIntegerField()
    tickets = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "service_class", "bucket"], name="resolution_once_per_key"),
        ]


class DataVersion(models.Model):
    """One row. `number` grows with every commit, undo, correction and remapping, so that caches and live pages know."""

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="data_version_is_one_row"),
        ]
