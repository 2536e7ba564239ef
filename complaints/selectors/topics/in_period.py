"""Shared topics with what their newest snapshots say of a period: for the reports, from one query over the counts of days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Period
from portalkit.regions.models import Region

from ...models import Topic, TopicResult
from ...permissions import ComplaintsPermission
from ..ground import ground


@dataclass(frozen=True)
class TopicInPeriod:
    """`tickets` of `background` complaints in the period; `every`: since the topic's first day. Known are the days up to `until`."""

    topic: Topic
    tickets: int
    background: int
    every: int
    until: date

    @property
    def share(self) -> float | None:
        return self.tickets / self.background if self.background else None


def topics_in(access: Access, *, period: Period, region: Region | None = None) -> tuple[TopicInPeriod, ...]:
    """The shared topics of these regions whose newest snapshot reaches into the period, those with most tickets in it first.

    Raises RegionOutOfReach. Two queries.
    """
    view = ground(access, region=region)
    shared = access.scope(ComplaintsPermission.VIEW, Topic.objects.filter(is_shared=True))
    newest = TopicResult.objects.filter(topic=OuterRef("topic"), revision=OuterRef("topic__revision")).order_by("-pk")
    rows: QuerySet[Any] = TopicResult.objects.filter(topic__in=shared.values("pk"), topic__region__in=view.inside)
    rows = rows.filter(pk=Subquery(newest.values("pk")[:1]), first_day__lte=period.last_day, last_day__gte=period.first_day)
    rows = rows.select_related("topic__region__parent").annotate(days=F("figures__days")).defer("figures")
    found = [_counted(row, period) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.tickets, one.topic.pk)))


def _counted(row: Any, period: Period) -> TopicInPeriod:
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    inside = [(tickets, background) for day, tickets, background in row.days if first <= day <= last]
    return TopicInPeriod(
        topic=row.topic,
        tickets=sum(tickets for tickets, _background in inside),
        background=sum(background for _tickets, background in inside),
        every=row.tickets,
        until=row.last_day,
    )
