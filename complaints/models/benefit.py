"""Benefit estimates: inputs with their sources, in versions."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.benefit import Inputs


class BenefitEstimate(models.Model):
    """The benefit of a region and month as somebody estimated it. A change is a new version; the newest is `is_current`."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    month = models.DateField(_("Month"))
    version = models.PositiveIntegerField(_("Version"), default=1)
    is_current = models.BooleanField(default=True)
    subscribers = models.PositiveIntegerField(_("New subscribers"))
    subscribers_source = models.CharField(_("Source of the new subscribers"), max_length=200)
    arpu = models.DecimalField(_("Revenue a subscriber, yuan"), max_digits=9, decimal_places=4)
    arpu_source = models.CharField(_("Source of the revenue"), max_length=200)
    share = models.DecimalField(_("Share credited"), max_digits=7, decimal_places=6)
    share_source = models.CharField(_("Reason for the share"), max_length=200)
    note = models.CharField(_("Note"), max_length=500, blank=True, default="")
    made_by = models.CharField(_("Estimated by"), max_length=150)
    made_at = models.DateTimeField(_("Estimated at"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "month", "version"], name="estimate_once_per_version"),
            models.UniqueConstraint(fields=["region", "month"], condition=Q(is_current=True), name="estimate_one_current"),
            models.CheckConstraint(condition=Q(arpu__gte=0, arpu__lte=10_000), name="estimate_arpu_believable"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="estimate_share_of_one"),
            models.CheckConstraint(condition=Q(subscribers__lte=100_000_000), name="estimate_subscribers_believable"),
            models.CheckConstraint(condition=Q(version__gte=1), name="estimate_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.region} v{self.version}"

    @property
    def inputs(self) -> Inputs:
        return Inputs(subscribers=self.subscribers, arpu=self.arpu, share=self.share)

    @property
    def revenue(self) -> Decimal:
        """Yuan, in cents."""
        return self.inputs.revenue_in_cents

    @property
    def benefit(self) -> Decimal:
        """Yuan, in cents. For sums take `inputs.benefit`, which is exact."""
        return self.inputs.benefit_in_cents
