"""Nudges in the order in which they become visible."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from ..domain.event_stream import Told
from ..models import Nudge

SETTLED_AFTER = timedelta(seconds=30)
MOST_REPLAYED = 500
_FIELDS = ("pk", "kind", "screens", "payload", "created_at")
_HOW_MANY = "SELECT MAX(id), COUNT(*) FROM signage_nudge WHERE id > %s"


class NudgeReader:
    """Gives each nudge once, also those that a slow transaction commits behind a higher number.

    Numbers are handed out before the commit, so the newest number says nothing about those below it. What is older than half a minute is
    taken as settled; younger rows are remembered one by one. For one thread at a time.
    """

    def __init__(self, *, now: datetime) -> None:
        settled = Nudge.objects.filter(created_at__lte=now - SETTLED_AFTER).aggregate(highest=Max("pk"))["highest"]
        self._floor: int = settled or 0
        self._seen = set(Nudge.objects.filter(pk__gt=self._floor).values_list("pk", flat=True))
        self._last: tuple[int | None, int] = (None, -1)

    def look(self, *, now: datetime) -> list[Told]:
        """What is new since the last look. One query while there is nothing, two when there is."""
        with connection.cursor() as cursor:
            cursor.execute(_HOW_MANY, [self._floor])
            found = cursor.fetchone()
        if found == self._last:
            return []
        rows = list(Nudge.objects.filter(pk__gt=self._floor).order_by("pk").values_list(*_FIELDS))
        new = [_told(row) for row in rows if row[0] not in self._seen]
        self._seen = {row[0] for row in rows}
        self._settle(rows, now=now)
        self._last = (max(self._seen, default=None), len(self._seen))
        return new

    def _settle(self, rows: Iterable[tuple[int, str, list[int] | None, dict[str, object], datetime]], *, now: datetime) -> None:
        for number, *_, created_at in rows:
            if created_at > now - SETTLED_AFTER:
                break
            self._floor = number
        self._seen = {number for number in self._seen if number > self._floor}


def told_since(number: int, *, screen: int) -> list[Told]:
    """What a player that heard this number last has missed, as far as it is still there; the newest of it. One query."""
    rows = Nudge.objects.filter(pk__gt=number).order_by("-pk").values_list(*_FIELDS)[:MOST_REPLAYED]
    return [told for row in reversed(rows) if (told := _told(row)).is_for(screen)]


def _told(row: tuple[int, str, list[int] | None, dict[str, object], datetime]) -> Told:
    number, kind, screens, payload, _ = row
    return Told(number=number, kind=kind, screens=None if screens is None else frozenset(screens), payload=payload)
