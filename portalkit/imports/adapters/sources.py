"""What a file is, by its content, and its rows, whatever it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from ..domain.body import BLOCK_ROWS, Block, Line, TableBody
from ..domain.headers import LOOK_AHEAD, TableShape, find_table
from ..domain.refusals import BadLine, Caution, Notice, Refusal, Refused
from ..domain.spec import ImportSpec
from . import csv_source, html_source, xls_source, xlsx_source
from .formats import sniff
from .info import Format, SheetInfo, SourceInfo

__all__ = ["Format", "SheetInfo", "SourceInfo", "Table", "inspect", "open_table", "read"]

_INSPECTORS: dict[Format, Callable[[Path], SourceInfo]] = {
    Format.CSV: csv_source.inspect,
    Format.XLSX: xlsx_source.inspect,
    Format.XLS: xls_source.inspect,
    Format.HTML: html_source.inspect,
}
_SUFFIXES = {
    Format.CSV: {"csv", "tsv", "txt", "tab"},
    Format.XLSX: {"xlsx", "xlsm", "xltx", "xltm"},
    Format.XLS: {"xls", "xlt"},
    Format.HTML: {"htm", "html"},
}
_KNOWN_SUFFIXES = frozenset().union(*_SUFFIXES.values())


def inspect(path: Path, *, name: str) -> SourceInfo:
    """What the file is and which sheets it has. The name is only compared with the content. Raises Refused."""
    info = _INSPECTORS[sniff(path)](path)
    suffix = Path(name).suffix.lower().lstrip(".")
    if suffix in _KNOWN_SUFFIXES and suffix not in _SUFFIXES[info.format]:
        return info.with_warnings(Notice(Caution.NAME_MISMATCH, {"suffix": suffix, "format": str(info.format)}))
    return info


def read(path: Path, info: SourceInfo, *, sheet: str | None = None) -> Iterator[Line]:
    """(line, cells) in the order of the file, 1-based as the user sees them; BadLine for a line that is no row. Raises Refused.

    Without `sheet` the first visible one that holds anything is read. Empty cells at the end of a workbook's row are absent.
    """
    if info.format == Format.CSV:
        return csv_source.read(path, info)
    name = _sheet(info, sheet)
    if info.format == Format.XLSX:
        return _measured(xlsx_source.read(path, name))
    if info.format == Format.XLS:
        return _measured(xls_source.read(path, name))
    return _measured(html_source.read(path, info, name))


@dataclass
class Table:
    """A table found in a file: its `shape`, and once its blocks of rows. `notices()` is complete after the last block."""

    shape: TableShape
    sheet: str
    body: TableBody

    def blocks(self, *, size: int = BLOCK_ROWS) -> Iterator[Block]:
        return self.body.blocks(size=size)

    def notices(self) -> list[Notice]:
        found = self.body.notices()
        if self.shape.titles:
            found.insert(0, Notice(Caution.TITLE_ROWS, {"count": len(self.shape.titles), "text": self.shape.titles[0][:80]}))
        return found


def open_table(path: Path, info: SourceInfo, *, spec: ImportSpec, sheet: str | None = None, also: Iterable[str] = ()) -> Table:
    """Finds the header and stands ready to read below it. `also`: headers to expect beside the kind's own (those of a mapping).
    Raises Refused, also for a table without a single row (header_only)."""
    lines = read(path, info, sheet=sheet)
    first = list(islice(lines, LOOK_AHEAD))
    shape = find_table([line for line in first if not isinstance(line, BadLine)], spec, also=also)
    body = TableBody(chain(first, lines), shape, exact_width=info.exact_width)
    if len(first) < LOOK_AHEAD and not any(isinstance(line, BadLine) or (line[0] > shape.header_line and any(line[1])) for line in first):
        raise Refused(Refusal.HEADER_ONLY)
    return Table(shape=shape, sheet="" if info.format == Format.CSV else _sheet(info, sheet), body=body)


def _measured(lines: Iterator[Line]) -> Iterator[Line]:
    """Rows with an over-long cell become bad lines, as they are in text files."""
    for line in lines:
        fault = None if isinstance(line, BadLine) else csv_source.overlong(line[1])
        yield line if fault is None or isinstance(line, BadLine) else BadLine(line[0], fault)


def _sheet(info: SourceInfo, wanted: str | None) -> str:
    names = [sheet.name for sheet in info.sheets]
    if wanted is not None:
        if wanted not in names:
            raise Refused(Refusal.SHEET_MISSING, sheet=wanted, sheets=names)
        return wanted
    visible = [sheet for sheet in info.sheets if not sheet.hidden] or list(info.sheets)
    filled = [sheet for sheet in visible if sheet.rows != 0] or visible
    if not filled:
        raise Refused(Refusal.EMPTY)
    return filled[0].name
