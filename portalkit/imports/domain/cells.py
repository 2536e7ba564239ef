"""A cell as text: the one spelling that a value has, whether it came from a text file or out of a workbook."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from .spec import Cell

EXACT_DIGITS = 10**15  # a spreadsheet number keeps fifteen digits


def as_text(cell: Cell) -> str:
    """The cell as a person would type it: "" for nothing, 12 for 12.0, 2019-09-23 20:50:25 for a date cell, 3.2E+17 for a damaged id."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "milliseconds" if cell.microsecond else "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return _duration_text(cell)


def texts(column: Sequence[Cell], end: str = "") -> tuple[Sequence[str], str]:
    """The column as text, and all of it joined, with `end` after each: one look at the joined text clears most columns at once."""
    try:
        return column, end.join(column) + end  # type: ignore[return-value, arg-type]
    except TypeError:
        words = [cell if type(cell) is str else as_text(cell) for cell in column]
        return words, end.join(words) + end


def _number_text(number: float) -> str:
    if isinstance(number, int):
        return str(number) if abs(number) < EXACT_DIGITS else f"{number:.14E}"
    if number.is_integer() and abs(number) < EXACT_DIGITS:
        return str(int(number))
    return repr(number).upper() if "e" in repr(number) or abs(number) < EXACT_DIGITS else f"{number:.14E}"


def _duration_text(duration: timedelta) -> str:
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < timedelta(0) else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
