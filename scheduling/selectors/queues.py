"""Queues, and campaigns on them."""

from datetime import datetime, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import SHANGHAI

from ..models import AgentSkill, CallVolume, Campaign, Queue
from ..permissions import SchedulingPermission

RECENT_DAYS = 28


def visible_queues(access: Access, permission: SchedulingPermission = SchedulingPermission.VIEW) -> QuerySet[Queue]:
    return access.scope(permission, Queue.objects.select_related("region__parent"))


def listed_queues(access: Access, *, now: datetime) -> QuerySet[Queue]:
    """With `first_at` and `last_at` of their history, `recent` calls of the last 28 days and `agents` with the skill who are there."""
    volumes = CallVolume.objects.filter(queue=OuterRef("pk"))
    recent = volumes.filter(starts_at__gte=now - timedelta(days=RECENT_DAYS)).order_by().values("queue").annotate(calls=Sum("offered"))
    today = now.astimezone(SHANGHAI).date()
    there = Q(agent__last_day=None) | Q(agent__last_day__gte=today)
    skilled = AgentSkill.objects.filter(there, queue=OuterRef("pk"), agent__first_day__lte=today).order_by().values("queue")
    return visible_queues(access).annotate(
        first_at=Subquery(volumes.order_by("starts_at").values("starts_at")[:1]),
        last_at=Subquery(volumes.order_by("-starts_at").values("starts_at")[:1]),
        recent=Subquery(recent.values("calls"), output_field=IntegerField()),
        agents=Coalesce(Subquery(skilled.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0),
    )


def visible_campaigns(access: Access, permission: SchedulingPermission = SchedulingPermission.VIEW) -> QuerySet[Campaign]:
    """With `planned`, the calls that targets and rate promise; None without a rate."""
    rows = Campaign.objects.select_related("queue").annotate(planned=F("targets") * F("call_back_rate"))
    return access.scope(permission, rows, region="queue__region")
