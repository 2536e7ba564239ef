"""Writes audit events. Call `record` inside the transaction of the write it describes."""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from .domain.actors import Actor
from .models import AuditEvent


def record(*, by: Actor, action: str, on: Model | None = None, region_code: str = "", detail: dict[str, Any] | None = None) -> AuditEvent:
    """Adds one event. `action` reads like `complaints.reveal_number`; `detail` holds no secret and no full subscriber number."""
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor_kind=by.kind,
        actor_id=by.identifier,
        actor_name=by.name,
        address=by.address or None,
        action=action,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_label=str(on)[:200] if on is not None else "",
        region_code=region_code,
        detail=detail or {},
    )
