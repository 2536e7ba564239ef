"""What the analyst says of a section of a version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from portalkit.approvals.models import Approvable
from portalkit.regions.models import Region

from .reports import ReportVersion


class Commentary(Approvable):
    """Another person approves it; a version is published with its approved commentary only."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="commentaries")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    text = models.TextField()

    class Meta(Approvable.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Approvable.Meta.constraints,
            models.UniqueConstraint(fields=["version", "section"], name="commentary_once_per_section"),
            models.CheckConstraint(condition=~Q(text=""), name="commentary_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.section}"
