"""The charts of complaint analysis. Every mark leads on: to a narrower dashboard, or to the tickets behind it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines, marks, matrices
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.charts.domain.places import Place, places
from portalkit.periods.domain.calendar import Month
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..models import Annotation
from ..selectors import CauseShares, Matrix, Ranked, Rate, Rates, Share

Link = Callable[[Rate], str]
_CLASS_COLOURS = {"voice": "series-1", "internet": "series-2", "messaging": "series-3", "other": "series-4", "unmapped": "series-8"}


def rates_by_month(rates: Rates, *, events: Sequence[Annotation], link: Link, digits: int, newest: date | None) -> Chart:
    """The total by month as a line with its interval, the official figure beside it."""
    total = rates.of("total")
    computed = _series(_("Computed rate"), total, link)
    low = [row.interval.low if row.interval else None for row in total]
    high = [row.interval.high if row.interval else None for row in total]
    series = [Series(computed.name, computed.values, computed.links, computed.partial, band=(low, high))]
    if any(row.published for row in total):
        official = [float(row.published.value) if row.published else None for row in total]
        series.append(Series(_("Published rate"), official, computed.links, colour="series-3"))
    figure = lines.line(
        x=_months(total),
        series=series,
        style=_style(digits),
        annotations=_annotations(events),
    )
    return Chart(
        key="rates-by-month",
        title=_("Complaint rate by month"),
        figure=figure,
        columns=_rate_columns(digits),
        rows=[_rate_row(row) for row in total],
        row_links=[link(row) for row in total],
        note=_("The band is the 95% interval of the computed rate."),
        source_date=newest,
    )


def classes_by_month(rates: Rates, *, events: Sequence[Annotation], link: Link, digits: int, newest: date | None) -> Chart:
    """The classes stacked by month, the total as a line of its own: it need not be their sum."""
    total = rates.of("total")
    keys = [key for key in rates.keys if key != "total"]
    series = [_series(str(rates.of(key)[0].label), rates.of(key), link, colour=_CLASS_COLOURS.get(key, "")) for key in keys]
    figure = bars.stacked_bar(
        x=_months(total),
        series=series,
        style=_style(digits),
        annotations=_annotations(events),
        total=_series(str(total[0].label), total, link),
    )
    columns = [SheetColumn("month", _("Month"), Kind.MONTH), *(_column(key, rates.of(key)[0].label, digits) for key in ("total", *keys))]
    by_month = {row.month: [rates.at(row.month, key) for key in ("total", *keys)] for row in total}
    return Chart(
        key="classes-by-month",
        title=_("Complaint rate by class"),
        figure=figure,
        columns=columns,
        rows=[[month.first_day, *(row.rate if row else None for row in rows)] for month, rows in by_month.items()],
        row_links=[link(row) for row in total],
        note=_("The total is a figure of its own; the classes sum to it only up to rounding."),
        source_date=newest,
    )


def ranking(ranked: Sequence[Ranked], *, link: Callable[[Ranked], str], digits: int, newest: date | None) -> Chart:
    """Regions from the highest rate down."""
    known = [one for one in ranked if one.now.rate is not None]
    names = [one.region.display_name for one in known]
    notes = [_complaints_of(one.now) for one in known]
    partial = frozenset(place for place, one in enumerate(known) if one.now.is_partial)
    series = Series(_("Rate"), [one.now.rate for one in known], [link(one) for one in known], partial, notes=notes)
    columns = [
        SheetColumn("region", _("Region")),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("subscribers", _("Subscribers"), Kind.NUMBER),
        _column("rate", _("Rate"), digits),
        _column("before", _("Month before"), digits),
        SheetColumn("change", _("Against month before"), Kind.PERCENT),
    ]
    return Chart(
        key="ranking",
        title=_("Regions by complaint rate"),
        figure=bars.horizontal_bar(names=names, series=series, style=_style(digits)),
        columns=columns,
        rows=[
            [
                one.region.display_name,
                one.now.complaints,
                one.now.subscribers,
                one.now.rate,
                one.before.rate if one.before else None,
                one.change,
            ]
            for one in ranked
        ],
        row_links=[link(one) for one in ranked],
        empty_reason=_("No region below this one has both complaints and subscriber counts in this month."),
        source_date=newest,
    )


def region_map(ranked: Sequence[Ranked], *, link: Callable[[Ranked], str], digits: int, newest: date | None) -> Chart:
    """Where the regions lie: the disc's area is the number of complaints, its shade the rate."""
    placed = [one for one in ranked if one.region.longitude is not None and one.region.latitude is not None]
    points = [
        Place(
            name=one.region.display_name,
            longitude=one.region.longitude or 0,
            latitude=one.region.latitude or 0,
            size=one.now.complaints or 0,
            value=one.now.rate,
            link=link(one),
            note=_complaints_of(one.now),
        )
        for one in placed
    ]
    return Chart(
        key="region-map",
        title=_("Where the complaints come from"),
        figure=places(points, style=_style(digits)),
        columns=[
            SheetColumn("region", _("Region")),
            SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
            _column("rate", _("Rate"), digits),
        ],
        rows=[[one.region.display_name, one.now.complaints, one.now.rate] for one in placed],
        row_links=[link(one) for one in placed],
        note=_("Area: number of complaints. Shade: complaint rate."),
        empty_reason=_("The regions below this one have no coordinates. They can be given in the region register."),
        source_date=newest,
    )


