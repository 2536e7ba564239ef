"""What peaks took and valleys gave back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.pool import PoolWeek


def pool_chart(weeks: Sequence[PoolWeek]) -> Chart:
    """Hours by week: above nought what was worked beyond the contract, below what was given back."""
    labels = [one.day.isoformat() for one in weeks]
    took, gave = [one.took / 60 for one in weeks], [-one.gave / 60 for one in weeks]
    figure = bars.bar(
        x=labels,
        series=[Series(_("Peaks took, h"), took, colour="warn-solid"), Series(_("Valleys gave back, h"), gave, colour="good-solid")],
        style=Style(kind=Kind.NUMBER, digits=0),
    )
    return Chart(
        key="pool",
        title=_("Peaks and valleys by week"),
        figure=figure,
        columns=[
            SheetColumn("week", _("Week until")),
            SheetColumn("took", _("Peaks took, h"), Kind.NUMBER, 1),
            SheetColumn("gave", _("Valleys gave back, h"), Kind.NUMBER, 1),
        ],
        rows=[[label, up, -down] for label, up, down in zip(labels, took, gave, strict=True)],
        empty_reason=_("Nothing is booked in this month."),
    )
