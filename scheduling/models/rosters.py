"""Shifts, labour rules, rosters with their assignments, and the work-time bank."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.approvals.models import Approvable
from portalkit.regions.models import Region

from .people import Absence, Agent


class ShiftTemplate(models.Model):
    """A shift by the clock: `spans` reads like `08:00-12:00 14:00-18:00`; an end at or before its start crosses midnight.

    `breaks` are minutes each, placed by the optimiser inside the spans. `is_night`: some of it lies between 00:00 and 06:00.
    """

    code = models.SlugField(_("Code"), max_length=20)
    name = models.CharField(_("Name"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    spans = models.CharField(_("Hours of the shift"), max_length=80)
    breaks = models.CharField(_("Breaks, min"), max_length=40, blank=True, default="")
    is_night = models.BooleanField(_("Night shift"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["spans", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "code"], name="shift_template_once_per_code"),
            models.CheckConstraint(condition=~Q(spans=""), name="shift_template_has_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.spans}"


class LabourRule(models.Model):
    """A limit of the law or of the centre from a day on; `code` is one of domain.rules.RuleCode, the newest that has begun holds."""

    code = models.CharField(_("Rule"), max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    first_day = models.DateField(_("From day"))
    value = models.FloatField(_("Value"), null=True, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    source = models.CharField(_("Source"), max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "-first_day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "code", "first_day"], name="labour_rule_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.first_day}"


class Roster(Approvable):
    """A version of a month's (or any stretch's) roster of one hotline. `figures` are coverage, cost and violations when it was saved."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    number = models.PositiveIntegerField(_("Version"))
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("Made at"))
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True)
    published_by = models.CharField(_("Published by"), max_length=150, blank=True, default="")
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)

    class Meta(Approvable.Meta):
        ordering: ClassVar[list[str]] = ["-first_day", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Approvable.Meta.constraints,
            models.UniqueConstraint(fields=["region", "first_day", "last_day", "number"], name="roster_once_per_number"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="roster_first_before_last"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(state="approved"), name="roster_published_when_approved"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d}–{self.last_day:%Y-%m-%d} v{self.number}"


class Assignment(models.Model):
    """What an agent works on a day: a shift with its breaks, or nothing (a row with `shift` None is a planned day off).

    `breaks` reads like `10:15-10:30 12:00-12:45`. `overtime_minutes` is the part beyond the contract's hours.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="assignments")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="assignments")
    day = models.DateField(_("Day"))
    shift = models.ForeignKey(ShiftTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    breaks = models.CharField(_("Breaks"), max_length=80, blank=True, default="")
    overtime_minutes = models.PositiveSmallIntegerField(_("Overtime, min"), default=0)
    comment = models.CharField(_("Comment"), max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["roster", "agent", "day"], name="assignment_once_per_agent_and_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agent", "day"], name="assignment_by_agent")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.day}"


class HoursEntry(models.Model):
    """A booking of an agent's work-time bank: minutes worked beyond the contract (positive) or given back (negative)."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("By roster")
        OFFER = "offer", _("Offer taken")
        CORRECTION = "correction", _("Correction")

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="hours_entries")
    day = models.DateField(_("Day"))
    minutes = models.IntegerField(_("Minutes booked"))
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, null=True, blank=True, related_name="hours_entries")
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agent", "day"], name="hours_entry_by_agent")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.day} {self.minutes}"


class ShiftRequest(models.Model):
    """What an agent asks for: leave on days, or a swap of days with a colleague. A supervisor decides; the rules are asked first.

    `absence_kind` is that of the leave; empty for a swap, and for leave asked for before kinds were asked.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        SWAP = "swap", _("Swap")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a decision")
        ASKED = "asked", _("Waits for the colleague")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Request refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.OPEN)
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    colleague = models.ForeignKey(Agent, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    colleague_day = models.DateField(null=True, blank=True)
    absence_kind = models.CharField(_("Kind of leave"), max_length=10, choices=Absence.Kind.choices, blank=True, default="")
    reason = models.CharField(_("Reason"), max_length=200, blank=True, default="")
    effect = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decision_note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="shift_request_first_before_last"),
            models.CheckConstraint(
                condition=Q(kind="leave", colleague=None) | Q(kind="swap", colleague__isnull=False, colleague_day__isnull=False),
                name="shift_request_swap_names_colleague",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.kind} {self.first_day}"
