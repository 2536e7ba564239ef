"""Inspection in the demo: a pass over the last months, a sample that two inspectors have finished, one that waits, tickets sent back."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from complaints.domain.quality.rules import RuleCode
from complaints.domain.quality.sampling import Method
from complaints.models import Finding, InspectionResult, Sample, SampleItem
from complaints.services import inspection
from complaints.services.inspection.drawing import Plan
from portalkit.access.models import User
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Region

from ..province import PROVINCE_CODE

MONTHS = 12
_FINISHED, _WAITING = 24, 16
_BRANCH = f"{PROVINCE_CODE}02"
_OPINION = "处理说明未写明具体解决时间，请补充计划解决时间后重新回单。"
_ANSWER = "已与建设中心核对，室分工程计划下月20日前完成，处理说明和计划解决时间已补充。"


def load(*, now: datetime) -> None:
    this = month_of(timezone.localdate(now))
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    inspection.inspect_days(first=this.plus(1 - MONTHS).first_day, last=this.last_day, now=now)
    plan = Plan(
        region=Region.objects.get(code=PROVINCE_CODE),
        first_day=this.plus(-1).first_day,
        last_day=this.last_day,
        method=Method.RISK,
        size=_FINISHED,
        seed="demo-1",
        double_percent=50,
    )
    if finished := _drawn(plan, people, now):
        _finish(finished, now)
        _send_back(people, now)
    _drawn(replace(plan, size=_WAITING, seed="demo-2", double_percent=25), people, now)


def _drawn(plan: Plan, people: dict[str, User], now: datetime) -> Sample | None:
    """None in the first days of a demo that begins with this month."""
    inspector, second = people["supervisor"], people["admin"]
    try:
        return inspection.draw_sample(plan=plan, inspector=inspector, second=second, by=inspector.actor, now=now)
    except inspection.NothingToDraw:
        return None


def _finish(sample: Sample, now: datetime) -> None:
    """Both inspectors judge alike but for every seventh finding; every sixth ticket goes back."""
    items = SampleItem.objects.filter(sample=sample).select_related("ticket__region", "inspector").order_by("is_second", "position")
    for item in items:
        rows = Finding.objects.filter(ticket=item.ticket, by_hand=False).order_by("pk")
        for place, finding in enumerate(rows, item.position):
            is_confirmed = place % 9 != 0 and not (item.is_second and place % 7 == 0)
            inspection.judge_finding(finding=finding, is_confirmed=is_confirmed, by=item.inspector.actor, now=now - timedelta(hours=3))
        if item.is_second:
            inspection.finish_look(ticket=item.ticket, by=item.inspector.actor, now=now)
        else:
            is_passed = item.position % 6 != 0
            inspection.conclude(
                ticket=item.ticket, is_passed=is_passed, opinion="" if is_passed else _OPINION, by=item.inspector.actor, now=now
            )


def _send_back(people: dict[str, User], now: datetime) -> None:
    """One ticket waits for the branch that has a demo user, one has been answered."""
    returned = InspectionResult.objects.filter(state=InspectionResult.State.RETURNED).order_by("pk").first()
    if returned is not None:
        inspection.answer_return(result=returned, answer=_ANSWER, by=people["monitor"].actor, now=now)
    branch = Region.objects.get(code=_BRANCH)
    vague = Finding.objects.filter(region__path__startswith=branch.path, rule=RuleCode.VAGUE_TIME, verdict=Finding.Verdict.OPEN)
    finding = vague.select_related("ticket__region").order_by("-day", "pk").first()
    if finding is not None:
        inspection.conclude(ticket=finding.ticket, is_passed=False, opinion=_OPINION, by=people["supervisor"].actor, now=now)
