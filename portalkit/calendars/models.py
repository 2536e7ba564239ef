from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Holiday")
    WORKDAY = "workday", _("Make-up workday")


class SpecialDay(models.Model):
    """A day that is not what its weekday says. `is_provisional`: expected, but no notice has named it yet."""

    day = models.DateField(_("Day"), unique=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True, db_default="")
    is_provisional = models.BooleanField(_("Provisional"), default=False, db_default=False)
    source = models.CharField(_("Source"), max_length=200, blank=True, db_default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, db_default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="special_day_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="special_day_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

    @property
    def is_worked(self) -> bool:
        return self.kind == DayKind.WORKDAY

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name


class WorkingCalendar(models.Model):
    """Which hours count. `spans` reads like `09:00-12:00, 14:00-18:00`."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True, db_default="")
    spans = models.CharField(_("Hours that count"), max_length=200)
    only_workdays = models.BooleanField(_("On workdays only"), default=False, db_default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(spans=""), name="working_calendar_has_hours"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name
