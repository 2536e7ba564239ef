"""Web pages that systems offer as .xls: their tables, read by a parser that runs nothing and fetches nothing."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from ..domain.body import Line, Row
from ..domain.refusals import Refusal, Refused
from . import encodings
from .info import Format, SheetInfo, SourceInfo

PIECE = 64 << 10
MOST_PENDING = 4 << 20
MOST_TABLES = 200
MOST_SPAN = 1_000
MOST_CELL = 1_000_000
_SILENT = frozenset({"script", "style", "head", "noscript", "template"})


def inspect(path: Path) -> SourceInfo:
    """Every table with a row is a sheet, named by its number. Raises Refused: html_no_table, encoding."""
    encoding = encodings.detect(path).encoding
    rows: dict[str, int] = {}
    for table, _, _ in _tables(path, encoding):
        rows[table] = rows.get(table, 0) + 1
        if len(rows) > MOST_TABLES:
            raise Refused(Refusal.TOO_LARGE, size=len(rows), limit=MOST_TABLES)
    if not rows:
        raise Refused(Refusal.HTML_NO_TABLE)
    most = max(rows.values())
    ordered = sorted(rows.items(), key=lambda item: item[1] != most)
    return SourceInfo(Format.HTML, tuple(SheetInfo(name, count) for name, count in ordered), encoding=encoding)


def read(path: Path, info: SourceInfo, sheet: str) -> Iterator[Line]:
    """(row of the table, cells); a cell that spans several stands in the first of them."""
    for table, number, cells in _tables(path, info.encoding):
        if table == sheet and cells:
            yield number, cells


def _tables(path: Path, encoding: str) -> Iterator[tuple[str, int, Row]]:
    parser = _TableParser()
    with path.open(encoding=encoding, newline="") as file:
        while piece := file.read(PIECE):
            parser.feed(piece)
            if len(parser.rawdata) > MOST_PENDING:
                raise Refused(Refusal.XML_TOKEN, part="html")
            yield from parser.rows
            parser.rows.clear()
    parser.close()
    parser.finish()
    yield from parser.rows


class _TableParser(HTMLParser):
    """Collects rows of the outermost tables; a table inside a cell is part of that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, int, Row]] = []
        self._table = self._row = self._depth = self._silent = 0
        self._cells: Row | None = None
        self._text: list[str] | None = None
        self._length = 0
        self._span = (1, 1)
        self._held: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._table, self._row, self._held = self._table + 1, 0, {}
        elif tag == "br":
            self.handle_data("\n")
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._start_row()
        elif tag in ("td", "th"):
            self._start_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent and self._length < MOST_CELL:
            self._text.append("\n" if data == "\n" else " ".join(data.split()) if data.strip() else " ")
            self._length += len(data)

    def finish(self) -> None:
        """The page ends in the middle of a table: what is complete counts."""
        if self._depth:
            self._end_row()

    def _start_row(self) -> None:
        self._end_row()
        self._row += 1
        self._cells = []
        self._skip_held()

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        if self._cells is None:
            self._start_row()
        self._end_cell()
        self._text, self._length = [], 0
        self._span = (_span(attributes.get("colspan")), _span(attributes.get("rowspan")))

    def _end_cell(self) -> None:
        if self._text is None or self._cells is None:
            return
        text = "".join(self._text).strip().replace("\0", "\ufffd")
        columns, rows = self._span
        for offset in range(columns):
            if rows > 1:
                self._held[len(self._cells) + offset] = rows
        self._cells += [text or None, *[None] * (columns - 1)]
        self._text = None
        self._skip_held()

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells is None:
            return
        self._held = {column: rows - 1 for column, rows in self._held.items() if rows > 1}
        while self._cells and self._cells[-1] is None:
            self._cells.pop()
        self.rows.append((str(self._table), self._row, self._cells))
        self._cells = None

    def _skip_held(self) -> None:
        """Columns covered by a cell of a row above stay empty here."""
        while self._cells is not None and self._held_above(len(self._cells)):
            self._cells.append(None)

    def _held_above(self, column: int) -> bool:
        return column in self._held


def _span(text: str | None) -> int:
    number = int(text) if text and text.strip().isdecimal() else 1
    return min(max(number, 1), MOST_SPAN)
