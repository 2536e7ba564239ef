"""Native charts over the cells of an exhibit."""

from collections.abc import Mapping
from typing import Any

from portalkit.sheets.domain.safety import storable

from ..domain import palette
from ..domain.document import Chart, ChartKind, Exhibit
from .workbook_formats import number_format

SIZE = {"width": 640, "height": 330}
TYPES: Mapping[ChartKind, dict[str, str]] = {
    ChartKind.LINE: {"type": "line"},
    ChartKind.BAR: {"type": "column"},
    ChartKind.STACKED: {"type": "column", "subtype": "stacked"},
    ChartKind.RANKING: {"type": "bar"},
    ChartKind.PARETO: {"type": "column"},
}
FONT = {"name": "Microsoft YaHei", "size": 9, "color": palette.TEXT_2}


def add_chart(book: Any, sheet: Any, name: str, exhibit: Exhibit, chart: Chart, *, head: int, at: tuple[int, int]) -> None:
    """Puts the chart on the sheet. `head` is the line of the exhibit's column names; a matrix is shaded in its own cells instead."""
    last = head + len(exhibit.drawn.rows)
    if chart.kind is ChartKind.HEATMAP:
        places = [exhibit.position(key) for key in chart.series]
        scale = {"type": "2_color_scale", "min_color": palette.HEAT[0], "max_color": palette.HEAT[3]}
        sheet.conditional_format(head + 1, min(places), last, max(places), scale)
        return
    drawn = book.add_chart(TYPES[chart.kind])
    for number, key in enumerate(chart.series):
        drawn.add_series(_series(name, exhibit, chart, key, number, head, last))
    if chart.total or chart.share:
        drawn.combine(_over(book, name, exhibit, chart, head, last))
    _dress(drawn, exhibit, chart)
    sheet.insert_chart(at[0], at[1], drawn, {"description": storable(chart.title), "object_position": 1})


def _series(name: str, exhibit: Exhibit, chart: Chart, key: str, number: int, head: int, last: int) -> dict[str, Any]:
    place, colour = exhibit.position(key), palette.series_colour(number)
    found: dict[str, Any] = {
        "name": [name, head, place],
        "categories": [name, head + 1, 0, last, 0],
        "values": [name, head + 1, place, last, place],
    }
    if chart.kind is ChartKind.LINE:
        return found | {
            "line": {"color": colour, "width": 2},
            "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
        }
    labels = {"value": True, "font": FONT, "num_format": number_format(exhibit.column(key))}
    look = {"fill": {"color": colour}, "gap": 45, **({} if chart.kind is ChartKind.STACKED else {"data_labels": labels})}
    return found | look


def _over(book: Any, name: str, exhibit: Exhibit, chart: Chart, head: int, last: int) -> Any:
    """The total, or the cumulative share on an axis of its own, as a line over the bars."""
    key = chart.total or chart.share
    place, colour = exhibit.position(key), palette.TEXT_2 if chart.total else palette.series_colour(1)
    over = book.add_chart({"type": "line"})
    over.add_series(
        {
            "name": [name, head, place],
            "categories": [name, head + 1, 0, last, 0],
            "values": [name, head + 1, place, last, place],
            "line": {"color": colour, "width": 2},
            "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
            "y2_axis": bool(chart.share),
        }
    )
    if chart.share:
        over.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": FONT, "major_gridlines": {"visible": False}})
    return over


def _dress(drawn: Any, exhibit: Exhibit, chart: Chart) -> None:
    """XlsxWriter takes a title with a ! and a cell's name in it for a reference; the full-width sign keeps it a text."""
    said = [chart.title, *([chart.target_label] if chart.target_label else []), *(f"{event.at} {event.label}" for event in chart.events)]
    title = storable(" · ".join(said))[:250].replace("!", "！")
    drawn.set_title({"name": title, "name_font": FONT | {"size": 11, "bold": True}, "overlay": False})
    drawn.set_size(SIZE)
    drawn.show_blanks_as("gap")
    values = {
        "num_format": number_format(exhibit.column(chart.series[0])), "num_font": FONT, "min": 0,
        "major_gridlines": {"visible": True, "line": {"color": palette.GRID}}, "line": {"none": True},
    }  # fmt: skip
    names = {"num_font": FONT, "line": {"color": palette.LINE_STRONG}}
    if chart.kind is ChartKind.RANKING:
        drawn.set_x_axis(values | {"visible": False})
        drawn.set_y_axis(names | {"reverse": True, "major_gridlines": {"visible": False}})
    else:
        drawn.set_x_axis(names)
        drawn.set_y_axis(values)
    has_many = len(chart.series) + bool(chart.total) + bool(chart.share) > 1
    drawn.set_legend({"position": "bottom", "font": FONT} if has_many else {"none": True})
