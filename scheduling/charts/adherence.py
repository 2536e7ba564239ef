"""Adherence by day and team; the agents as a download."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.adherence import Adherence
from ..selectors.adherence import Kept


def adherence_charts(found: Kept) -> list[Chart]:
    return [_days(found), _teams(found)]


def agents_sheet(found: Kept) -> Chart:
    """Every agent; the page draws the lowest itself."""
    return Chart(
        key="adherence-by-agent",
        title=_("Adherence by agent"),
        figure={},
        columns=[
            SheetColumn("code", _("Agent number")),
            SheetColumn("name", _("Name")),
            SheetColumn("team", _("Team")),
            *_columns(),
        ],
        rows=[[agent.code, agent.name, agent.team, *_row(figures)] for agent, figures in found.agents],
    )


def _days(found: Kept) -> Chart:
    figures = [one for _day, one in found.days]
    return Chart(
        key="adherence-by-day",
        title=_("Adherence and conformance by day"),
        figure=lines.line(
            x=[f"{day:%m-%d}" for day, _one in found.days], series=_shares(figures), style=Style(kind=Kind.PERCENT, digits=0)
        ),
        columns=[SheetColumn("day", _("Day"), Kind.DATE), *_columns()],
        rows=[[day, *_row(one)] for day, one in found.days],
        source_date=found.until,
    )


def _teams(found: Kept) -> Chart:
    names = [team or _("Without a team") for team, _one in found.teams]
    figures = [one for _team, one in found.teams]
    return Chart(
        key="adherence-by-team",
        title=_("Adherence and conformance by team"),
        figure=bars.bar(x=names, series=_shares(figures), style=Style(kind=Kind.PERCENT, digits=1)),
        columns=[SheetColumn("team", _("Team")), *_columns()],
        rows=[[name, *_row(one)] for name, one in zip(names, figures, strict=True)],
        note=_("Adherence: share of the planned time that was present. Conformance: time present in all, breaks left out, ÷ time planned."),
    )


def _shares(figures: Sequence[Adherence]) -> list[Series]:
    return [
        Series(_("Adherence"), [one.adherence for one in figures]),
        Series(_("Conformance"), [one.conformance for one in figures]),
    ]


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn("shifts", _("Shifts judged"), Kind.NUMBER),
        SheetColumn("adherence", _("Adherence"), Kind.PERCENT, 1),
        SheetColumn("conformance", _("Conformance"), Kind.PERCENT, 1),
        SheetColumn("late_shifts", _("Shifts begun late"), Kind.NUMBER),
        SheetColumn("late", _("Late, min"), Kind.NUMBER),
        SheetColumn("early_shifts", _("Shifts left early"), Kind.NUMBER),
        SheetColumn("early", _("Left early, min"), Kind.NUMBER),
        SheetColumn("absent", _("Days absent"), Kind.NUMBER),
    ]


def _row(one: Adherence) -> list[Any]:
    return [
        one.shifts, one.adherence, one.conformance, one.late_shifts, one.late, one.left_early_shifts, one.left_early, one.absent,
    ]  # fmt: skip
