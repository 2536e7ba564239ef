"""A hotline with agents, shifts, rules and a requirement, from the fields that matter to a test."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from portalkit.periods.domain.calendar import SHANGHAI
from scheduling.domain.rules import Stretch
from scheduling.models import Agent, AgentSkill, Forecast, LabourRule, Queue, ShiftTemplate, StaffingInterval
from scheduling.selectors.rosters.ground import ground_of
from scheduling.services.labour import ensure_labour_ground
from scheduling.services.rosters.keeping import Cell, save_version

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
_numbers = count(1)


def a_hotline(region, *, agents=4, cycle=False):
    """A queue with agents who have its skill, the usual shifts and rules; with `cycle` comprehensive hours by quarter."""
    ensure_labour_ground(region=region, now=NOW)
    queue = Queue.objects.create(code=f"q{next(_numbers)}", name="宽带", region=region)
    people = [an_agent(region, queue) for _ in range(agents)]
    if cycle:
        LabourRule.objects.create(code="hours_cycle", region=region, first_day=date(2026, 1, 1), value=3)
    return queue, people


def an_agent(region, *queues, **fields):
    number = next(_numbers)
    values = {"team": "一组", "first_day": date(2026, 1, 1), **fields}
    agent = Agent.objects.create(code=f"A{number:04}", name=f"坐席{number}", region=region, **values)
    AgentSkill.objects.bulk_create(AgentSkill(agent=agent, queue=queue) for queue in queues)
    return agent


def a_requirement(queue, *, first=FIRST, last=LAST, heads=1, hours=range(8, 17), minutes=60):
    """The same heads in every slot of some hours of every day, none in the others."""
    forecast = Forecast.objects.create(
        queue=queue, number=1, first_day=first, last_day=last, history_until=first - timedelta(days=1), minutes=minutes, method="mean",
        made_at=NOW, made_by="test",
    )  # fmt: skip
    rows = []
    for offset in range((last - first).days + 1):
        start = datetime.combine(first + timedelta(days=offset), time.min, tzinfo=SHANGHAI)
        for slot in range(1440 // minutes):
            wanted = heads if slot * minutes // 60 in hours else 0
            moment = start + timedelta(minutes=slot * minutes)
            rows.append(StaffingInterval(forecast=forecast, starts_at=moment, agents=wanted, scheduled=wanted))
    StaffingInterval.objects.bulk_create(rows)
    return forecast


def a_roster(region, author, plan, *, first=FIRST, last=LAST, now=NOW):
    """A draft in which `plan` maps agents to days (numbers of the first month) to shift codes."""
    codes = {one.code: one.pk for one in ShiftTemplate.objects.filter(region=region)}
    cells = [Cell(agent.pk, first.replace(day=day), codes[code]) for agent, days in plan.items() for day, code in days.items()]
    stretch = Stretch(first, last)
    return save_version(
        region=region, stretch=stretch, cells=cells, author=author, by=author.actor, now=now, action="scheduling.build_roster",
        ground=ground_of(region, stretch),
    )  # fmt: skip


WORKDAYS = tuple(day for day in range(1, 32) if date(2026, 12, day).weekday() < 5)
EVERY_WORKDAY = dict.fromkeys(WORKDAYS, "A2")
