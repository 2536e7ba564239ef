"""The agents of the hotline: what they can, what their contract says, when they are away."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region

from .queues import Queue


class Agent(models.Model):
    """`user` opens the agent's own page. No night shift from `no_nights_from` to `no_nights_until` (pregnancy from month 7, nursing).

    `prefers_shifts` are shift codes, `prefers_off` weekdays (1 Monday … 7 Sunday), both with spaces between. `skill_codes` are the codes of
    the queues as the last import said; AgentSkill is made from it and is what everything else reads.
    """

    code = models.CharField(_("Agent number"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("User"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    team = models.CharField(_("Team"), max_length=80, blank=True, default="")
    rotation_group = models.CharField(_("Rotation group"), max_length=40, blank=True, default="")
    week_hours = models.DecimalField(_("Contract hours a week"), max_digits=4, decimal_places=1, default=40)
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"), null=True, blank=True)
    no_nights_from = models.DateField(_("No nights from"), null=True, blank=True)
    no_nights_until = models.DateField(_("No nights until"), null=True, blank=True)
    prefers_shifts = models.CharField(_("Preferred shifts"), max_length=80, blank=True, default="")
    prefers_off = models.CharField(_("Preferred days off"), max_length=20, blank=True, default="")
    skill_codes = models.CharField(max_length=400, blank=True, default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["team", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="agent_first_before_last"),
            models.CheckConstraint(condition=Q(week_hours__gt=0, week_hours__lte=60), name="agent_week_hours_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AgentSkill(models.Model):
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="skills")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="skills")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "queue"], name="agent_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.queue_id}"


class Absence(models.Model):
    """Days on which an agent is not rostered, both included."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual leave")
        SICK = "sick", _("Sick leave")
        MATERNITY = "maternity", _("Maternity leave")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other absence")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="absences", verbose_name=_("Agent"))
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["first_day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "first_day"], name="absence_once_per_first_day"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="absence_first_before_last"),
            models.CheckConstraint(condition=Q(kind__in=["annual", "sick", "maternity", "training", "other"]), name="absence_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["last_day", "first_day"], name="absence_by_days")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.first_day}"


class AttendanceSpan(models.Model):
    """A stretch in which an agent was signed in. `day` is the day of the shift as the file names it; a stretch may cross midnight."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="attendance", verbose_name=_("Agent"))
    day = models.DateField(_("Day"))
    starts_at = models.DateTimeField(_("Sign-in time"))
    ends_at = models.DateTimeField(_("Sign-out time"))
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "starts_at"], name="attendance_once_per_start"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="attendance_start_before_end"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day", "agent"], name="attendance_by_day")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.starts_at:%Y-%m-%d %H:%M}"
