"""What reverse analysis found: for each matter that it starts from, the step that failed."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.regions.models import Region

from ..domain.reverse import Reason, Start, Step
from .labels import SIDE_LABELS, Label, choices
from .tickets import Ticket

START_LABELS: Mapping[str, Label] = {
    Start.ESCALATED: pgettext_lazy("start", "Escalated"),
    Start.DISSATISFIED: _("Dissatisfied"),
    Start.REOPENED: _("Re-opened"),
    Start.SOLVED: pgettext_lazy("start", "Solved"),
}
STEP_LABELS: Mapping[str, Label] = {
    Step.PREHANDLING: pgettext_lazy("step", "Pre-handling"),
    Step.DISPATCH: _("Dispatch"),
    Step.HANDLING: _("Handling"),
    Step.REPLY: pgettext_lazy("step", "Reply"),
    Step.INSPECTION: _("Inspection"),
    Step.NONE: _("No failed step found"),
}
REASON_LABELS: Mapping[str, Label] = {
    Reason.PREHANDLING_SKIPPED: _("The desk could have solved it, but nothing was tried"),
    Reason.PREHANDLING_FELL_SHORT: _("The desk could have solved it, but its try fell short"),
    Reason.DISPATCHED_LATE: _("Dispatched more than a day late"),
    Reason.DISPATCHED_TWICE: _("Dispatched twice"),
    Reason.REASSIGNED: _("Sent on more than once"),
    Reason.TAKEN_LATE: _("Taken on after the acceptance limit"),
    Reason.HANDLED_LATE: _("Handling limit missed"),
    Reason.DID_NOT_HOLD: _("The solution did not hold"),
    Reason.LEFT_UNSOLVED: _("Within control, but left unsolved"),
    Reason.NO_PLAN: _("Unsolved without a planned solution time"),
    Reason.NOT_CONTACTED: _("Customer not contacted, no reason given"),
    Reason.NO_REPLY: _("Filed without a reply"),
    Reason.VAGUE_REPLY: _("Vague reply"),
    Reason.REPLY_RETURNED: _("Reply returned by inspection"),
    Reason.PASSED_INSPECTION: _("Passed inspection all the same"),
    Reason.NONE: _("No failed step found"),
}


class ReverseFinding(models.Model):
    """One row per counted ticket that was solved, re-opened, escalated or left its customer dissatisfied.

    `start` is the gravest of `starts`; `step` and `reason` are the first that failed, `reasons` all that were found (codes with commas
    between). Region, day and side repeat the ticket's, so that a month adds up without reading its tickets.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("Ticket"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("Region"))
    accepted_on = models.DateField(_("Complained on"))
    cause_side = models.CharField(_("Control"), max_length=16, choices=choices(SIDE_LABELS))
    start = models.CharField(_("Starting point"), max_length=12, choices=choices(START_LABELS))
    starts = models.CharField(max_length=60)
    step = models.CharField(_("Failed step"), max_length=12, choices=choices(STEP_LABELS))
    reason = models.CharField(_("Reason"), max_length=24, choices=choices(REASON_LABELS))
    reasons = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket"], name="reverse_finding_once_per_ticket"),
            models.CheckConstraint(
                condition=Q(step="none", reason="none") | (~Q(step="none") & ~Q(reason="none")), name="reverse_finding_step_has_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["accepted_on", "region"], name="reverse_finding_by_day"),
            models.Index(fields=["region", "accepted_on"], name="reverse_finding_by_region"),
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.step} {self.reason}"

    @property
    def further_reasons(self) -> str:
        """What else was found, in words."""
        return " · ".join(str(REASON_LABELS[one]) for one in self.reasons.split(",") if one and one != self.reason)

    @property
    def all_starts(self) -> str:
        return " · ".join(str(START_LABELS[one]) for one in self.starts.split(",") if one)
