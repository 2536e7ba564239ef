"""Run as a program: `calamine_child.py sheets PATH` or `rows PATH SHEET` prints JSON lines.

The parser works on untrusted binary formats and fails by aborting; here it has its own process, memory and time to do so.
"""

import json
import math
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1536 << 20
CPU_SECONDS = 120


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(arguments[1])
        if arguments[0] == "sheets":
            _print_sheets(book, python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet)
        else:
            _print_rows(book.get_sheet_by_name(arguments[2]))
    except python_calamine.PasswordError:
        return 3
    except python_calamine.CalamineError:
        return 4
    return 0


def _print_sheets(book: Any, visible: Any, worksheet: Any) -> None:
    for sheet in book.sheets_metadata:
        if sheet.typ == worksheet:
            _print([sheet.name, book.get_sheet_by_name(sheet.name).total_height, sheet.visible != visible])


def _print_rows(sheet: Any) -> None:
    _print(True)
    if sheet.start is None:
        return
    before: list[Any] = [None] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            _print([number, before + cells])


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.replace("\0", "\ufffd") or None
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    return cell


def _number(number: float) -> Any:
    if not math.isfinite(number):
        return str(number)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _print(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
