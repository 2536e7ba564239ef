"""Footage that is kept on purpose: legal holds and exports as evidence."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.files.models import StoredFile

from .register import Camera


class LegalHold(models.Model):
    """While it is not released, nothing of the camera between `start` and `end` is deleted, whatever policy and quota say."""

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="holds")
    start = models.DateTimeField(_("From"))
    end = models.DateTimeField(_("To"))
    reason = models.CharField(_("Reason"), max_length=200)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-placed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="legal_hold_start_before_end"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["camera", "start"], condition=Q(released_at=None), name="legal_hold_standing"),
        ]

    def __str__(self) -> str:
        return self.reason


class EvidenceExport(models.Model):
    """A span of one camera taken out as a file with its signed manifest. Without `finished_at` it is being made."""

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="exports")
    start = models.DateTimeField(_("From"))
    end = models.DateTimeField(_("To"))
    reason = models.CharField(_("Reason"), max_length=200)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    footage = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    manifest = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hold = models.ForeignKey(LegalHold, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-requested_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_export_start_before_end"),
        ]

    def __str__(self) -> str:
        return self.reason
