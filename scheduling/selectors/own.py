"""What an agent sees of the own work: shifts, balance, colleagues, requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from portalkit.access.models import User

from ..models import Agent, Assignment, HoursEntry, Roster, ShiftRequest
from .labour import chain_of

WEEKS = 4


@dataclass(frozen=True)
class OwnDay:
    """`assignment` None: off, or nothing published yet (`is_published` tells which)."""

    day: date
    assignment: Assignment | None
    is_published: bool


@dataclass(frozen=True)
class OwnPage:
    """`to_answer` are swaps that colleagues ask the agent for."""

    agent: Agent
    weeks: tuple[tuple[OwnDay, ...], ...]
    balance_hours: float
    requests: tuple[ShiftRequest, ...]
    to_answer: tuple[ShiftRequest, ...]


def agent_of(user: User) -> Agent | None:
    """The agent whose own page the user has. One query."""
    return Agent.objects.select_related("region").filter(user=user).first()


def own_page(agent: Agent, *, today: date) -> OwnPage:
    """This week and the next ones. Five queries."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7 * WEEKS)]
    owners = rosters_by_day(agent, days[0], days[-1])
    cells = cells_of([agent], owners)
    own = tuple(OwnDay(day, cells.get((agent.pk, day)), day in owners) for day in days)
    return OwnPage(
        agent=agent,
        weeks=tuple(own[number : number + 7] for number in range(0, len(own), 7)),
        balance_hours=(HoursEntry.objects.filter(agent=agent).aggregate(total=Sum("minutes"))["total"] or 0) / 60,
        requests=tuple(agent.requests.select_related("colleague")[:30]),
        to_answer=tuple(swaps_to_answer(agent)),
    )


def swaps_to_answer(agent: Agent) -> QuerySet[ShiftRequest]:
    return ShiftRequest.objects.filter(colleague=agent, state=ShiftRequest.State.ASKED).select_related("agent")


def colleagues_of(agent: Agent, *, today: date) -> QuerySet[Agent]:
    """Those employed now with whom the agent shares a hotline."""
    rows = Agent.objects.filter(region=agent.region, first_day__lte=today).filter(Q(last_day=None) | Q(last_day__gte=today))
    return rows.exclude(pk=agent.pk)


def rosters_by_day(agent: Agent, first_day: date, last_day: date) -> dict[date, Roster]:
    """The published roster that counts on each day for the agent's hotline. One query."""
    rows = Roster.objects.filter(
        chain_of(agent.region), published_at__isnull=False, withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day
    )
    found: dict[date, Roster] = {}
    for roster in rows.select_related("region").order_by("-published_at", "-pk"):
        day = max(first_day, roster.first_day)
        while day <= min(last_day, roster.last_day):
            found.setdefault(day, roster)
            day += timedelta(days=1)
    return found


def cells_of(agents: Sequence[Agent], owners: Mapping[date, Roster]) -> dict[tuple[int, date], Assignment]:
    """The shifts of agents on the days of `rosters_by_day`; days off are left out. One query."""
    rows = Assignment.objects.filter(
        roster__in={roster.pk for roster in owners.values()}, agent__in=agents, day__in=list(owners), shift__isnull=False
    )
    return {(row.agent_id, row.day): row for row in rows.select_related("shift") if owners[row.day].pk == row.roster_id}


def same_day(agent: Agent, day: date) -> list[Assignment]:
    """Colleagues who work on a day, by shift. Two queries."""
    roster = rosters_by_day(agent, day, day).get(day)
    if roster is None:
        return []
    rows = roster.assignments.filter(day=day, shift__isnull=False, agent__region=agent.region).exclude(agent=agent)
    return list(rows.select_related("agent", "shift").order_by("shift__spans", "agent__code"))
