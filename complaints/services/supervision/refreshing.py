"""Keeps the small table of running watches equal to what tickets, rules, holds and agreed dates say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ...domain.supervision.stopwatch import Watch
from ...models import OpenWatch, PendingSpan, Status, Ticket
from ...models.tickets import OPEN
from ...selectors.supervision.running import VALUES, Stretch, open_count, stretches
from .versions import note_refresh, touch

Progress = Callable[[int, int], None]
_BATCH = 400


@dataclass(frozen=True)
class Refreshed:
    """Open tickets looked at, and how many rows were written and taken away."""

    tickets: int
    written: int
    removed: int


def refresh_watches(*, now: datetime, on_progress: Progress = lambda _done, _total: None) -> Refreshed:
    """Works every running watch out anew, a stretch of tickets at a time, each in a transaction of its own. Twice changes nothing more."""
    total = open_count()
    _note_pending(now)
    tickets = written = removed = 0
    for stretch in stretches(now=now):
        more, fewer = _write(stretch)
        tickets, written, removed = tickets + stretch.tickets, written + more, removed + fewer
        on_progress(tickets, total)
    if written or removed:
        touch(refreshed_at=now)
    else:
        note_refresh(at=now)
    return Refreshed(tickets=tickets, written=written, removed=removed)


@transaction.atomic
def _note_pending(now: datetime) -> None:
    """What a ticket's own system holds is held from when it is first seen until it no longer is."""
    PendingSpan.objects.filter(ended_at=None).exclude(ticket__status=Status.PENDING).update(ended_at=now)
    known = PendingSpan.objects.filter(ended_at=None).values("ticket")
    begun = Ticket.objects.filter(OPEN, status=Status.PENDING).exclude(pk__in=known).values_list("pk", flat=True)
    PendingSpan.objects.bulk_create([PendingSpan(ticket_id=pk, started_at=now) for pk in begun], batch_size=_BATCH)


@transaction.atomic
def _write(stretch: Stretch) -> tuple[int, int]:
    rows = [
        OpenWatch(ticket_id=ticket, watch=watch, **dict(zip(VALUES, values, strict=True)))
        for (ticket, watch), values in stretch.rows.items()
        if stretch.kept.get((ticket, watch)) != values
    ]
    OpenWatch.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["ticket", "watch"], update_fields=[*VALUES]
    )
    gone = stretch.kept.keys() - stretch.rows.keys()
    for watch in Watch:
        tickets = sorted(ticket for ticket, kind in gone if kind == watch)
        for start in range(0, len(tickets), _BATCH):
            OpenWatch.objects.filter(watch=watch, ticket__in=tickets[start : start + _BATCH]).delete()
    return len(rows), len(gone)
