"""Agents and service level: a few agents more or less, and through a day."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.staffing import Answer, Question, Swing
from ..panels.staffing import FACTOR_LABELS, swing_text
from ..selectors.staffing import PlannedInterval


def sensitivity_chart(found: Sequence[Answer]) -> Chart:
    """Service level and occupancy by number of agents."""
    figure = lines.line(
        x=[str(one.agents) for one in found],
        series=[
            Series(_("Service level"), [one.service_level for one in found]),
            Series(_("Occupancy"), [one.occupancy for one in found]),
        ],
        style=Style(kind=Kind.PERCENT, digits=1),
    )
    return Chart(
        key="sensitivity",
        title=_("One agent more or less"),
        figure=figure,
        columns=[
            SheetColumn("agents", _("Agents on the phone"), Kind.NUMBER),
            SheetColumn("scheduled", _("Agents to schedule"), Kind.NUMBER),
            SheetColumn("level", _("Service level"), Kind.PERCENT, 1),
            SheetColumn("waits", _("Callers who wait"), Kind.PERCENT, 1),
            SheetColumn("asa", _("Mean wait, s"), Kind.NUMBER, 1),
            SheetColumn("occupancy", _("Occupancy"), Kind.PERCENT, 1),
            SheetColumn("left", _("Callers who leave"), Kind.PERCENT, 1),
        ],
        rows=[
            [one.agents, one.scheduled_agents, one.service_level, one.waiting_probability, one.asa, one.occupancy, one.abandonment]
            for one in found
        ],
    )


def swings_chart(question: Question, found: Answer, swings: Sequence[Swing]) -> Chart:
    """By how many agents the requirement, and to which service level the present agents, move with each factor."""
    labels = [f"{FACTOR_LABELS[one.factor]} {swing_text(one)}" for one in swings]
    has_target = question.target_share is not None
    if has_target:
        values = [None if one.agents is None else one.agents - found.agents for one in swings]
        figure = bars.bar(x=labels, series=[Series(_("Agents more or less"), values)], style=Style())
    else:
        figure = bars.bar(
            x=labels, series=[Series(_("Service level"), [one.service_level for one in swings])], style=Style(kind=Kind.PERCENT, digits=1)
        )
    return Chart(
        key="swings",
        title=_("What if the figures are off"),
        figure=figure,
        columns=[
            SheetColumn("factor", _("What changes")),
            SheetColumn("change", _("Off by")),
            SheetColumn("value", _("Value then"), Kind.NUMBER, 3),
            SheetColumn("agents", _("Agents needed"), Kind.NUMBER),
            SheetColumn("scheduled", _("Agents to schedule"), Kind.NUMBER),
            SheetColumn("level", _("Service level with the same agents"), Kind.PERCENT, 1),
        ],
        rows=[
            [str(FACTOR_LABELS[one.factor]), swing_text(one), one.value, one.agents, one.scheduled_agents, one.service_level]
            for one in swings
        ],
    )


def day_chart(found: Sequence[PlannedInterval]) -> Chart:
    """Calls, agents on the phone and agents to schedule through a day."""
    labels = [f"{timezone.localtime(one.interval.starts_at):%H:%M}" for one in found]
    figure = lines.line(
        x=labels,
        series=[
            Series(_("Agents to schedule"), [one.needed.scheduled if one.needed else None for one in found]),
            Series(_("Agents needed"), [one.needed.agents if one.needed else None for one in found]),
        ],
        style=Style(kind=Kind.NUMBER),
    )
    return Chart(
        key="day",
        title=_("Agents through the day"),
        figure=figure,
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("calls", _("Forecast calls"), Kind.NUMBER, 1),
            SheetColumn("aht", _("Handling time, s"), Kind.NUMBER, 0),
            SheetColumn("agents", _("Agents needed"), Kind.NUMBER),
            SheetColumn("scheduled", _("Agents to schedule"), Kind.NUMBER),
            SheetColumn("level", _("Service level"), Kind.PERCENT, 1),
            SheetColumn("occupancy", _("Occupancy"), Kind.PERCENT, 1),
        ],
        rows=[[label, *_figures(one)] for label, one in zip(labels, found, strict=True)],
        empty_reason=_("The forecast has no calls on this day."),
    )


def _figures(one: PlannedInterval) -> list[float | int | None]:
    needed = one.needed
    worked_out = (needed.agents, needed.scheduled, needed.service_level, needed.occupancy) if needed else (None,) * 4
    return [one.interval.calls, one.interval.aht_seconds, *worked_out]
