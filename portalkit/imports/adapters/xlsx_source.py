"""XLSX workbooks: small and ordinary ones through calamine, all others through the streaming reader, with the same cells."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..domain.body import Line
from ..domain.refusals import Caution, Notice, Refusal, Refused
from . import calamine_source
from .info import Format, SheetInfo, SourceInfo
from .shared_strings import read_strings
from .sheet_stream import SheetReader
from .workbook import SheetPart, Workbook, open_workbook

STREAM_FROM = 30 << 20
PIECE = 1 << 20
_OVERLAP = 256
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^>]*?ref=\"[A-Z]+\d+(?::[A-Z]+(\d+))?\"")
# What calamine leaves out without a word: error values, formulas that were never calculated.
_ODD = re.compile(
    rb"\st\s*=\s*[\"']e[\"']"
    rb"|(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</|</(?:\w+:)?c>)"
    rb"|<!DOCTYPE|<!ENTITY"
)


def inspect(path: Path) -> SourceInfo:
    """The sheets, with warnings for links to other files and for macros. Raises Refused."""
    with open_workbook(path) as book:
        sheets = tuple(SheetInfo(sheet.name, _rows(book, sheet), sheet.hidden) for sheet in book.sheets)
        notices = [Notice(Caution.EXTERNAL_LINKS)] if book.has_links else []
        if book.has_macros:
            notices.append(Notice(Caution.MACROS))
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if hidden:
        notices.append(Notice(Caution.HIDDEN_SHEET, {"sheets": hidden}))
    return SourceInfo(Format.XLSX, sheets, warnings=tuple(notices))


def read(path: Path, sheet: str, *, stream_from: int = STREAM_FROM) -> Iterator[Line]:
    """(row number, cells). `stream_from`: bytes of unpacked XML from which the streaming reader takes over."""
    with open_workbook(path) as book:
        part = book.sheet(sheet)
        if _suits_calamine(book, part, stream_from):
            rows = _through_calamine(path, sheet)
            if rows is not None:
                yield from rows
                return
        strings = book.open_part(book.strings) if book.strings else None
        with read_strings(strings) as texts, book.open_part(part.part) as stream:
            yield from SheetReader(texts, book.styles, from_1904=book.from_1904).read(stream, part.part)


def _through_calamine(path: Path, sheet: str) -> Iterator[Line] | None:
    """The rows, or None when calamine cannot read the workbook: the streaming reader then says why."""
    rows = calamine_source.rows(path, sheet)
    try:
        first = next(rows, None)
    except calamine_source.Unreadable:
        return None
    return iter(()) if first is None else _again(first, rows)


def _again(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    try:
        yield from rest
    except calamine_source.Unreadable as error:
        raise Refused(Refusal.WORKBOOK_BROKEN, part="") from error


def _suits_calamine(book: Workbook, sheet: SheetPart, stream_from: int) -> bool:
    strings = book.archive.getinfo(book.strings).file_size if book.strings else 0
    if sheet.size + strings >= stream_from or book.odd_formats:
        return False
    with book.open_part(sheet.part) as stream:
        return not _has_odd_cells(stream)


def _has_odd_cells(stream: IO[bytes]) -> bool:
    before = b""
    while piece := stream.read(PIECE):
        window = before + piece
        if b"\0" in window or _ODD.search(window):
            return True
        before = window[-_OVERLAP:]
    return False


def _rows(book: Workbook, sheet: SheetPart) -> int | None:
    """The number of rows that the sheet states about itself."""
    with book.open_part(sheet.part) as stream:
        found = _DIMENSION.search(stream.read(4096))
    return int(found[1]) if found and found[1] else None
