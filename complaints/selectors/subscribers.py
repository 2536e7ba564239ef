"""Subscriber counts as denominators, and their history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portalkit.access.selectors import Access
from portalkit.imports.models import ImportBatch, RowChange
from portalkit.periods.domain.calendar import Month

from ..domain.denominators import Denominators
from ..models import SubscriberCount
from ..permissions import ComplaintsPermission
from .ground import Ground


@dataclass(frozen=True)
class Revision:
    """A value that a count had; `at` and `by` say when and by whom it came, None and "" where no import wrote it."""

    number: int
    subscribers: int
    at: datetime | None
    by: str
    file: str
    is_current: bool


def denominators(ground: Ground, *, first: Month, last: Month) -> dict[Month, Denominators]:
    """For every month of the span. One query; regions outside the view are never read."""
    rows = ground.during(SubscriberCount.objects.all(), first=first, last=last)
    own: dict[date, dict[tuple[int, str], int]] = {}
    for month, region, service_class, subscribers in rows.values_list("month", "region_id", "service_class", "subscribers"):
        own.setdefault(month, {})[region, service_class] = subscribers
    return {
        month: Denominators(own=own.get(month.first_day, {}), children=ground.children_in(month))
        for month in (first.plus(offset) for offset in range((last.year - first.year) * 12 + last.month - first.month + 1))
    }


def subscriber_counts(access: Access) -> Any:
    """The counts that the caller may see, newest month first, with region and batch."""
    rows = access.scope(ComplaintsPermission.VIEW, SubscriberCount.objects.all())
    return rows.select_related("region", "batch").order_by("-month", "region__path", "service_class")


def subscriber_history(count: SubscriberCount) -> tuple[Revision, ...]:
    """Every value that this count had, oldest first, the present one last. Two queries."""
    changes = list(
        RowChange.objects.filter(model=SubscriberCount._meta.label, target_id=count.pk)
        .select_related("previous__file", "batch")
        .order_by("pk")
    )
    past = [
        _revision(number, int((change.before or {})["subscribers"]), change.previous, is_current=False)
        for number, change in enumerate(changes, start=1)
    ]
    batch = ImportBatch.objects.select_related("file").filter(pk=count.batch_id or 0).first()
    return (*past, _revision(len(past) + 1, count.subscribers, batch, is_current=True))


def _revision(number: int, subscribers: int, batch: ImportBatch | None, *, is_current: bool) -> Revision:
    return Revision(
        number=number,
        subscribers=subscribers,
        at=batch.committed_at if batch else None,
        by=batch.by_name if batch else "",
        file=batch.file.name if batch else "",
        is_current=is_current,
    )
