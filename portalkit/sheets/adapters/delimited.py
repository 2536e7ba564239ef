"""CSV: UTF-8 with BOM, CRLF, made in pieces so that a long list never stands in memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from math import isfinite

from portalkit.sheets.domain.columns import Kind, SheetColumn, local
from portalkit.sheets.domain.safety import neutralised

BOM = "\ufeff"
ROWS_PER_PIECE = 500


def csv_pieces(columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], *, heading: Sequence[str] = ()) -> Iterator[bytes]:
    """The file in pieces of some hundred rows: the lines of the heading and an empty one, if any, then the header. The piece is complete
    before it is handed out."""
    waiting = iter(rows)
    above = [*([neutralised(line)] for line in heading), []] if heading else []
    yield BOM.encode() + _piece([*above, [neutralised(str(column.label)) for column in columns]])
    while chunk := [[_cell(value, column) for value, column in zip(row, columns, strict=True)] for row in islice(waiting, ROWS_PER_PIECE)]:
        yield _piece(chunk)


def _piece(rows: list[list[object]] | list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", errors="replace")


def _cell(value: object, column: SheetColumn) -> object:
    if value is None:
        return ""
    here = local(value, kind=column.kind)
    if isinstance(here, datetime):
        return here.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(here, date):
        return here.isoformat()
    if isinstance(here, int | float | Decimal) and not isinstance(here, bool):
        return _number(here, column) if isfinite(here) else ""
    return neutralised(str(here).replace("\x00", "\ufffd"))


def _number(number: float | Decimal, column: SheetColumn) -> object:
    """With as many decimals as its column asks for, a share then as a percentage; else as it is."""
    if column.digits is None:
        return number
    return f"{number:.{column.digits}{'%' if column.kind is Kind.PERCENT else 'f'}}"
