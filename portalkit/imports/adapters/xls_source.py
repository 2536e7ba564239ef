"""XLS workbooks (Excel 97–2003) through calamine."""

from collections.abc import Iterator
from pathlib import Path

from ..domain.body import Line
from ..domain.refusals import Caution, Notice, Refusal, Refused
from . import calamine_source
from .info import Format, SourceInfo

MOST_BYTES = 100 << 20
PIECE = 1 << 20
_STREAMS = (("EncryptedPackage", ""), ("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"))


def inspect(path: Path) -> SourceInfo:
    """The sheets. Raises Refused: password, format (another kind of Office file), too_large, workbook_broken."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Refused(Refusal.TOO_LARGE, size=size, limit=MOST_BYTES)
    _refuse_other_documents(path)
    try:
        sheets = calamine_source.sheets(path)
    except calamine_source.Unreadable as error:
        raise Refused(Refusal.WORKBOOK_BROKEN, part="") from error
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    return SourceInfo(Format.XLS, sheets, warnings=(Notice(Caution.HIDDEN_SHEET, {"sheets": hidden}),) if hidden else ())


def read(path: Path, sheet: str) -> Iterator[Line]:
    """(row number, cells). Error values come out empty, as calamine does not tell them."""
    try:
        yield from calamine_source.rows(path, sheet)
    except calamine_source.Unreadable as error:
        raise Refused(Refusal.WORKBOOK_BROKEN, part=sheet) from error


def _refuse_other_documents(path: Path) -> None:
    """An encrypted XLSX and the documents of other programs are compound files too; their streams' names tell them."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            window = before + piece
            for stream, name in _STREAMS:
                if stream.encode("utf-16-le") in window:
                    raise Refused(Refusal.FORMAT, format=name) if name else Refused(Refusal.PASSWORD)
            before = window[-64:]
