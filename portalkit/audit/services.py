"""Writes audit events and seals them. Call `record` inside the transaction of the write it describes."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from .domain.actors import Actor
from .domain.chain import digest_of
from .models import AuditEvent

logger = logging.getLogger(__name__)
_SETTLING = timedelta(seconds=5)
_LOCK = 0x4E4F43_415544


@dataclass(frozen=True)
class Sealed:
    """Events sealed by this call, and the head of the chain after it (0 and "" while nothing is sealed)."""

    count: int
    head_sequence: int
    head_digest: str


def record(
    *,
    by: Actor,
    action: str,
    on: Model | None = None,
    region_code: str = "",
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Adds one event. `action` reads like `complaints.reveal_number`; `detail` holds no secret and no full subscriber number."""
    event = AuditEvent(
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
    if at is not None:
        event.at = at
    event.save(force_insert=True)
    return event


@transaction.atomic
def seal_events(*, limit: int, now: datetime) -> Sealed:
    """Seals up to `limit` events in order of their id and logs the head of the chain.

    Ids are handed out before commit, so an event may appear below one that is sealed already. The chain therefore follows
    its own `sequence`: an event that appears late gets the next number, and nothing is ever left out. Events of the last few
    seconds wait, so that order of id and order of sequence part only for transactions longer than that. Two sealers at once
    would number twice: the second waits for the lock (PostgreSQL) or for the write transaction (SQLite, IMMEDIATE).
    """
    _lock()
    head = AuditEvent.objects.exclude(sequence=None).order_by("-sequence").only("sequence", "digest").first()
    sequence, digest = (head.sequence or 0, head.digest) if head else (0, "")
    events = list(AuditEvent.objects.filter(sequence=None, at__lt=now - _SETTLING).order_by("id")[:limit])
    for event in events:
        sequence += 1
        event.sequence, event.previous_digest = sequence, digest
        event.digest = digest = digest_of(sequence=sequence, previous_digest=digest, content=event.sealed_content)
    AuditEvent.objects.bulk_update(events, ["sequence", "previous_digest", "digest"], batch_size=200)
    if events:
        logger.info("audit chain sealed to %d:%s", sequence, digest)
    return Sealed(count=len(events), head_sequence=sequence, head_digest=digest)


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
