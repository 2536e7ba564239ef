"""Emergencies that are on, and how far they have come in the caller's reach."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from portalkit.access.selectors import Access

from ..domain.targets import Target
from ..models import Publication, Schedule
from .schedules import active_emergencies
from .screens import visible_screens
from .targeting import standing_in, target_of


@dataclass(frozen=True)
class Running:
    """An emergency that is on: how many screens in reach it means, and how many of them have it."""

    schedule: Schedule
    target: Target
    total: int
    done: int


def any_emergency(access: Access, *, now: datetime) -> Exists:
    """Whether any is on that the caller sees, to annotate other rows with."""
    return Exists(active_emergencies(access, now=now))


def running_emergencies(access: Access, *, now: datetime) -> list[Running]:
    """Those that mean screens in reach, the gravest first. One query, and where there are any, two and one for each."""
    rows = active_emergencies(access, now=now).select_related("region__parent", "on_air__schedule__region", "on_air__author")
    newest = Publication.objects.filter(schedule=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = rows.prefetch_related("on_air__screens").annotate(newest=Subquery(newest)).order_by("-on_air__severity", "-pk")
    found = [_running(access, schedule) for schedule in rows]
    return [one for one in found if one.total]


def _running(access: Access, schedule: Schedule) -> Running:
    assert schedule.on_air is not None
    target, published = target_of(schedule.on_air), vars(schedule)["newest"]
    has_it = Q(status__complete_revision__gte=published)
    counted = (
        visible_screens(access).filter(standing_in([target]), is_enabled=True).aggregate(total=Count("pk"), done=Count("pk", filter=has_it))
    )
    return Running(schedule, target, counted["total"], counted["done"])
