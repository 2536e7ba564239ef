"""XLSX through XlsxWriter in constant memory: one sheet, typed cells, header frozen, filter arrows, where wanted a heading above."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from portalkit.sheets.domain.columns import DIGITS, NUMERIC, Kind, SheetColumn, local
from portalkit.sheets.domain.safety import display_width, sheet_name, storable

EXACT_INTEGER = 10**15
WIDEST_COLUMN = 60
ROWS_MEASURED = 200
HEADER = {"bold": True, "bg_color": "#E8EDF4", "font_color": "#1B2A3D", "bottom": 1, "text_wrap": True, "valign": "vcenter"}


def write_workbook(
    columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], *, title: str, heading: Sequence[str] = ()
) -> IO[bytes]:
    """The workbook in an unnamed temporary file, wound back to its start. Closing it deletes it."""
    target = TemporaryFile(prefix="sheet-")  # noqa: SIM115 - handed to the caller, who closes it
    try:
        _fill(target, columns, rows, title, heading)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _fill(target: IO[bytes], columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], title: str, heading: Sequence[str]) -> None:
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": storable(title)})
    sheet = book.add_worksheet(sheet_name(title))
    for line, text in enumerate(heading):
        sheet.write_string(line, 0, storable(text))
    top = len(heading) + 1 if heading else 0
    _head(book, sheet, columns, top)
    count, widths = _body(book, sheet, columns, rows, top)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, min(width + 3, WIDEST_COLUMN))
    sheet.autofilter(top, 0, top + count, max(len(columns) - 1, 0))
    book.close()


def _head(book: Any, sheet: Any, columns: Sequence[SheetColumn], top: int) -> None:
    style = book.add_format(HEADER)
    for position, column in enumerate(columns):
        sheet.write_string(top, position, storable(str(column.label)), style)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)


def _body(book: Any, sheet: Any, columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], top: int) -> tuple[int, list[int]]:
    styles = [book.add_format({"num_format": _number_format(column), "valign": "top"}) for column in columns]
    widths = [display_width(str(column.label)) for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):
        for position, (value, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, top + count, position, value, column.kind, styles[position])
            if count <= ROWS_MEASURED:
                widths[position] = max(widths[position], _width(value, column))
    return count, widths


def _write(sheet: Any, line: int, position: int, value: object, kind: Kind, style: Any) -> None:
    if value is None or value == "":
        return
    here = local(value, kind=kind)
    if isinstance(here, date):
        sheet.write_datetime(line, position, here, style)
    elif isinstance(here, int | float | Decimal) and not isinstance(here, bool) and _is_exact(here):
        sheet.write_number(line, position, here, style)
    elif not isinstance(here, float | Decimal) or isfinite(here):
        sheet.write_string(line, position, storable(str(here)), style)


def _is_exact(number: int | float | Decimal) -> bool:
    return isfinite(number) and (not isinstance(number, int) or abs(number) < EXACT_INTEGER)


def _number_format(column: SheetColumn) -> str:
    if column.kind is Kind.DATETIME:
        return "yyyy-mm-dd hh:mm:ss"
    if column.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if column.kind not in NUMERIC:
        return "@"
    places = DIGITS.get(column.kind) if column.digits is None else column.digits
    if column.kind is Kind.PERCENT:
        return "0" + ("." + "0" * places if places else "") + "%"
    if places is None:
        return "General" if column.kind is Kind.NUMBER else "#,##0"
    return "#,##0" + ("." + "0" * places if places else "")


def _width(value: object, column: SheetColumn) -> int:
    if column.kind is Kind.DATETIME:
        return 19
    text = str(value)[: 2 * WIDEST_COLUMN] if value is not None else ""
    return max((display_width(line) for line in text.splitlines()), default=0)
