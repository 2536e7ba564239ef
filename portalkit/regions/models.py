from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture branch")
    COUNTY = "county", _("County")
    HALL = "hall", _("Hall")


class Region(models.Model):
    """A node of the region tree. `path` is the codes from the root with slashes at both ends, so a subtree is a prefix.

    Two codes never differ in case alone: SQLite compares prefixes without regard to case, and a subtree must not leak.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, editable=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="region_valid_from_before_to"
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(code__contains="/"), name="region_code_without_slash"),
            models.CheckConstraint(condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="region_longitude_in_range"),
            models.CheckConstraint(condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="region_latitude_in_range"),
            models.UniqueConstraint(Upper("code"), name="region_code_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name

    @property
    def long_name(self) -> str:
        """With the prefecture before a county's name, since counties of two prefectures may be called alike."""
        if self.parent is None or self.level not in (Level.COUNTY, Level.HALL):
            return self.display_name
        return f"{self.parent.display_name} {self.display_name}"
