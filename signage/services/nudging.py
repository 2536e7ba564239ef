"""Tells the event stream that something is new. The row is the truth; Redis only makes it quicker."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from ..adapters.bell import ring
from ..models import Nudge

REVISION, EMERGENCY, COMMAND, REVOKED = "revision", "emergency", "command", "revoked"


def nudge(*, kind: str, screens: Collection[int] | None, payload: dict[str, Any], now: datetime) -> Nudge:
    """Adds an event for the players of these screens (None: all), in the caller's transaction; streams send it after the commit."""
    row = Nudge.objects.create(kind=kind, screens=None if screens is None else sorted(screens), payload=payload, created_at=now)
    transaction.on_commit(partial(ring, row.pk), robust=True)
    return row
