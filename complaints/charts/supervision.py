"""The charts of the supervision board. Every mark leads to the watches behind it."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.supervision.stopwatch import Watch
from ..filters.supervision import bucket_key, bucket_label
from ..models.supervision import WATCH_LABELS
from ..selectors.supervision import Board
from ..selectors.supervision.board import BUCKETS

Link = Callable[..., str]


def falling_due(found: Board, *, link: Link, as_of: datetime | None) -> Chart:
    """What falls due in the next 24 hours, so that a shift sees what is coming."""
    places = [str(bucket_label(bucket)) for bucket in BUCKETS]
    series = [
        Series(
            str(WATCH_LABELS[watch]),
            list(found.ahead[watch]),
            [link(watch=watch.value, due=bucket_key(bucket), stands="") for bucket in BUCKETS],
        )
        for watch in Watch
    ]
    return Chart(
        key="falling-due",
        title=_("Falling due in the next 24 hours"),
        figure=bars.stacked_bar(x=places, series=series, style=Style(kind=Kind.NUMBER)),
        columns=[SheetColumn("due", _("Falls due")), *(SheetColumn(watch.value, WATCH_LABELS[watch], Kind.NUMBER) for watch in Watch)],
        rows=[[place, *(found.ahead[watch][position] for watch in Watch)] for position, place in enumerate(places)],
        row_links=[link(due=bucket_key(bucket), stands="") for bucket in BUCKETS],
        source_date=as_of.date() if as_of else None,
    )
