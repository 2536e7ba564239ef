"""A demand curve and what a set of shifts covers of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portalkit.charts.domain import lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn


def design_chart(*, key: str, title: str, demand: Sequence[float], covered: Sequence[float], slot_minutes: int) -> Chart:
    """Heads by time of the day."""
    labels = [f"{slot * slot_minutes // 60:02d}:{slot * slot_minutes % 60:02d}" for slot in range(len(demand))]
    figure = lines.line(
        x=labels,
        series=[Series(_("Heads needed"), list(demand)), Series(_("Heads covered"), list(covered))],
        style=Style(kind=Kind.NUMBER, digits=1),
    )
    return Chart(
        key=key,
        title=title,
        figure=figure,
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("needed", _("Heads needed"), Kind.NUMBER, 1),
            SheetColumn("covered", _("Heads covered"), Kind.NUMBER, 1),
        ],
        rows=[list(row) for row in zip(labels, demand, covered, strict=True)],
    )
