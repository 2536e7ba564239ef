"""A chart of an exhibit as a figure with its table view; every mark leads to the tickets behind it."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines, matrices
from portalkit.charts.domain.chart import Chart as PageChart
from portalkit.charts.domain.marks import Annotation, Figure, Series, Style, Target
from portalkit.sheets.domain.columns import SheetColumn

from ..domain.document import Chart, ChartKind, Column, Exhibit, Row

Link = Callable[[str], str]


def chart_of(exhibit: Exhibit, chart: Chart, *, link: Link) -> PageChart:
    """`link` makes an address of the query string of tickets."""
    rows = exhibit.drawn
    keys = [*chart.series, *filter(None, (chart.total, chart.share))]
    columns = [exhibit.columns[0], *(rows.column(key) for key in keys)]
    places = [exhibit.position(column.key) for column in columns]
    return PageChart(
        key=chart.key,
        title=chart.title,
        figure=_figure(rows, chart, link),
        columns=[SheetColumn(column.key, column.label, column.kind, column.digits) for column in columns],
        rows=[[row.cells[place] for place in places] for row in rows.rows],
        row_links=[link(row.query) if row.query else None for row in rows.rows],
        empty_reason=exhibit.empty_reason,
        note=chart.target_label,
        source_date=None,
    )


def _figure(rows: Exhibit, chart: Chart, link: Link) -> Figure:
    first = rows.column(chart.series[0])
    style = Style(kind=first.kind, digits=first.digits, partial_word=_("Part of the period only"))
    names = list(rows.names)
    if chart.kind is ChartKind.HEATMAP:
        columns = [rows.column(key) for key in chart.series]
        cells = [list(line) for line in zip(*(rows.numbers(key) for key in chart.series), strict=True)]
        links = [[_mark(row, column, link) for column in columns] for row in rows.rows]
        return matrices.heatmap(rows=names, columns=[column.label for column in columns], values=cells, links=links, style=style)
    series = [_series(rows, rows.column(key), link) for key in chart.series]
    if chart.kind is ChartKind.RANKING:
        return bars.horizontal_bar(names=names, series=series[0], style=style)
    if chart.kind is ChartKind.PARETO:
        return bars.pareto(names=names, series=series[0], style=style, share_name=rows.column(chart.share).label)
    return _upright(rows, chart, names, series, style, link)


def _upright(rows: Exhibit, chart: Chart, names: Sequence[str], series: Sequence[Series], style: Style, link: Link) -> Figure:
    labels = dict(zip((row.key for row in rows.rows), names, strict=True))
    events = [Annotation(labels[event.at], event.label) for event in chart.events if event.at in labels]
    target = Target(chart.target, chart.target_label) if chart.target is not None else None
    if chart.kind is ChartKind.LINE:
        return lines.line(x=names, series=series, style=style, annotations=events, target=target)
    if chart.kind is ChartKind.BAR:
        return bars.bar(x=names, series=series, style=style, annotations=events, target=target)
    total = _series(rows, rows.column(chart.total), link) if chart.total else None
    return bars.stacked_bar(x=names, series=series, style=style, annotations=events, total=total)


def _series(rows: Exhibit, column: Column, link: Link) -> Series:
    partial = frozenset(place for place, row in enumerate(rows.rows) if row.is_partial)
    return Series(column.label, rows.numbers(column.key), [_mark(row, column, link) for row in rows.rows], partial)


def _mark(row: Row, column: Column, link: Link) -> str | None:
    if not row.query:
        return None
    return link(f"{row.query}&{column.query}" if column.query else row.query)
