"""Agents with their skills and leave."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from portalkit.access.selectors import Access

from ..models import Absence, Agent, AgentSkill, Assignment
from ..permissions import SchedulingPermission
from .own import cells_of, rosters_by_day


def visible_agents(access: Access, *, today: date) -> QuerySet[Agent]:
    """With `is_away` today and `next_absence`, the first day of the leave that is running or comes next."""
    open_leave = Absence.objects.filter(agent=OuterRef("pk"), last_day__gte=today)
    skills = AgentSkill.objects.select_related("queue").order_by("queue")
    rows = Agent.objects.select_related("region__parent", "user").prefetch_related(Prefetch("skills", queryset=skills))
    return access.scope(SchedulingPermission.VIEW, rows).annotate(
        is_away=Exists(open_leave.filter(first_day__lte=today)),
        next_absence=Subquery(open_leave.order_by("first_day").values("first_day")[:1]),
    )


def choices_of_agents(access: Access, field: str) -> list[tuple[str, str]]:
    """The teams or rotation groups of the agents that the caller may see, for a filter."""
    rows = access.scope(SchedulingPermission.VIEW, Agent.objects.exclude(**{field: ""})).order_by(field)
    return [(value, value) for value in rows.values_list(field, flat=True).distinct()]


def visible_absences(access: Access, permission: SchedulingPermission = SchedulingPermission.VIEW) -> QuerySet[Absence]:
    """Absences of the agents in reach."""
    return access.scope(permission, Absence.objects.select_related("agent__region__parent"), region="agent__region")


def shifts_during(agent: Agent, first_day: date, last_day: date) -> list[Assignment]:
    """The agent's shifts on published rosters in force, by day."""
    cells = cells_of([agent], rosters_by_day(agent, first_day, last_day))
    return [cell for _key, cell in sorted(cells.items(), key=lambda one: one[0][1]) if cell.shift_id is not None]


def absences_of(agent: Agent) -> QuerySet[Absence]:
    """Newest first."""
    return agent.absences.order_by("-first_day")
