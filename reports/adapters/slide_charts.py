"""Native charts of the slides."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml
from pptx.util import Pt

from portalkit.sheets.domain.safety import storable

from ..domain import palette
from ..domain.document import Chart, ChartKind, Exhibit
from .slide_deck import FONT, Place, rgb
from .workbook_formats import number_format

TYPES = {
    ChartKind.LINE: XL_CHART_TYPE.LINE_MARKERS,
    ChartKind.BAR: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    ChartKind.RANKING: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.PARETO: XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def is_drawable(chart: Chart) -> bool:
    """A matrix is a shaded table instead."""
    return chart.kind in TYPES


def add_chart(slide: Any, exhibit: Exhibit, chart: Chart, place: Place) -> None:
    """The chart with its values inside the file. Totals and cumulative shares are lines over the bars."""
    rows = exhibit.drawn
    keys = [*chart.series, *filter(None, (chart.total, chart.share))]
    data: Any = CategoryChartData(number_format=number_format(rows.column(chart.series[0])))  # type: ignore[no-untyped-call]
    data.categories = [storable(f"{name}*" if row.is_partial else name) or " " for name, row in zip(rows.names, rows.rows, strict=True)]
    for key in keys:
        data.add_series(storable(rows.column(key).label), rows.numbers(key), number_format=number_format(rows.column(key)))
    drawn = slide.shapes.add_chart(TYPES[chart.kind], *place.box, data).chart
    _dress(drawn, chart, rows, count=len(keys))
    for number, series in enumerate(drawn.plots[0].series):
        _colour(series, chart, palette.series_colour(number))
    if chart.total or chart.share:
        _lift_last_series(drawn, on_own_axis=bool(chart.share), colour=palette.TEXT_2 if chart.total else palette.series_colour(1))


def _dress(drawn: Any, chart: Chart, rows: Exhibit, *, count: int) -> None:
    drawn.font.size, drawn.font.name = Pt(12), FONT
    drawn.font.color.rgb = rgb(palette.TEXT_2)
    drawn.has_title = False
    drawn.has_legend = count > 1
    if count > 1:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = drawn.value_axis
    axis.minimum_scale = 0
    axis.major_gridlines.format.line.color.rgb = rgb(palette.GRID)
    axis.format.line.fill.background()
    axis.visible = chart.kind is not ChartKind.RANKING
    drawn.category_axis.format.line.color.rgb = rgb(palette.LINE_STRONG)
    if chart.kind is ChartKind.RANKING:
        drawn.category_axis.reverse_order = True
        axis.has_major_gridlines = False
    plot = drawn.plots[0]
    if chart.kind is not ChartKind.LINE:
        plot.gap_width = 45
    if chart.kind in (ChartKind.BAR, ChartKind.RANKING, ChartKind.PARETO) or (chart.kind is ChartKind.LINE and count == 1):
        plot.has_data_labels = True
        plot.data_labels.number_format = number_format(rows.column(chart.series[0]))
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(11)


def _colour(series: Any, chart: Chart, colour: str) -> None:
    if chart.kind is ChartKind.LINE:
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(2.25)
        series.smooth = False
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(colour)
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)


C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _lift_last_series(drawn: Any, *, on_own_axis: bool, colour: str) -> None:
    """python-pptx makes charts of one type; the last series is moved into a line plot over the bars, as PowerPoint itself writes it."""
    area = drawn._chartSpace.chart.plotArea
    bars = area.find(f"{{{C}}}barChart")
    series = bars.findall(f"{{{C}}}ser")[-1]
    bars.remove(series)
    for name in ("invertIfNegative", "spPr", "dLbls"):
        for old in series.findall(f"{{{C}}}{name}"):
            series.remove(old)
    own = ("91001", "91002") if on_own_axis else tuple(axis.get("val") for axis in bars.findall(f"{{{C}}}axId"))
    lines = parse_xml(
        f'<c:lineChart xmlns:c="{C}"><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>'
        f'<c:axId val="{own[0]}"/><c:axId val="{own[1]}"/></c:lineChart>'
    )
    series.insert(list(series).index(series.find(f"{{{C}}}tx")) + 1, parse_xml(_look(colour)))
    series.insert(list(series).index(series.find(f"{{{C}}}spPr")) + 1, parse_xml(_marker(colour)))
    lines.insert(2, series)
    bars.addnext(lines)
    if on_own_axis:
        last = area.findall(f"{{{C}}}valAx")[-1]
        for xml in reversed(_axes(own)):
            last.addnext(parse_xml(xml))


def _look(colour: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'
    return f'<c:spPr xmlns:c="{C}" xmlns:a="{A}"><a:ln w="28575">{fill}</a:ln></c:spPr>'


def _marker(colour: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'
    return (
        f'<c:marker xmlns:c="{C}" xmlns:a="{A}"><c:symbol val="circle"/><c:size val="6"/>'
        f"<c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>"
    )


def _axes(own: tuple[str, ...]) -> list[str]:
    """A hidden axis of names, and one from 0 to 100 % on the right."""
    names = (
        f'<c:catAx xmlns:c="{C}"><c:axId val="{own[0]}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{own[1]}"/><c:crosses val="autoZero"/></c:catAx>'
    )
    shares = (
        f'<c:valAx xmlns:c="{C}"><c:axId val="{own[1]}"/><c:scaling>'
        f'<c:orientation val="minMax"/><c:max val="1"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="0%" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{own[0]}"/><c:crosses val="max"/></c:valAx>'
    )
    return [names, shares]
