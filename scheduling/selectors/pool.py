"""Balances of the hours pool."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from portalkit.access.selectors import Access

from ..models import Agent, HoursEntry
from ..permissions import SchedulingPermission


@dataclass(frozen=True)
class PoolWeek:
    """Minutes that peaks took and valleys gave back, booked on the week's last day."""

    day: date
    took: int
    gave: int


def banks(access: Access, first_day: date, last_day: date) -> QuerySet[Agent]:
    """Agents with the balance brought forward to `first_day`, what was taken and given back until `last_day`, and the balance then."""
    inside = Q(hours_entries__day__gte=first_day, hours_entries__day__lte=last_day)
    return access.scope(SchedulingPermission.VIEW, Agent.objects.all()).annotate(
        minutes_before=Sum("hours_entries__minutes", filter=Q(hours_entries__day__lt=first_day)),
        minutes_took=Sum("hours_entries__minutes", filter=inside & Q(hours_entries__minutes__gt=0)),
        minutes_gave=Sum("hours_entries__minutes", filter=inside & Q(hours_entries__minutes__lt=0)),
        minutes_balance=Coalesce(Sum("hours_entries__minutes", filter=Q(hours_entries__day__lte=last_day)), 0),
    )


def pool_weeks(access: Access, first_day: date, last_day: date) -> list[PoolWeek]:
    """What all visible agents took and gave back, by booking day. One query."""
    agents = access.scope(SchedulingPermission.VIEW, Agent.objects.all())
    rows = HoursEntry.objects.filter(agent__in=agents, day__gte=first_day, day__lte=last_day).order_by("day").values("day")
    sums = rows.annotate(
        took=Coalesce(Sum("minutes", filter=Q(minutes__gt=0)), 0), gave=Coalesce(Sum("minutes", filter=Q(minutes__lt=0)), 0)
    )
    return [PoolWeek(one["day"], one["took"], -one["gave"]) for one in sums]
