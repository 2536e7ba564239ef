from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User

from .domain.steps import ApprovalState

STATE_LABELS = [
    (ApprovalState.DRAFT.value, _("Being written")),
    (ApprovalState.SUBMITTED.value, _("Waits for approval")),
    (ApprovalState.APPROVED.value, _("Approved")),
    (ApprovalState.RETURNED.value, _("Sent back")),
]


class Approvable(models.Model):
    """Work that one person does and another approves. `author` is whoever changed it last. Only `services` write these fields."""

    state = models.CharField(_("State"), max_length=10, choices=STATE_LABELS, default=ApprovalState.DRAFT.value)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Author"))
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")), name="%(app_label)s_%(class)s_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], decided_by=None, decided_at=None)
                | Q(state__in=["approved", "returned"], decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided_with_name_and_time",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(decision_note=""), name="%(app_label)s_%(class)s_returned_says_why"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="%(app_label)s_%(class)s_submitted_before_decided"
            ),
        ]
