"""Reads a worksheet of any size as a stream: memory holds one piece of the XML and the rows found in it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO

from ..domain.body import Line, Row
from ..domain.refusals import Refusal, Refused
from ..domain.serials import clock_of, from_serial
from ..domain.spec import Cell
from .number_formats import Shows
from .shared_strings import SharedStrings, TextRuns, unescaped
from .xml_guard import Attributes, LocalNames, feed, make_parser

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
UNCALCULATED = "#FORMULA!"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


class SheetReader:
    """Turns the XML of one sheet into (row number, cells); cells between are None, empty ones at the end are cut, blank rows left out."""

    def __init__(self, strings: SharedStrings, styles: tuple[Shows, ...], *, from_1904: bool) -> None:
        self._strings = strings
        self._styles = styles
        self._from_1904 = from_1904
        self._names = LocalNames()
        self._columns: dict[str, int] = {}
        self._rows: list[Line] = []
        self._runs = TextRuns()
        self._pieces = self._runs.pieces
        self._cells: Row = []
        self._row = self._column = 0
        self._attributes: Attributes = []
        self._value = ""
        self._has_formula = False

    def read(self, stream: IO[bytes], part: str) -> Iterator[Line]:
        """The rows in order. Raises Refused for broken XML and for rows that go backwards."""
        parser = make_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        for _ in feed(parser, stream, part):
            self._runs.check_length()
            yield from self._rows
            self._rows.clear()

    def _start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "v":
            self._pieces.clear()
        elif local == "c":
            self._attributes = attributes
            self._value = ""
            self._has_formula = False
        elif local == "row":
            self._start_row(attributes)
        elif local == "f":
            self._has_formula = True
        elif local == "is":
            self._runs.clear()
        else:
            self._runs.start(local, attributes)

    def _end(self, name: str) -> None:
        local = self._names[name]
        if local == "v":
            pieces = self._pieces
            self._value = pieces[0] if len(pieces) == 1 else "".join(pieces)
        elif local == "c":
            self._end_cell()
        elif local == "row":
            self._end_row()
        else:
            self._runs.end(local)

    def _start_row(self, attributes: Attributes) -> None:
        text = _attribute(attributes, "r")
        number = int(text) if text.isdecimal() else self._row + 1
        if not self._row < number <= MOST_ROWS:
            raise Refused(Refusal.WORKBOOK_BROKEN, part="row", row=self._row + 1)
        self._row, self._cells = number, []
        self._column = 0

    def _end_row(self) -> None:
        cells = self._cells
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            self._rows.append((self._row, cells))

    def _end_cell(self) -> None:
        kind = style = reference = ""
        pairs = iter(self._attributes)
        for name in pairs:
            value = next(pairs)
            if name == "r":
                reference = value
            elif name == "t":
                kind = value
            elif name == "s":
                style = value
        self._column = column = self._column_of(reference) if reference else self._column + 1
        cell = self._cell(kind, style)
        if cell is None:
            return
        cells = self._cells
        missing = column - len(cells)
        if missing == 1:
            cells.append(cell)
            return
        if missing > 1:
            cells.extend([None] * missing)
        cells[column - 1] = cell

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column_number(letters)
        return column

    def _cell(self, kind: str, style: str) -> Cell:
        text = self._value
        if kind == "inlineStr":
            return unescaped(self._runs.text()) or None
        if not text:
            return UNCALCULATED if self._has_formula and kind != "str" else None
        if kind == "s":
            return (self._strings[int(text)] or None) if text.isdecimal() else _broken_cell(text)
        if kind == "" or kind == "n":
            return self._number(text, style)
        return _OTHERS.get(kind, unescaped)(text)

    def _number(self, text: str, style: str) -> Cell:
        if _NUMBER.fullmatch(text) is None:
            return text
        number = float(text)
        if number in (float("inf"), float("-inf")):
            return text
        position = int(style) if style.isdecimal() else 0
        shows = self._styles[position] if position < len(self._styles) else Shows.NUMBER
        if shows is Shows.NUMBER:
            return plain_number(number)
        if shows is Shows.DURATION:
            return duration(number)
        return moment(number, from_1904=self._from_1904)


def plain_number(number: float) -> int | float:
    """12 for 12.0 as far as spreadsheets are exact; other numbers as they are."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def moment(number: float, *, from_1904: bool) -> Cell:
    """A date, a date with its time, or below one day a time; the number itself when no calendar has it."""
    if 0 <= number < 1:
        return clock_of(number)
    found = from_serial(number, from_1904=from_1904)
    if found is None:
        return plain_number(number)
    return found.date() if number.is_integer() else found


def duration(number: float) -> Cell:
    """A duration to the millisecond."""
    try:
        return timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return number


def _attribute(attributes: Attributes, wanted: str) -> str:
    pairs = iter(attributes)
    return next((value for name, value in zip(pairs, pairs, strict=True) if name == wanted), "")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Refused(Refusal.WORKBOOK_BROKEN, part="cell")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MOST_COLUMNS:
        raise Refused(Refusal.WORKBOOK_BROKEN, part="cell")
    return number


def _broken_cell(_: str) -> Cell:
    raise Refused(Refusal.WORKBOOK_BROKEN, part="cell")


def _iso(text: str) -> Cell:
    """A cell of type d: ISO 8601 text."""
    for parse in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    return text


_OTHERS: dict[str, Callable[[str], Cell]] = {"b": lambda text: text.strip() in ("1", "true"), "e": str, "d": _iso, "str": unescaped}
