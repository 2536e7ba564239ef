"""What inspectors do: samples, judgements, and tickets sent back to their department."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.regions.models import Region
from portalkit.vault.domain.masking import mask_text

from ..domain.quality.sampling import Method
from .inspection import Finding
from .labels import Label
from .tickets import Ticket

METHOD_LABELS: Mapping[str, Label] = {
    Method.RANDOM: _("At random"),
    Method.RISK: _("Weighted by risk"),
    Method.QUOTA: _("So many of each department"),
}


class Sample(models.Model):
    """Tickets drawn for inspection from complaints of `first_day` to `last_day`, both included. The seed draws the same again."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    method = models.CharField(_("Way of drawing"), max_length=8, choices=list(METHOD_LABELS.items()))
    seed = models.CharField(_("Seed"), max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    department = models.CharField(_("Department"), max_length=160, blank=True)
    size = models.PositiveIntegerField(_("Tickets to draw"))
    double_percent = models.PositiveSmallIntegerField(_("Share inspected twice"), default=0)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="sample_days_in_order"),
            models.CheckConstraint(condition=Q(double_percent__lte=100), name="sample_share_within_hundred"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SampleItem(models.Model):
    """A ticket of a sample for one inspector to look at. `is_second`: another one judges it independently too."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="items")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_second = models.BooleanField(default=False)
    position = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["sample", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "ticket", "is_second"], name="sample_ticket_once_per_round"),
            models.UniqueConstraint(fields=["ticket", "is_second"], condition=Q(done_at=None), name="ticket_once_in_open_samples"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["inspector", "done_at"], name="sample_item_by_inspector"),
        ]


class Judgement(models.Model):
    """One inspector's word on one finding; judging again changes it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_confirmed = models.BooleanField()
    judged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding", "inspector"], name="judgement_once_per_finding_inspector"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["judged_at"], name="judgement_by_time")]


class InspectionResult(models.Model):
    """How the inspection of a ticket ended. A returned one waits for the department's answer, which the inspector accepts or sends back."""

    class State(models.TextChoices):
        PASSED = "passed", _("Passed")
        RETURNED = "returned", _("Returned")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        SENT_AGAIN = "sent_again", _("Sent back again")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    department = models.CharField(_("Department"), max_length=160, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State.choices)
    opinion = models.CharField(_("Opinion"), max_length=1000, blank=True)
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Inspector"))
    decided_at = models.DateTimeField(_("Inspected at"))
    answer = models.CharField(_("Answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("Answered at"), null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state="passed") | ~Q(opinion=""), name="returned_with_opinion"),
            models.CheckConstraint(condition=~Q(state__in=("answered", "accepted")) | ~Q(answer=""), name="answered_with_answer"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=("returned", "answered")), name="ticket_returned_once_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "state"], name="inspection_by_region_state"),
            models.Index(fields=["decided_at"], name="inspection_by_time"),
        ]

    def __str__(self) -> str:
        return self.ticket.ticket_id

    @property
    def masked_opinion(self) -> str:
        return mask_text(self.opinion)

    @property
    def masked_answer(self) -> str:
        return mask_text(self.answer)
