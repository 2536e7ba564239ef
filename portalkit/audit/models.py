from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .domain.actions import action_label
from .domain.actors import ActorKind


class AuditEvent(models.Model):
    """One write or one sensitive read. Rows are only ever added; `sequence` and `digest` are filled by sealing."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    address = models.GenericIPAddressField(null=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    region_code = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sequence = models.BigIntegerField(null=True, unique=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["id"], condition=Q(sequence=None), name="audit_unsealed"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(sequence=None) | ~Q(digest=""), name="audit_sequence_with_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.action} {self.object_label}".rstrip()

    @property
    def actor_label(self) -> str:
        """The name that the actor had; the system by its name in the reader's language."""
        return _("System") if self.actor_kind == ActorKind.SYSTEM else self.actor_name

    @property
    def action_label(self) -> str:
        return action_label(self.action)

    @property
    def words(self) -> str:
        """Why it was done, where whoever did it had to say so."""
        return str(self.detail.get("note") or self.detail.get("reason") or "")

    @property
    def sealed_content(self) -> dict[str, Any]:
        """What the seal covers: everything but the seal."""
        seal = {"sequence", "previous_digest", "digest"}
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields if field.attname not in seal}
