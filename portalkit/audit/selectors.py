"""Reads audit events."""

from collections.abc import Iterator

from django.db.models import Model, QuerySet

from .domain.chain import Inspection, Link, inspect_chain
from .models import AuditEvent


def events() -> QuerySet[AuditEvent]:
    """All events, newest first."""
    return AuditEvent.objects.order_by("-id")


def events_of(target: Model) -> QuerySet[AuditEvent]:
    """What happened to one object, newest first."""
    return events().filter(object_type=target._meta.label_lower, object_id=str(target.pk))


def unsealed_count() -> int:
    return AuditEvent.objects.filter(sequence=None).count()


def inspection(*, known_head: tuple[int, str] | None = None) -> Inspection:
    """Walks the whole chain, in constant memory."""
    return inspect_chain(_links(), known_head=known_head)


def _links() -> Iterator[Link]:
    for event in AuditEvent.objects.exclude(sequence=None).order_by("sequence").iterator(chunk_size=2000):
        yield Link(
            sequence=event.sequence or 0,
            previous_digest=event.previous_digest,
            digest=event.digest,
            content=event.sealed_content,
        )
