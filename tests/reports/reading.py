"""Reads reports back out of their files, as a reader of the file would: numbers through the same words, text as it stands."""

import io
import re
from collections.abc import Iterator, Sequence

import pypdf
from pptx import Presentation
from python_calamine import CalamineWorkbook

from portalkit.sheets.domain.columns import Kind
from reports.domain.document import Document, Exhibit, Row, Stat, Stats, text_of

DASH = "—"


def texts_of(exhibit: Exhibit, row: Row) -> list[str]:
    """A row as every rendering must show it."""
    cells = [column.text(value) for column, value in zip(exhibit.columns, row.cells, strict=True)]
    return [cells[0] + ("*" if row.is_partial else ""), *cells[1:]]


def rows_of(document: Document) -> Iterator[tuple[Exhibit, Row]]:
    for section in document.sections:
        for exhibit in section.exhibits:
            for row in exhibit.rows:
                yield exhibit, row


def stats_of(document: Document) -> list[Stat]:
    return [item for section in document.sections for block in section.blocks if isinstance(block, Stats) for item in block.items]


def pdf_lines(content: bytes) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [" ".join(line.split()) for page in pages for line in page.extract_text().splitlines()]


def workbook_rows(content: bytes) -> list[list[object]]:
    """The rows of all sheets, without empty cells at their ends."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
            cells = list(row)
            while cells and cells[-1] == "":
                cells.pop()
            found.append(cells)
    return found


def as_shown(exhibit: Exhibit, cells: Sequence[object]) -> list[str]:
    """Raw cells of a workbook in the words of the document; an empty cell is unknown."""
    padded = [*cells, *[""] * (len(exhibit.columns) - len(cells))]
    shown = []
    for column, value in zip(exhibit.columns, padded, strict=False):
        number = value if isinstance(value, int | float) else None
        is_count = column.kind is Kind.NUMBER and column.digits is None
        whole = int(number) if number is not None and is_count else number
        shown.append(
            text_of(whole, kind=column.kind, digits=column.digits, is_signed=column.is_signed) if column.is_numeric else str(value) or DASH
        )
    return shown


def slide_tables(content: bytes) -> list[list[str]]:
    """The rows of all tables."""
    return [
        [cell.text_frame.text for cell in row.cells]
        for slide in Presentation(io.BytesIO(content)).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]


def slide_series(content: bytes) -> list[tuple[str, tuple[float | None, ...]]]:
    """Name and values of every series of every native chart."""
    charts = [shape.chart for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes if shape.has_chart]
    return [(series.name, tuple(series.values)) for chart in charts for plot in chart.plots for series in plot.series]


def slide_texts(content: bytes) -> str:
    shapes = [shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(shape.text_frame.text for shape in shapes)


def page_rows(html: str) -> list[list[str]]:
    """The rows of all tables of a page."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[_plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _plain(cell: str) -> str:
    import html

    return html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
