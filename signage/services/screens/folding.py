"""Makes proof of play small once it cannot change any more: the hours of a day become one row of each counter."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum

from portalkit.periods.domain.calendar import Day

from ...domain.proof import DAYS_KEPT, HOURS_KEPT
from ...models import PlayCount
from ...selectors.proof import days_with_hours

_KEY = ("screen", "hall", "schedule", "version", "item", "zone", "player")
_AT_ONCE = 1000


def fold_days(*, now: datetime) -> Iterator[tuple[Day, int]]:
    """Day by day, each in a transaction of its own, with how many rows the day has less. Counters of these days are refused as too old."""
    for day in days_with_hours(until=now - HOURS_KEPT):
        yield day, _fold(day)


def drop_old_days(*, now: datetime) -> int:
    """How many rows went: nobody can ask any more for what was played then."""
    return PlayCount.objects.filter(hour__lt=now - DAYS_KEPT).delete()[0]


@transaction.atomic
def _fold(day: Day) -> int:
    rows = PlayCount.objects.filter(hour__gte=day.start, hour__lt=day.end).order_by()
    sums = list(rows.values_list(*_KEY).annotate(Sum("plays"), Sum("milliseconds"), Max("sequence")))
    gone = rows.delete()[0]
    PlayCount.objects.bulk_create(
        [
            PlayCount(
                screen_id=screen, hall_id=hall, schedule_id=schedule, version_id=version, item=item, zone=zone, player=player,
                hour=day.start, is_day=True, plays=plays, milliseconds=milliseconds, sequence=sequence,
            )
            for screen, hall, schedule, version, item, zone, player, plays, milliseconds, sequence in sums
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    return gone - len(sums)
