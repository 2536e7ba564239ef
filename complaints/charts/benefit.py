"""The chart of the benefit; every bar leads to the estimates behind it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.periods.domain.calendar import Month, months
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.benefit import BenefitSummary


def benefit_by_month(summary: BenefitSummary, *, first: Month, last: Month, link: Callable[[Month], str]) -> Chart:
    """Yuan by month; a month without an estimate is unknown, not nought."""
    found = {one.month: one for one in summary.months}
    every = months(first, last)
    values = [float(found[month].benefit) if month in found else None for month in every]
    return Chart(
        key="benefit-by-month",
        title=_("Benefit by month"),
        figure=bars.bar(
            x=[str(month) for month in every],
            series=[Series(_("Benefit, yuan"), values, [link(month) for month in every])],
            style=Style(kind=Kind.NUMBER, digits=2),
        ),
        columns=[
            SheetColumn("month", _("Month"), Kind.MONTH),
            SheetColumn("estimates", _("Estimates"), Kind.NUMBER),
            SheetColumn("benefit", _("Benefit, yuan"), Kind.NUMBER, 2),
        ],
        rows=[
            [month.first_day, len(found[month].estimates) if month in found else 0, value]
            for month, value in zip(every, values, strict=True)
        ],
        row_links=[link(month) for month in every],
        note=_("New subscribers × revenue a subscriber × share credited."),
        empty_reason=_("No benefit is estimated for these months yet."),
    )
