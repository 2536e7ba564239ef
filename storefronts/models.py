from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region

from .domain.classes import HallClass


class Hall(models.Model):
    """A business hall. Its code, name and position are those of its region: a hall is a leaf of the region tree.

    So a grant on that leaf is a hall manager's, and one on a county sees every hall in it. `opening` is text as `domain.opening` reads it.
    """

    class Class(models.TextChoices):
        ORDINARY = HallClass.ORDINARY.value, _("Ordinary hall")
        KEY = HallClass.KEY.value, _("Key hall")

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="hall", verbose_name=_("Region"))
    address = models.CharField(_("Address"), max_length=200, blank=True, default="")
    opening = models.CharField(_("Opening hours"), max_length=200, blank=True, default="")
    hall_class = models.CharField(_("Hall class"), max_length=10, choices=Class.choices, default=Class.ORDINARY)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["region__path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(hall_class__in=[choice.value for choice in HallClass]), name="hall_class_known"),
        ]

    def __str__(self) -> str:
        return self.region.name

    @property
    def code(self) -> str:
        return self.region.code

    @property
    def legal_retention_days(self) -> int:
        return HallClass(self.hall_class).legal_retention_days
