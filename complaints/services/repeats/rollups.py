"""Keeps the monthly figures of repeats and invalid tickets equal to a GROUP BY over the tickets of those months."""

from collections.abc import Collection
from datetime import date

from portalkit.periods.domain.calendar import month_of, months

from ...models import RepeatRollup
from ...selectors.repeats.counting import counted

_ROWS_AT_ONCE = 500


def refresh_rollups(*, first: date, last: date, regions: Collection[int] | None = None) -> None:
    """Recomputes every month that the days touch, or of it the regions named. Runs in the caller's transaction."""
    for month in months(month_of(first), month_of(last)):
        stale = RepeatRollup.objects.filter(month=month.first_day)
        if regions is not None:
            stale = stale.filter(region__in=regions)
        stale.delete()
        found = counted(first=month.first_day, last=month.last_day, regions=regions)
        rows = [
            RepeatRollup(
                month=month.first_day, region_id=region, department=department, tickets=row.tickets, dispatches=row.dispatches,
                complaints=row.complaints, faults=row.faults, invalid=row.invalid,
            )
            for (region, department), row in found.items()
        ]  # fmt: skip
        RepeatRollup.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
