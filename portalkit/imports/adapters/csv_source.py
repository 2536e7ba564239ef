"""Tables in text files: comma, tab, semicolon or bar between the cells, quotes doubled, breaks allowed inside quotes."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from ..domain.body import Line, Row
from ..domain.refusals import BadLine, Fault, Refusal, Refused
from ..domain.spec import Problem
from . import encodings
from .info import Format, SheetInfo, SourceInfo

MOST_CELL_CHARACTERS = 100_000
MOST_LINE_CHARACTERS = 4_000_000
SAMPLE_CHARACTERS = 65_536
DELIMITERS = ",\t;|"


def inspect(path: Path) -> SourceInfo:
    """Encoding, delimiter and number of lines. Raises Refused (encoding, utf32, binary, empty)."""
    found = encodings.detect(path)
    with path.open(encoding=found.encoding, newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
    if not sample.strip("\0 \t\r\n\ufeff"):
        raise Refused(Refusal.EMPTY)
    sheet = SheetInfo(name="", rows=found.line_breaks + 1 if sample else 0)
    return SourceInfo(Format.CSV, (sheet,), encoding=found.encoding, delimiter=_delimiter(sample))


def read(path: Path, info: SourceInfo) -> Iterator[Line]:
    """Rows with the line on which each begins. NUL and cells over 100,000 characters come out as BadLine;
    a quote that never closes and a line over four million characters raise Refused."""
    csv.field_size_limit(max(csv.field_size_limit(), MOST_LINE_CHARACTERS))
    with path.open(encoding=info.encoding, errors="strict", newline="") as file:
        yield from _Records(file, info.delimiter)


class _Records:
    """Splits lines without a quote directly (the common case, three times as fast) and gives the others to the csv module."""

    def __init__(self, file: TextIOWrapper, delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self._line = 0
        self._waiting = ""
        self._characters = 0
        self._has_nul = False

    def __iter__(self) -> Iterator[Line]:
        quoted = csv.reader(self._lines_of_a_record(), delimiter=self._delimiter, strict=True)
        delimiter = self._delimiter
        while line := self._next_line():
            start = self._line
            self._has_nul = "\0" in line
            if '"' not in line:
                cells: Row = line.rstrip("\r\n").split(delimiter)  # type: ignore[assignment]
                fault = self._fault(cells) if self._has_nul or len(line) > MOST_CELL_CHARACTERS else None
            else:
                cells, fault = self._quoted(line, quoted)
            if fault is None:
                yield start, cells
            else:
                yield BadLine(start, fault)

    def _quoted(self, line: str, reader: Iterator[list[str]]) -> tuple[Row, Problem | None]:
        self._waiting, self._characters = line, 0
        start = self._line
        try:
            cells = cast(Row, next(reader))
        except (csv.Error, StopIteration) as error:
            if "expected after" in str(error):
                return [], Problem(Fault.QUOTE_MISPLACED)
            raise Refused(Refusal.QUOTE_OPEN, line=start) from error
        return cells, self._fault(cells) if self._has_nul or self._characters > MOST_CELL_CHARACTERS else None

    def _lines_of_a_record(self) -> Iterator[str]:
        """What the csv module reads: the waiting line, then as many as the open quote needs."""
        start = self._line
        while True:
            line, self._waiting = self._waiting, ""
            if line:
                start = self._line
            else:
                line = self._next_line()
                self._has_nul = self._has_nul or "\0" in line
            if not line:
                return
            self._characters += len(line)
            if self._characters > MOST_LINE_CHARACTERS:
                raise Refused(Refusal.QUOTE_OPEN, line=start)
            yield line

    def _next_line(self) -> str:
        line = self._file.readline(MOST_LINE_CHARACTERS)
        self._line += bool(line)
        if len(line) >= MOST_LINE_CHARACTERS:
            raise Refused(Refusal.LINE_TOO_LONG, line=self._line, limit=MOST_LINE_CHARACTERS)
        return line

    def _fault(self, cells: Row) -> Problem | None:
        if self._has_nul:
            return Problem(Fault.NUL)
        return overlong(cells)


def overlong(cells: Row) -> Problem | None:
    """The fault of a row that holds a cell over the limit."""
    for position, cell in enumerate(cells, start=1):
        if isinstance(cell, str) and len(cell) > MOST_CELL_CHARACTERS:
            return Problem(Fault.CELL_TOO_LONG, params={"column": position, "length": len(cell), "limit": MOST_CELL_CHARACTERS})
    return None


def _delimiter(sample: str) -> str:
    """The one that splits the most lines of the sample into the same number of cells (quotes respected); a comma when none does."""
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for row in csv.reader(sample.splitlines(keepends=True)[:200], delimiter=delimiter):
                widths[len(row)] += 1
        except csv.Error:
            pass
        width, lines = max(
            ((width, lines) for width, lines in widths.items() if width > 1), key=lambda item: (item[1], item[0]), default=(0, 0)
        )
        if (lines, width) > best_score:
            best, best_score = delimiter, (lines, width)
    return best