def causes(found: CauseShares, *, link: Callable[[Share], str], newest: date | None) -> Chart:
    """The causes by number."""
    series = Series(
        _("Complaints"),
        [share.complaints for share in found.causes],
        [link(share) for share in found.causes],
        notes=[f"{share.share:.1%}" for share in found.causes],
    )
    return Chart(
        key="causes",
        title=_("Causes"),
        figure=bars.horizontal_bar(names=[str(share.label) for share in found.causes], series=series, style=Style(kind=Kind.NUMBER)),
        columns=_share_columns(_("Cause")),
        rows=[[str(share.label), share.complaints, share.share] for share in found.causes],
        row_links=[link(share) for share in found.causes],
        source_date=newest,
    )


def matrix(found: Matrix, *, dimensions: tuple[str, str], link: Callable[[str, str], str], newest: date | None) -> Chart:
    """Complaints by two dimensions, given by name."""
    rows, columns = [_name(row) for row in found.rows], [_name(column) for column in found.columns]
    values = [[found.cells.get((row.key, column.key), 0) for column in found.columns] for row in found.rows]
    links = [[link(row.key, column.key) for column in found.columns] for row in found.rows]
    return Chart(
        key="matrix",
        title=_("Complaints: {rows} × {columns}").format(rows=dimensions[0], columns=dimensions[1]),
        figure=matrices.heatmap(rows=rows, columns=columns, values=values, links=links, style=_matrix_style(len(rows))),
        columns=[SheetColumn("row", dimensions[0]), *(_count_column(share) for share in found.columns)],
        rows=[[label, *line] for label, line in zip(rows, values, strict=True)],
        source_date=newest,
    )


def regions_over_time(series: Sequence[tuple[str, Sequence[Rate]]], *, link: Link, digits: int, newest: date | None) -> Chart:
    """A line for each region that was chosen for the comparison."""
    places = _months(series[0][1]) if series else []
    return Chart(
        key="regions-over-time",
        title=_("Regions over time"),
        figure=lines.line(x=places, series=[_series(name, rows, link) for name, rows in series], style=_style(digits)),
        columns=[SheetColumn("month", _("Month")), *(_column(name, name, digits) for name, _rows in series)],
        rows=[[place, *(rows[position].rate for _name, rows in series)] for position, place in enumerate(places)],
        empty_reason=_("There are no regions to compare here."),
        source_date=newest,
    )


def _series(name: str, rows: Sequence[Rate], link: Link, *, colour: str = "") -> Series:
    partial = frozenset(place for place, row in enumerate(rows) if row.is_partial)
    return Series(
        name, [row.rate for row in rows], [link(row) for row in rows], partial, colour=colour, notes=[_complaints_of(row) for row in rows]
    )


def _complaints_of(row: Rate) -> str:
    if row.complaints is None:
        return ""
    if row.subscribers is None:
        return _("{count} complaints, subscribers unknown").format(count=f"{row.complaints:,}")
    return _("{count} complaints of {subscribers} subscribers").format(count=f"{row.complaints:,}", subscribers=f"{row.subscribers:,}")


def _months(rows: Sequence[Rate]) -> list[str]:
    return [str(row.month) for row in rows]


def _annotations(events: Sequence[Annotation]) -> list[marks.Annotation]:
    return [marks.Annotation(str(Month(event.day.year, event.day.month)), event.label_here) for event in events]


def _style(digits: int) -> Style:
    return Style(kind=Kind.RATE, digits=digits, partial_word=_("Part of the month only"))


def _column(key: str, label: object, digits: int) -> SheetColumn:
    return SheetColumn(key, label, Kind.RATE, digits)


def _rate_columns(digits: int) -> list[SheetColumn]:
    return [
        SheetColumn("month", _("Month"), Kind.MONTH),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("subscribers", _("Subscribers"), Kind.NUMBER),
        _column("rate", _("Rate"), digits),
        _column("low", _("Interval from"), digits),
        _column("high", _("Interval to"), digits),
        _column("published", _("Published rate"), digits),
        SheetColumn("partial", _("Part of the month only")),
    ]


def _rate_row(row: Rate) -> list[object]:
    interval = (row.interval.low, row.interval.high) if row.interval else (None, None)
    published = row.published.value if row.published else None
    return [row.month.first_day, row.complaints, row.subscribers, row.rate, *interval, published, _("yes") if row.is_partial else ""]


def _matrix_style(rows: int) -> Style:
    return Style(kind=Kind.NUMBER, height=140 + 44 * rows)


def _count_column(share: Share) -> SheetColumn:
    return SheetColumn(share.key, _name(share), Kind.NUMBER)


def _name(share: Share) -> str:
    return str(share.label) or _("Not stated")


def _share_columns(label: str) -> list[SheetColumn]:
    return [
        SheetColumn("key", label),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("share", _("Share"), Kind.PERCENT),
    ]
