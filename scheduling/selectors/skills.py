"""What the page of several skills begins with: an hour's calls of the staffing plans, and the groups of agents there are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from portalkit.access.selectors import Access

from ..models import Agent, AgentSkill, Forecast, ForecastInterval, Queue, ServiceStandard
from ..permissions import SchedulingPermission
from .queues import visible_queues
from .slots import midnight
from .staffing import standard_on, standards


@dataclass(frozen=True)
class HourDemand:
    """A queue with the standard of the day; `calls` in the hour and `aht_seconds` None where no current forecast says."""

    queue: Queue
    calls: float | None
    aht_seconds: float | None
    standard: ServiceStandard


@dataclass(frozen=True)
class SkillGroup:
    """So many agents have the skills of exactly these queues (primary keys)."""

    queues: frozenset[int]
    agents: int


def planned_days(access: Access) -> tuple[date, date] | None:
    """The first and the last day of the current forecasts in reach; None without one. One query."""
    rows = access.scope(SchedulingPermission.VIEW, Forecast.objects.filter(is_current=True), region="queue__region")
    found = list(rows.values_list("first_day", "last_day"))
    return (min(first for first, _last in found), max(last for _first, last in found)) if found else None


def busiest_hour(access: Access, day: date) -> int | None:
    """The hour of the day with the most forecast calls of all queues; None where nothing is forecast. One query."""
    hours: dict[int, float] = {}
    for (_queue, hour), (calls, _work) in _hours(access, day).items():
        hours[hour] = hours.get(hour, 0.0) + calls
    return max(hours, key=lambda hour: (hours[hour], -hour)) if hours else None


def hour_demands(access: Access, day: date | None, hour: int) -> tuple[HourDemand, ...]:
    """Every active queue in reach, with the forecast of the hour. Three queries."""
    found = _hours(access, day) if day else {}
    rules: dict[int, list[ServiceStandard]] = {}
    for row in standards(access):
        rules.setdefault(row.queue_id, []).append(row)
    queues = visible_queues(access).filter(is_active=True).order_by("name", "pk")
    return tuple(_demand(queue, found.get((queue.pk, hour)), rules.get(queue.pk, ()), day) for queue in queues)


def skill_groups(access: Access, day: date) -> tuple[SkillGroup, ...]:
    """Agents employed on the day by the queues they answer, the largest group first; active queues only. Two queries."""
    there = Agent.objects.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)
    agents = access.scope(SchedulingPermission.VIEW, there).order_by().values("pk")
    skills: dict[int, set[int]] = {}
    for agent, queue in AgentSkill.objects.filter(agent__in=agents, queue__is_active=True).values_list("agent_id", "queue_id"):
        skills.setdefault(agent, set()).add(queue)
    counted = Counter(frozenset(one) for one in skills.values())
    return tuple(SkillGroup(queues, count) for queues, count in sorted(counted.items(), key=lambda one: (-one[1], sorted(one[0]))))


def _hours(access: Access, day: date | None) -> Mapping[tuple[int, int], tuple[float, float]]:
    """Calls and seconds of work by queue and hour."""
    if day is None:
        return {}
    queues = visible_queues(access).filter(is_active=True).values("pk")
    rows = ForecastInterval.objects.filter(
        forecast__is_current=True, forecast__queue__in=queues, starts_at__gte=midnight(day), starts_at__lt=midnight(day + timedelta(days=1))
    ).order_by("forecast__made_at", "forecast_id")
    newest = {
        (queue, starts_at): (calls, aht)
        for queue, starts_at, calls, aht in rows.values_list("forecast__queue_id", "starts_at", "calls", "aht_seconds")
    }
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for (queue, starts_at), (calls, aht) in newest.items():
        key = (queue, int((starts_at - midnight(day)).total_seconds()) // 3600)
        before = found.get(key, (0.0, 0.0))
        found[key] = (before[0] + calls, before[1] + calls * aht)
    return found


def _demand(queue: Queue, said: tuple[float, float] | None, rules: Iterable[ServiceStandard], day: date | None) -> HourDemand:
    standard = standard_on(rules, day or date.max)
    if said is None:
        return HourDemand(queue, None, None, standard)
    calls, work = said
    return HourDemand(queue, calls, work / calls if calls > 0 else None, standard)
