"""Balances of the hours pool."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from portalkit.access.selectors import Access

from ..domain.rules import RuleCode
from ..models import Agent, HoursEntry, LabourRule
from ..permissions import SchedulingPermission


@dataclass(frozen=True)
class PoolWeek:
    """Minutes that peaks took and valleys gave back, booked on the week's last day."""

    day: date
    took: int
    gave: int


def banks(access: Access, first_day: date, last_day: date) -> QuerySet[Agent]:
    """Agents with the balance brought forward to `first_day`, what was taken and given back until `last_day`, the balance then, and its
    limits on that day in hours (`hours_most`, `hours_least`), None where nothing limits."""
    inside = Q(hours_entries__day__gte=first_day, hours_entries__day__lte=last_day)
    return access.scope(SchedulingPermission.VIEW, Agent.objects.all()).annotate(
        minutes_before=Sum("hours_entries__minutes", filter=Q(hours_entries__day__lt=first_day)),
        minutes_took=Sum("hours_entries__minutes", filter=inside & Q(hours_entries__minutes__gt=0)),
        minutes_gave=Sum("hours_entries__minutes", filter=inside & Q(hours_entries__minutes__lt=0)),
        minutes_balance=Coalesce(Sum("hours_entries__minutes", filter=Q(hours_entries__day__lte=last_day)), 0),
        hours_most=_limit(RuleCode.BANK_MOST, last_day),
        hours_least=-_limit(RuleCode.BANK_LEAST, last_day),
    )


def pool_weeks(access: Access, first_day: date, last_day: date) -> list[PoolWeek]:
    """What all visible agents took and gave back, by booking day. One query."""
    agents = access.scope(SchedulingPermission.VIEW, Agent.objects.all())
    rows = HoursEntry.objects.filter(agent__in=agents, day__gte=first_day, day__lte=last_day).order_by("day").values("day")
    sums = rows.annotate(
        took=Coalesce(Sum("minutes", filter=Q(minutes__gt=0)), 0), gave=Coalesce(Sum("minutes", filter=Q(minutes__lt=0)), 0)
    )
    return [PoolWeek(one["day"], one["took"], -one["gave"]) for one in sums]


def _limit(code: RuleCode, day: date) -> Subquery:
    """The value of the rule that holds for the agent's region on a day; None when none has begun or the newest ends the limit."""
    path = ExpressionWrapper(OuterRef("region__path"), output_field=CharField())
    rules = LabourRule.objects.annotate(agent_path=path).filter(agent_path__startswith=F("region__path"), code=code, first_day__lte=day)
    holds = Case(When(is_active=True, then=F("value")), output_field=FloatField())
    return Subquery(rules.order_by("-first_day", "-region__path").annotate(holds=holds).values("holds")[:1], output_field=FloatField())
