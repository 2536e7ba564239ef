"""What the template of a chart shows beside the figure: the same values as a table, downloads, until when the data reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from portalkit.charts.domain.chart import Chart
from portalkit.sheets.domain.columns import NUMERIC, Kind, shown


@dataclass(frozen=True)
class Head:
    label: str
    css: str


@dataclass(frozen=True)
class Cell:
    text: str
    css: str
    url: str = ""


@dataclass(frozen=True)
class ChartPanel:
    chart: Chart
    figure: SafeString
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    source_date: str
    csv_query: str
    xlsx_query: str


def chart_panel(chart: Chart, *, query: QueryDict) -> ChartPanel:
    return ChartPanel(
        chart=chart,
        figure=mark_safe(chart.serialised.json),  # noqa: S308 - serialise() leaves no character that ends a script element
        heads=[Head(str(column.label), _css(column.kind)) for column in chart.columns],
        rows=[_row(chart, number, row) for number, row in enumerate(chart.rows)],
        source_date=_source_date(chart),
        csv_query=_download(query, chart.key, "csv"),
        xlsx_query=_download(query, chart.key, "xlsx"),
    )


def _row(chart: Chart, number: int, row: Sequence[Any]) -> list[Cell]:
    url = chart.row_links[number] if number < len(chart.row_links) else None
    cells = [
        Cell(shown(value, kind=column.kind, digits=column.digits), _css(column.kind))
        for value, column in zip(row, chart.columns, strict=True)
    ]
    return [Cell(cells[0].text, cells[0].css, url or ""), *cells[1:]] if cells else []


def _css(kind: Kind) -> str:
    return "is-number" if kind in NUMERIC else ""


def _source_date(chart: Chart) -> str:
    if chart.source_date is None:
        return ""
    return shown(chart.source_date, kind=Kind.DATETIME if isinstance(chart.source_date, datetime) else Kind.DATE)


def _download(query: QueryDict, key: str, file_format: str) -> str:
    pairs = query.copy()
    pairs["chart"], pairs["format"] = key, file_format
    return pairs.urlencode()
