"""The reports that are made by themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import local_day
from portalkit.regions.models import Level, Region
from portalkit.regions.selectors import valid_on

from ..domain.kinds import last_over
from ..models import Plan
from ..selectors.plans import plan_of
from .generating import put_in_line


@dataclass(frozen=True)
class Round:
    """How many reports were put in line."""

    reports: int


@transaction.atomic
def set_plan(*, kind: str, is_on: bool, reach: str, language: str, publishes: bool, by: Actor, now: datetime) -> Plan:
    """What the schedule does for one kind from now on."""
    fields = {"is_on": is_on, "reach": reach, "language": language, "publishes": publishes}
    plan, _ = Plan.objects.update_or_create(kind=kind, defaults=fields)
    record(by=by, action="reports.set_schedule", on=plan, detail={"kind": kind, **fields}, at=now)
    return plan


@transaction.atomic
def start_round(*, kind: str, by: Actor, now: datetime) -> Round:
    """Puts the reports of the newest period that is over in line, one job each. Run twice it finds the same jobs, or the same versions."""
    plan = plan_of(kind)
    if not plan.is_on:
        return Round(reports=0)
    today = local_day(now)
    period = last_over(kind, today)
    wanted = Q(parent=None)
    if plan.reach == Plan.Reach.PREFECTURES:
        wanted |= Q(level=Level.PREFECTURE)
    regions = list(valid_on(Region.objects.filter(wanted), today).order_by("path"))
    for region in regions:
        put_in_line(
            kind=kind, period=period, region=region, language=plan.language, by=by, now=now, is_planned=True, publishes=plan.publishes
        )
    return Round(reports=len(regions))
