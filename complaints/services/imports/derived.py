"""What machines work out about single tickets, and what therefore goes when an undone import takes the ticket itself away.

What people decided about a ticket is not listed here: its foreign key keeps the ticket, and the undo is refused.
"""

from typing import Any

from django.db import models

from portalkit.imports.models import RowChange

from ...models import (
    Finding,
    InvalidTicket,
    OpenWatch,
    PendingSpan,
    RepeatMember,
    ReplyPrint,
    ReverseFinding,
    SampleItem,
    Ticket,
    TicketScore,
)

DERIVED_OF_TICKETS: tuple[type[models.Model], ...] = (
    RepeatMember,
    InvalidTicket,
    ReverseFinding,
    OpenWatch,
    PendingSpan,
    SampleItem,
    Finding,
    ReplyPrint,
    TicketScore,
)


def forget(*, cursor: Any, batch_id: int) -> None:
    """Deletes the derived rows of the tickets that this batch made, each by its column `ticket_id`."""
    tickets, changes = Ticket._meta.db_table, RowChange._meta.db_table
    for model in DERIVED_OF_TICKETS:
        cursor.execute(
            f"DELETE FROM {model._meta.db_table} WHERE ticket_id IN (SELECT id FROM {tickets} WHERE batch_id = %s"  # noqa: S608
            f" AND id NOT IN (SELECT target_id FROM {changes} WHERE batch_id = %s AND model = %s))",
            [batch_id, batch_id, Ticket._meta.label],
        )
