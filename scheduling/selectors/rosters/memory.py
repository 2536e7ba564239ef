"""What earlier months leave behind: nights, weekends and the balance of the hours pool."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from portalkit.regions.models import Region

from ...models import Assignment, HoursEntry
from .lists import in_force

MEMORY = timedelta(days=92)
SATURDAY = 5


@dataclass(frozen=True)
class Memory:
    """Of the published months that fairness remembers."""

    nights: int = 0
    weekends: int = 0


def memory_of(region: Region, first_day: date) -> dict[int, Memory]:
    """Agent → nights and weekend days worked in the three months before. Two queries."""
    wanted = Q(pk__in=[])
    for roster, begins, ends in in_force(region, first_day - MEMORY, first_day - timedelta(days=1)):
        wanted |= Q(roster=roster, day__gte=begins, day__lte=ends)
    if not wanted:
        return {}
    found: dict[int, Memory] = {}
    rows = Assignment.objects.filter(wanted, shift__isnull=False).values_list("agent_id", "day", "shift__is_night")
    for agent, day, is_night in rows:
        before = found.get(agent, Memory())
        found[agent] = Memory(before.nights + is_night, before.weekends + (day.weekday() >= SATURDAY))
    return found


def pool_balances(agents: Collection[int] | None = None, *, before: date | None = None) -> dict[int, int]:
    """Agent → minutes in the work-time bank, up to the day before `before`. One query."""
    rows = HoursEntry.objects.order_by()
    if agents is not None:
        rows = rows.filter(agent__in=agents)
    if before is not None:
        rows = rows.filter(day__lt=before)
    return dict(rows.values("agent").annotate(total=Sum("minutes")).values_list("agent", "total"))
