"""Denominators, official figures, targets and the events that charts mark."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region

from ..domain.rates import PER_MILLION, PER_TEN_THOUSAND
from ..domain.taxonomy import ServiceClass
from .labels import CLASS_LABELS, choices

UNIT_CHOICES = [(PER_TEN_THOUSAND, _("per 10,000 subscribers")), (PER_MILLION, _("per million subscribers"))]


class SubscriberCount(models.Model):
    """The subscribers of a class in a region and month (its first day). `revision` counts the values it has had; imports keep them."""

    month = models.DateField(_("Month"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS), default=ServiceClass.TOTAL.value)
    subscribers = models.BigIntegerField(_("Subscribers"))
    revision = models.PositiveIntegerField(_("Revision"), default=1, db_default=1)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "service_class"], name="subscribers_once_per_month_region_class"),
            models.CheckConstraint(condition=Q(subscribers__gte=0), name="subscribers_not_negative"),
            models.CheckConstraint(condition=~Q(service_class=ServiceClass.UNMAPPED.value), name="subscribers_class_known"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.region} {self.service_class}"


class PublishedRate(models.Model):
    """A rate as somebody published it: shown beside the computed one, never in its place."""

    month = models.DateField(_("Month"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS), default=ServiceClass.TOTAL.value)
    value = models.DecimalField(_("Rate"), max_digits=14, decimal_places=6)
    per = models.PositiveIntegerField(_("Unit"), choices=UNIT_CHOICES, default=PER_TEN_THOUSAND)
    source = models.CharField(_("Source"), max_length=200, blank=True, db_default="")
    entered_by = models.CharField(_("Entered by"), max_length=150, blank=True, db_default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "service_class"], name="published_once_per_month_region_class"),
            models.CheckConstraint(condition=Q(value__gte=0), name="published_rate_not_negative"),
            models.CheckConstraint(condition=Q(per__in=(PER_TEN_THOUSAND, PER_MILLION)), name="published_rate_unit_known"),
            models.CheckConstraint(condition=~Q(service_class=ServiceClass.UNMAPPED.value), name="published_rate_class_known"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.region} {self.service_class}"


class RateTarget(models.Model):
    """The rate that a region is to stay below, per 10,000 subscribers, from a month on until `last_month` (None: until further notice)."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("Region"))
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS), default=ServiceClass.TOTAL.value)
    first_month = models.DateField(_("First month"))
    last_month = models.DateField(_("Last month"), null=True, blank=True)
    value = models.DecimalField(_("Target rate"), max_digits=14, decimal_places=6)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "service_class", "first_month"], name="target_once_per_region_class_month"),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_above_zero"),
            models.CheckConstraint(condition=Q(last_month=None) | Q(first_month__lte=F("last_month")), name="target_first_before_last"),
        ]


class Annotation(models.Model):
    """An event that charts mark, in a region's subtree or (None) everywhere."""

    class Kind(models.TextChoices):
        COUNTING = "counting", _("Change of counting")
        NETWORK = "network", _("Network event")
        CAMPAIGN = "campaign", _("Campaign")
        OTHER = "other", _("Other event")

    day = models.DateField(_("Day"))
    label = models.CharField(_("Text"), max_length=120)
    label_en = models.CharField(_("Text in English"), max_length=120, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Region"))

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "label"], name="annotation_once_per_day_and_text"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label_here(self) -> str:
        """The text in the reader's language."""
        return self.label if (get_language() or "").startswith("zh") else self.label_en or self.label
