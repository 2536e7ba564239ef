"""The rows below a header, in blocks of columns: what the checks work on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from . import cleaning
from .cells import as_text
from .headers import TableShape, label_headers
from .refusals import BadLine, Caution, Fault, Notice
from .spec import Cell, Problem

BLOCK_ROWS = 400  # fits the processor's cache: reading 2,000 at a time costs half as much again
MOST_FOOTER_ROWS = 5
_TOTALS = re.compile(r"(?:合计|总计|小计|共计|总和|grandtotal|subtotal|total|sum)[:：]?(?:\d[\d,.]*)?")
_TOTALS_START = frozenset("合总小共gstGST \u3000\t")
Row = list[Cell]
Line = tuple[int, Row] | BadLine


@dataclass(frozen=True)
class Block:
    """Some rows of a table. `columns[i][j]` is the cell of column i in row j, which stands on line `lines[j]`; `bad` lines are apart."""

    lines: list[int]
    columns: list[tuple[Cell, ...]]
    bad: list[BadLine] = field(default_factory=list)


class TableBody:
    """The rows of a table without what is not data: blank lines, a header repeated at a page break, totals and the notes after them.

    Iterate `blocks()` once; `notices()` afterwards says what was left out. With `exact_width` (text files) a row of another width is bad;
    without it (workbooks, where empty cells at the end are simply absent) short rows are filled.
    """

    def __init__(self, lines: Iterable[Line], shape: TableShape, *, exact_width: bool) -> None:
        self.shape = shape
        self._lines = lines
        self._exact_width = exact_width
        self._counts: Counter[str] = Counter()
        self._first_seen: dict[str, int] = {}

    def blocks(self, *, size: int = BLOCK_ROWS) -> Iterator[Block]:
        """Blocks of up to `size` lines, good and bad together, in the order of the file."""
        lines = self._without_totals()
        while taken := list(islice(lines, size)):
            rows = [line for line in taken if type(line) is tuple]
            bad = [line for line in taken if isinstance(line, BadLine)]
            numbers = [number for number, _ in rows]
            columns: list[tuple[Cell, ...]] = list(zip(*[cells for _, cells in rows], strict=True)) if rows else [()] * self.shape.width
            yield Block(lines=numbers, columns=columns, bad=bad)

    def notices(self) -> list[Notice]:
        """What was left out of the table, with how often and the first line."""
        return [Notice(code, {"count": count, "line": self._first_seen[code]}) for code, count in self._counts.items()]

    def _without_totals(self) -> Iterator[Line]:
        """Holds a row back from the first totals row on: at the end of the file it is dropped, before more data it is a row."""
        held: list[tuple[int, Row]] = []
        for line in self._data():
            if isinstance(line, BadLine):
                yield line
                continue
            number, cells = line
            if held and not _is_note(cells, len(held)):
                yield from self._fitted_all(held)
                held = []
            if held or _is_totals(cells):
                held.append((number, cells))
                continue
            yield self._fitted(number, cells)
        if held:
            self._note(Caution.TOTALS_ROW, held[0][0])
            for number, _ in held[1:]:
                self._note(Caution.FOOTER_ROWS, number)

    def _data(self) -> Iterator[Line]:
        header_line, first, labels = self.shape.header_line, self.shape.headers[0], self.shape.headers
        for line in self._lines:
            if isinstance(line, BadLine):
                if line.line > header_line:
                    yield line
                continue
            number, cells = line
            if number <= header_line or not any(cells):
                continue
            start = cells[0]
            if (start is None or (type(start) is str and not start.strip())) and not any(as_text(cell).strip() for cell in cells):
                continue
            if start == first and self._repeats(cells, labels):
                self._note(Caution.REPEATED_HEADER, number)
                continue
            yield line

    def _repeats(self, cells: Sequence[Cell], labels: Sequence[str]) -> bool:
        return label_headers([as_text(cell) for cell in cells[: len(labels)]]) == tuple(labels)

    def _fitted_all(self, held: Iterable[tuple[int, Row]]) -> Iterator[Line]:
        return (self._fitted(number, cells) for number, cells in held)

    def _fitted(self, number: int, cells: Row) -> Line:
        """The row with exactly as many cells as the table has columns."""
        width = self.shape.width
        extra = len(cells) - width
        if extra == 0:
            return number, cells
        if extra > 0:
            outside = any(as_text(cell).strip() for cell in cells[width:])
            if outside and self._exact_width:
                return _wrong_width(number, len(cells), width)
            if outside:
                self._note(Caution.OUTSIDE_TABLE, number)
            return number, cells[:width]
        if self._exact_width:
            return _wrong_width(number, len(cells), width)
        return number, cells + [None] * -extra

    def _note(self, code: Caution, line: int) -> None:
        self._counts[code] += 1
        self._first_seen.setdefault(code, line)


def _wrong_width(number: int, cells: int, width: int) -> BadLine:
    return BadLine(number, Problem(Fault.COLUMN_COUNT, params={"cells": cells, "columns": width}))


def _is_totals(cells: Sequence[Cell]) -> bool:
    first = cells[0]
    if type(first) is str and first and first[0] not in _TOTALS_START:
        return False
    first = next((cell for cell in cells if type(cell) is str and cell.strip()), "")
    return type(first) is str and len(first) < 30 and _TOTALS.fullmatch(cleaning.header(first)) is not None


def _is_note(cells: Sequence[Cell], held: int) -> bool:
    """After the totals: another totals row, or a remark of one or two cells (制表人, 日期)."""
    if held >= MOST_FOOTER_ROWS:
        return False
    return _is_totals(cells) or sum(1 for cell in cells if as_text(cell).strip()) <= 2
