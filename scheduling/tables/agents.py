"""The list of agents, and an agent's absences."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Absence, Agent

KIND_TONES = {"annual": "info", "sick": "warn", "maternity": "info", "training": "good", "other": "neutral"}


def agent_url(agent: Agent) -> str:
    return reverse("scheduling:agent", args=[agent.pk])


def skills_of(agent: Agent) -> str:
    """Their names in one line."""
    return "、".join(skill.queue.display_name for skill in agent.skills.all())


AGENTS = Table(
    key="scheduling.agents",
    title=_("Agents"),
    default_order="team",
    row_link=agent_url,
    columns=(
        Column("code", _("Agent number"), order_by="code"),
        Column("name", _("Name"), order_by="name"),
        Column("team", _("Team"), order_by=("team", "code")),
        Column("rotation_group", _("Rotation group"), order_by="rotation_group"),
        Column("skills", _("Skills"), value=skills_of),
        Column("week_hours", _("Contract hours a week"), kind="number", digits=1, order_by="week_hours"),
        Column("first_day", _("From day"), kind="date", order_by="first_day"),
        Column("last_day", _("To day"), kind="date", order_by="last_day"),
        Column("next_absence", _("Absent from"), kind="date", order_by="next_absence"),
        Column("prefers_shifts", _("Preferred shifts"), order_by="prefers_shifts", shown=False),
        Column("no_nights_until", _("No nights until"), kind="date", order_by="no_nights_until", shown=False),
        Column("region", _("Region"), value="region.long_name", order_by="region__path", shown=False),
    ),
)


ABSENCES = Table(
    key="scheduling.all_absences",
    title=_("Absences"),
    default_order="-first_day",
    row_link=lambda absence: reverse("scheduling:absence", args=[absence.pk]),
    columns=(
        Column("agent", _("Agent"), value=lambda absence: str(absence.agent), order_by="agent__code"),
        Column("team", _("Team"), value="agent.team", order_by=("agent__team", "agent__code")),
        Column("kind", _("Kind"), value="get_kind_display", kind="badge", tone=lambda absence: KIND_TONES[absence.kind], order_by="kind"),
        Column("first_day", _("From day"), kind="date", order_by="first_day"),
        Column("last_day", _("To day"), kind="date", order_by="last_day"),
        Column("days", _("Number of days"), value=lambda absence: days_of(absence), kind="number"),
        Column("note", _("Note"), is_long=True),
        Column("region", _("Region"), value="agent.region.long_name", order_by="agent__region__path", shown=False),
    ),
)


def absence_table(*, today: date) -> Table:
    return Table(
        key="scheduling.absences",
        title=_("Absences"),
        default_order="-first_day",
        columns=(
            Column("first_day", _("From day"), kind="date", order_by="first_day"),
            Column("last_day", _("To day"), kind="date", order_by="last_day"),
            Column("days", _("Number of days"), value=days_of, kind="number"),
            Column(
                "kind", _("Kind"), value="get_kind_display", kind="badge", tone=lambda row: "info" if row.last_day >= today else "neutral"
            ),
            Column("note", _("Note")),
        ),
    )


def days_of(absence: Absence) -> int:
    return (absence.last_day - absence.first_day).days + 1
