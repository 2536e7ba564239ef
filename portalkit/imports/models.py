from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.files.models import StoredFile
from portalkit.regions.models import Region


class BatchState(models.TextChoices):
    RECEIVED = "received", _("Received")
    MAPPED = "mapped", _("Columns mapped")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    COMMITTING = "committing", _("Being imported")
    COMMITTED = "committed", _("Imported")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class ImportFile(models.Model):
    """A file exactly as it was received. `name` is what the sender called it, without path or invisible characters."""

    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One table of one file on its way into the database; business rows point at the last batch that wrote them.

    `region` and `scope` freeze where the uploader may import: `region` is the smallest region above all of it (None: everywhere),
    `scope` the path roots. `stage` names the staging table while there is one.
    """

    kind = models.CharField(max_length=40)
    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="batches")
    source = models.JSONField(default=dict)
    sheet = models.CharField(max_length=100, blank=True)
    header_line = models.PositiveIntegerField(null=True)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.RECEIVED)
    refusal = models.JSONField(default=dict)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    error_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=60, blank=True)
    staged = models.PositiveIntegerField(default=0)
    pending_regions = models.JSONField(default=list)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    scope = models.JSONField(default=list)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "-id"], name="import_batch_by_kind"),
            models.Index(fields=["state"], name="import_batch_by_state"),
        ]

    def __str__(self) -> str:
        return self.file.name


class RowChange(models.Model):
    """What a row held before a batch changed it; `before` is None where the batch made the row and the target says so this way.

    `previous` is the batch that had written the row until then, so a later change of the same row is one look-up away.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    model = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    previous = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "model", "target_id"], name="row_change_once_per_batch"),
        ]


class RememberedMapping(models.Model):
    """How the columns of a source were mapped last time: found again by kind and header signature, or by name."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    name = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "signature"], name="remembered_mapping_once_per_signature"),
            models.UniqueConstraint(fields=["kind", "name"], condition=~Q(name=""), name="remembered_mapping_once_per_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.signature[:12]
