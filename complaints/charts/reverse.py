"""The flow of reverse analysis."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import matrices
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Style
from portalkit.charts.domain.matrices import Flow
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..models.labels import SIDE_LABELS
from ..models.reverse import REASON_LABELS, START_LABELS, STEP_LABELS
from ..selectors.reverse import ReverseSummary

HEIGHT = 560


def flow(found: ReverseSummary, *, ends: str, link: Callable[..., str], newest: date | None) -> Chart:
    """From the start group over the failed step to the reason (`ends` "reason") or to whose the cause was (`ends` "side")."""
    labels = SIDE_LABELS if ends == "side" else REASON_LABELS
    onward = found.to_sides if ends == "side" else found.to_reasons
    flows = [
        *(
            Flow(str(START_LABELS[one.source]), str(STEP_LABELS[one.target]), one.tickets, link(start=one.source, step=one.target))
            for one in found.paths
        ),
        *(
            Flow(str(STEP_LABELS[one.source]), str(labels[one.target]), one.tickets, link(step=one.source, **{ends: one.target}))
            for one in onward
        ),
    ]
    return Chart(
        key="flow",
        title=_("From the outcome back to the failed step"),
        figure=matrices.sankey(flows=flows, style=Style(kind=Kind.NUMBER, height=HEIGHT)),
        columns=[SheetColumn("from", _("From")), SheetColumn("to", _("To")), SheetColumn("tickets", _("Tickets"), Kind.NUMBER)],
        rows=[[one.source, one.target, one.value] for one in flows],
        row_links=[one.link for one in flows],
        note=_("Each ticket counts once: under the gravest of its starts and the first step that failed."),
        empty_reason=_("No ticket of this period was solved, re-opened, escalated or left its customer dissatisfied."),
        source_date=newest,
    )
