"""XLSX by XlsxWriter: a sheet a section, typed cells, native charts that stand on those cells. No text ever becomes a formula."""

from io import BytesIO
from typing import Any

import xlsxwriter

from portalkit.sheets.domain.columns import Kind
from portalkit.sheets.domain.safety import display_width, sheet_name, storable

from ..domain.document import Block, Column, Document, Exhibit, Paragraph, Section, Stamp, Stats, Value
from .chrome import Chrome, chrome_of, signed
from .workbook_charts import add_chart
from .workbook_formats import Formats, number_format

CHART_ROWS = 17
WIDEST = 34


def write_workbook(document: Document, stamp: Stamp) -> bytes:
    """The document as a workbook: an overview, then a sheet for every section."""
    target = BytesIO()
    chrome = chrome_of(document, stamp)
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": storable(f"{chrome.title} {chrome.subtitle} {chrome.version}")})
    formats = Formats(book)
    names = _sheet_names(document)
    _overview(book, formats, document, chrome, names)
    for section, name in zip(document.sections, names, strict=True):
        _Sheet(book, formats, name).fill(section, document, chrome)
    book.close()
    return target.getvalue()


def _sheet_names(document: Document) -> list[str]:
    """Valid and different from one another, also without regard to case."""
    names: list[str] = []
    for section in document.sections:
        name, number = sheet_name(section.title), 2
        while name.casefold() in {other.casefold() for other in names}:
            name, number = sheet_name(f"{section.title[:26]} {number}"), number + 1
        names.append(name)
    return names


def _overview(book: Any, formats: Formats, document: Document, chrome: Chrome, names: list[str]) -> None:
    title = sheet_name(chrome.contents)
    sheet = book.add_worksheet(title if title.casefold() not in {name.casefold() for name in names} else "0")
    _set_up(sheet, chrome.title)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, storable(chrome.title), formats.title)
    sheet.write_string(1, 0, storable(chrome.subtitle), formats.subtitle)
    line = 3
    for label, text in (*chrome.facts, *((("", chrome.draft),) if chrome.draft else ())):
        sheet.write_string(line, 0, storable(label), formats.label)
        sheet.write_string(line, 1, storable(text), formats.text)
        line += 1
    if document.notice:
        sheet.write_string(line, 1, storable(document.notice), formats.warning)
        line += 1
    line += 1
    sheet.write_string(line, 0, storable(chrome.contents), formats.head)
    sheet.write_blank(line, 1, None, formats.head)
    for section, name in zip(document.sections, names, strict=True):
        line += 1
        sheet.write_url(line, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", formats.link, storable(section.title))
        sheet.write_string(line, 1, storable(section.finding), formats.text)


def _set_up(sheet: Any, header: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{storable(header).replace('&', '&&')[:120]}&R&P / &N")


class _Sheet:
    """One section on one sheet, written from top to bottom."""

    def __init__(self, book: Any, formats: Formats, name: str) -> None:
        self.book, self.formats, self.name = book, formats, name
        self.sheet = book.add_worksheet(name)
        self.line = 0
        self.widths: dict[int, int] = {}

    def fill(self, section: Section, document: Document, chrome: Chrome) -> None:
        _set_up(self.sheet, f"{chrome.title} · {chrome.subtitle} · {chrome.version}")
        self.sheet.set_row(0, 24)
        self._write_line(section.title, self.formats.title)
        self._write_line(section.finding, self.formats.finding)
        self.line += 1
        for block in section.blocks:
            self._block(block)
        if section.commentary:
            said = section.commentary
            self._write_line(chrome.commentary, self.formats.heading)
            for paragraph in said.text.split("\n"):
                self._write_line(paragraph, self.formats.text)
            self._write_line(signed(said.author, said.approver, said.approved_at, language=document.language), self.formats.note)
        for position, width in self.widths.items():
            self.sheet.set_column(position, position, min(width + 3, WIDEST))

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._write_line(block.text, self.formats.of_tone(block.tone))
        elif isinstance(block, Stats):
            self._stats(block)
        else:
            self._exhibit(block)

    def _write_line(self, text: str, style: Any) -> None:
        self.sheet.write_string(self.line, 0, storable(text), style)
        self.line += 1

    def _stats(self, block: Stats) -> None:
        for item in block.items:
            column = Column(item.key, item.label, item.kind, item.digits, item.is_signed)
            before = Column(item.key, item.before_label, item.kind, item.digits)
            change = Column(item.key, "", Kind.PERCENT, is_signed=True)
            cells = (
                (item.label, Column("", ""), self.formats.cell),
                (item.value, column, self.formats.strong),
                (item.unit, Column("", ""), self.formats.note_cell),
                (item.before_label, Column("", ""), self.formats.note_cell),
                (item.before if item.before_label else None, before, self.formats.cell),
                (item.change, change, self.formats.cell),
                (item.note, Column("", ""), self.formats.note_cell),
            )
            for position, (value, typed, style) in enumerate(cells):
                self._cell(position, value, typed, style)
            self.line += 1
        self.line += 1

    def _exhibit(self, exhibit: Exhibit) -> None:
        self._write_line(exhibit.title, self.formats.heading)
        if not exhibit.rows:
            self._write_line(exhibit.empty_reason, self.formats.note)
            return
        head = self.line
        for position, column in enumerate(exhibit.columns):
            self.sheet.write_string(head, position, storable(column.label), self.formats.head)
            self._widen(position, column.label)
        self.line += 1
        for row in exhibit.rows:
            for position, (value, column) in enumerate(zip(row.cells, exhibit.columns, strict=True)):
                shown: Value = f"{value}*" if position == 0 and row.is_partial else value
                self._cell(position, shown, column, self.formats.strong if row.is_total else self.formats.cell)
            self.line += 1
        beside = len(exhibit.columns) + 1
        below = head
        for chart in exhibit.charts:
            add_chart(self.book, self.sheet, self.name, exhibit, chart, head=head, at=(below, beside))
            below += CHART_ROWS + 1
        if exhibit.note:
            self._write_line(exhibit.note, self.formats.note)
        self.line = max(self.line, below if exhibit.charts else 0) + 1

    def _cell(self, position: int, value: Value, column: Column, style: dict[str, Any]) -> None:
        written = self.formats.made(style, number_format(column))
        if value is None or value == "":
            self.sheet.write_blank(self.line, position, None, written)
        elif isinstance(value, str):
            self.sheet.write_string(self.line, position, storable(value), written)
        else:
            self.sheet.write_number(self.line, position, value, written)
        self._widen(position, value if isinstance(value, str) else column.text(value))

    def _widen(self, position: int, text: str) -> None:
        self.widths[position] = max(self.widths.get(position, 0), display_width(text[: 2 * WIDEST]))
