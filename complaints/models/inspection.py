"""What the rules of inspection are set to, what they found, and the sums of it that pages read."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region
from portalkit.vault.domain.masking import mask_text

from ..domain.quality.rules import RuleCode, Severity
from .labels import Label
from .tickets import Ticket

RULE_LABELS: Mapping[str, Label] = {
    RuleCode.CAUSE_OTHER: _("Cause “other”"),
    RuleCode.CAUSE_CONTRADICTED: _("Cause contradicts the reply"),
    RuleCode.VAGUE_TIME: _("Vague time words"),
    RuleCode.NOT_REACHED: _("Customer not reached, no next step"),
    RuleCode.FIELD_MISSING: _("Required field missing"),
    RuleCode.PREHANDLING_SKIPPED: _("Pre-handling skipped"),
    RuleCode.PLAN_PAST: _("Planned solution is past"),
    RuleCode.PLAN_FAR: _("Planned solution is far off"),
    RuleCode.REPLY_COPIED: _("Reply copied from another ticket"),
    RuleCode.TIMES_CONFLICT: _("Times contradict one another"),
    RuleCode.MANUAL: _("Found by hand"),
}
SEVERITY_LABELS: Mapping[int, Label] = {Severity.MINOR: _("Minor"), Severity.MAJOR: _("Major"), Severity.CRITICAL: _("Critical")}


class RuleVersion(models.Model):
    """A setting of a rule, for complaints from `valid_from` on. Of those valid on a day the highest number counts; 0 is as delivered."""

    rule = models.CharField(_("Rule"), max_length=24, choices=list(RULE_LABELS.items()))
    number = models.PositiveIntegerField(_("Version"))
    is_enabled = models.BooleanField(_("In use"), default=True)
    severity = models.PositiveSmallIntegerField(_("Severity"), choices=list(SEVERITY_LABELS.items()))
    weight = models.PositiveSmallIntegerField(_("Weight"))
    options = models.JSONField(default=dict)
    valid_from = models.DateField(_("Valid from"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    restores = models.PositiveIntegerField(null=True)
    set_by = models.CharField(_("Set by"), max_length=150)
    set_at = models.DateTimeField(_("Set at"))

    class Meta:
        ordering: ClassVar[list[str]] = ["rule", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once_per_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="rule_version_after_delivery"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="rule_weight_within_score"),
        ]

    def __str__(self) -> str:
        return f"{RULE_LABELS.get(self.rule, self.rule)} {self.number}"


class TicketScore(models.Model):
    """One row per inspected ticket. `severity` is that of the gravest finding, 0 without one; `row_hash` the ticket's at that time.

    Department, day, cause and the like are copied from the ticket, so that sums need no join.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    department = models.CharField(_("Department"), max_length=160, blank=True)
    score = models.PositiveSmallIntegerField(_("Score"))
    findings = models.PositiveSmallIntegerField(_("Findings"))
    severity = models.PositiveSmallIntegerField(_("Severity"), default=0)
    cause = models.CharField(max_length=20)
    solved = models.BooleanField(null=True)
    row_hash = models.CharField(max_length=32, blank=True)
    inspected_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(score__lte=100), name="ticket_score_within_hundred"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "day"], name="ticket_score_by_region_day"),
            models.Index(fields=["day", "score"], name="ticket_score_by_day"),
        ]


class Finding(models.Model):
    """Something wrong with a ticket. `start` and `end` are the place of `words` in the ticket's `field`, None where there is none.

    `verdict` is what the last inspector said. `by_hand`: an inspector found it. `version` names the rule's algorithm and setting.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("Not judged")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Turned down")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("Complained on"))
    department = models.CharField(_("Department"), max_length=160, blank=True)
    rule = models.CharField(_("Rule"), max_length=24, choices=list(RULE_LABELS.items()))
    severity = models.PositiveSmallIntegerField(_("Severity"), choices=list(SEVERITY_LABELS.items()))
    version = models.CharField(_("Rule version"), max_length=12)
    field = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    detail = models.JSONField(default=dict)
    note = models.CharField(max_length=400, blank=True)
    by_hand = models.BooleanField(default=False)
    verdict = models.CharField(_("Verdict"), max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    found_at = models.DateTimeField(_("Found at"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(start=None) | Q(end__gte=F("start")), name="finding_place_in_order"),
            models.CheckConstraint(condition=Q(verdict__in=("open", "confirmed", "rejected")), name="finding_verdict_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("day").desc(), F("id").desc(), name="finding_newest_first"),
            models.Index(fields=["region", "day"], name="finding_by_region_day"),
            models.Index(fields=["rule", "day"], name="finding_by_rule_day"),
        ]

    def __str__(self) -> str:
        return str(RULE_LABELS.get(self.rule, self.rule))

    # Django's own translate every label of a field for each value.
    def get_rule_display(self) -> str:
        return str(RULE_LABELS.get(self.rule, self.rule))

    def get_severity_display(self) -> str:
        return str(SEVERITY_LABELS.get(self.severity, self.severity))

    @property
    def masked_words(self) -> str:
        return mask_text(self.words)

    @property
    def masked_note(self) -> str:
        return mask_text(self.note)


class ReplyPrint(models.Model):
    """What a ticket's reply says, without its days, figures and places, as sixteen hex digits (domain.quality.copies)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="+")
    print = models.CharField(max_length=16)
    matter = models.CharField(max_length=90)
    stands = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("print"), F("answered_at").desc(), F("ticket").desc(), name="reply_print_newest_first"),
        ]


class QualityRollup(models.Model):
    """Inspected tickets of a month (its first day) added up. `stated` is how many name a cause; `judged` those with `solved` known."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    department = models.CharField(max_length=160, blank=True)
    tickets = models.PositiveIntegerField()
    with_findings = models.PositiveIntegerField()
    score_sum = models.PositiveBigIntegerField()
    stated = models.PositiveIntegerField()
    other_cause = models.PositiveIntegerField()
    judged = models.PositiveIntegerField()
    solved = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "department"], name="quality_rollup_once_per_key"),
        ]


class FindingRollup(models.Model):
    """Findings of a month by rule; `confirmed` and `rejected` count those that a rule made, `by_hand` those that inspectors did."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    department = models.CharField(max_length=160, blank=True)
    rule = models.CharField(max_length=24)
    findings = models.PositiveIntegerField()
    tickets = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    by_hand = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "department", "rule"], name="finding_rollup_once_per_key"),
        ]
