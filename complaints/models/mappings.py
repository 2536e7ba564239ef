"""What the category and cause words of an export mean, with the days they mean it."""

from collections.abc import Mapping as Map
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..domain.mapping import Match
from .labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, SYSTEM_LABELS, TYPE_LABELS, Label, choices

ALWAYS = date(1900, 1, 1)
MATCH_LABELS: Map[str, Label] = {
    Match.EXACT: _("The whole path"),
    Match.PREFIX: _("The path begins with"),
    Match.WORD: _("A part contains"),
}


class Mapping(models.Model):
    """`text` in exports of `system` ("": of any) means the codes of the subclass, from a day (inclusive) to a day (exclusive)."""

    system = models.CharField(_("Source system"), max_length=4, choices=choices(SYSTEM_LABELS), blank=True)
    match = models.CharField(_("Rule"), max_length=8, choices=choices(MATCH_LABELS))
    text = models.CharField(_("Text"), max_length=500)
    valid_from = models.DateField(_("Valid from"), default=ALWAYS)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["match", "text", "system", "valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["system", "match", "text", "valid_from"], name="%(class)s_once_per_text_and_day"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="%(class)s_valid_from_before_to"),
        ]

    def __str__(self) -> str:
        return self.text


class CategoryMapping(Mapping):
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS))
    complaint_type = models.CharField(_("Type"), max_length=20, choices=choices(TYPE_LABELS))


class CauseMapping(Mapping):
    cause = models.CharField(_("Cause"), max_length=20, choices=choices(CAUSE_LABELS))
    side = models.CharField(_("Control"), max_length=16, choices=choices(SIDE_LABELS))
