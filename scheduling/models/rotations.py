"""Patterns of shifts that groups of agents rotate through."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region


class RotationPattern(models.Model):
    """Codes of shifts that repeat, a dash for a day off: `N1 N1 - -`. It holds for hotlines in the region's subtree."""

    code = models.SlugField(_("Code"), max_length=20)
    name = models.CharField(_("Name"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    codes = models.CharField(_("Days of the rotation"), max_length=400)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "code"], name="rotation_once_per_code"),
            models.CheckConstraint(condition=~Q(codes=""), name="rotation_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.codes}"
