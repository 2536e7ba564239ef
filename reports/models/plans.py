"""Which reports are made by themselves, and who gets them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.regions.models import Region

from ..domain.kinds import Language
from .labels import KIND_CHOICES, LANGUAGE_CHOICES


class Plan(models.Model):
    """What the schedule does for one kind of report. Without a row `selectors.plans.plan_of` says what holds.

    `publishes`: a version of a complete period is published at once, without commentary.
    """

    class Reach(models.TextChoices):
        PROVINCE = "province", _("The province only")
        PREFECTURES = "prefectures", _("The province and every prefecture branch")

    kind = models.CharField(max_length=8, choices=KIND_CHOICES, unique=True)
    is_on = models.BooleanField(_("Made by schedule"), default=True)
    reach = models.CharField(_("For"), max_length=12, choices=Reach.choices, default=Reach.PREFECTURES)
    language = models.CharField(_("Language"), max_length=8, choices=LANGUAGE_CHOICES, default=Language.CHINESE.value)
    publishes = models.BooleanField(_("Published at once, without commentary"), default=False)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Subscription(models.Model):
    """Sends a user every published report of this kind and region, as long as the user may see that region."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KIND_CHOICES)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES, default=Language.CHINESE.value)
    pdf = models.BooleanField(default=True)
    xlsx = models.BooleanField(default=False)
    pptx = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind", "region", "language"], name="subscription_once_per_kind_and_region"),
            models.CheckConstraint(condition=Q(kind__in=["daily", "weekly", "monthly", "hotline"]), name="subscription_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()} · {self.region}"

    @property
    def formats(self) -> tuple[str, ...]:
        """The files that come with the mail; none means a link alone."""
        return tuple(name for name in ("pdf", "xlsx", "pptx") if getattr(self, name))
