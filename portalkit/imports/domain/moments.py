"""Columns of dates and times, converted shape by shape: values that look alike are cut at the same places."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, timezone

from . import cleaning
from .cells import as_text
from .layouts import CELL, DIGITS_AS_ZERO, MONTH_NUMBERS, SERIAL, UNAMBIGUOUS, LayoutFinder, LayoutProposal, Shape, settled, shape_of
from .nothing import NOTHING
from .refusals import Fault
from .serials import from_serial
from .spec import Cell, Problem
from .texts import Converted, sorted_out

CHINA = timezone(timedelta(hours=8))
FIRST_YEAR, LAST_YEAR = 1990, 2100
_ISO = re.compile(r"0000-00-00(?:[ T]00:00(?::00(?:\.0{1,6})?)?)?|0000(?:/00/|\.00\.)00(?: 00:00(?::00)?)?|00000000")
_DIVIDED = {"-": "YYYY-MM-DD", "/": "YYYY/MM/DD", ".": "YYYY.MM.DD"}
_MOST_REMEMBERED = 20_000
_combine = datetime.combine


class Moments:
    """Aware datetimes at +08:00. `layouts` None accepts every layout that cannot be misread; declared ones accept those and date cells."""

    def __init__(self, layouts: Sequence[str] | None) -> None:
        self._allowed = frozenset(UNAMBIGUOUS if layouts is None else (*layouts, CELL))
        self._finder = LayoutFinder()
        self._readers: dict[str, Callable[[str], datetime | Problem | None]] = {"": _nothing, **_MARKS}

    def convert(self, column: Sequence[Cell]) -> Converted:
        try:
            joined = "\n".join(column)  # type: ignore[arg-type]
        except TypeError:
            return self._mixed(column)
        return self._words(column, joined)  # type: ignore[arg-type]

    def proposal(self) -> LayoutProposal:
        """The layouts of all that was converted so far."""
        return self._finder.proposal()

    def _words(self, words: Sequence[str], joined: str) -> Converted:
        shapes = joined.translate(DIGITS_AS_ZERO).split("\n")
        if len(shapes) != len(words):
            words = [" ".join(word.split()) for word in words]
            shapes = [word.translate(DIGITS_AS_ZERO) for word in words]
        self._finder.feed_shapes(shapes, words)
        kinds = set(shapes)
        kinds.discard("")
        if len(kinds) == 1:
            values = self._at_once(kinds.pop(), words, joined)
            if values is not None:
                return values, {}
        return self._each(shapes, words)

    def _at_once(self, kind: str, words: Sequence[str], joined: str) -> list[datetime | None] | None:
        """The whole column when it is written in one ISO-like layout; None when anything in it needs a closer look."""
        mark = kind[4:5]
        if _DIVIDED.get(mark, "YYYYMMDD") not in self._allowed or _ISO.fullmatch(kind) is None:
            return None
        if mark in ("/", "."):
            words = joined.replace(mark, "-").split("\n")
        present = words if all(words) else [word for word in words if word]
        if min(present)[:4] < str(FIRST_YEAR) or max(present)[:4] > str(LAST_YEAR):
            return None
        try:
            naive = list(map(datetime.fromisoformat, present))
        except ValueError:
            return None
        aware = [_combine(moment, moment.time(), CHINA) for moment in naive]
        if present is words:
            return list(aware)
        following = iter(aware)
        return [next(following) if word else None for word in words]

    def _each(self, shapes: Sequence[str], words: Sequence[str]) -> Converted:
        readers = self._readers
        if len(readers) > _MOST_REMEMBERED:
            readers = self._readers = {"": _nothing, **_MARKS}
        for shape in set(shapes) - readers.keys():
            readers[shape] = self._reader(shape)
        return sorted_out([readers[shape](word) for shape, word in zip(shapes, words, strict=True)])

    def _mixed(self, column: Sequence[Cell]) -> Converted:
        """A column out of a workbook: date cells as they are, everything else by its text."""
        dates = {index: cell for index, cell in enumerate(column) if isinstance(cell, date)}
        words = ["" if index in dates else as_text(cell) for index, cell in enumerate(column)]
        values, problems = self._words(words, "\n".join(words))
        self._finder.feed_cells(len(dates))
        for index, cell in dates.items():
            value = _ranged(_at_china(cell), as_text(cell))
            if isinstance(value, Problem):
                problems[index] = value
            else:
                values[index] = value
        return values, problems

    def _reader(self, shape_text: str) -> Callable[[str], datetime | Problem | None]:
        bare = cleaning.identity(shape_text)
        if bare != shape_text:
            return self._after_cleaning
        shape = shape_of(shape_text)
        if shape is None:
            return lambda word: Problem(Fault.DATE_UNREADABLE, value=word)
        if shape.day == SERIAL:
            return _serial if SERIAL in self._allowed else lambda word: Problem(Fault.DATE_UNDECLARED, value=word)
        name = self._settle(shape)
        if name is None:
            code = Fault.DATE_AMBIGUOUS if shape.has_open_order else Fault.DATE_UNDECLARED
            return lambda word: Problem(code, value=word, params={"layout": shape.day})
        return _Cut(shape_text, shape, name)

    def _settle(self, shape: Shape) -> str | None:
        names = [settled(shape.day, order) for order in ("day", "month")]
        allowed = [name for name in names if name in self._allowed]
        return allowed[0] if allowed and (not shape.has_open_order or len(allowed) == 1) else None

    def _after_cleaning(self, word: str) -> datetime | Problem | None:
        bare = cleaning.identity(word)
        shape = bare.translate(DIGITS_AS_ZERO)
        reader = self._readers.get(shape) or self._readers.setdefault(shape, self._reader(shape))
        value = reader(bare)
        return Problem(value.code, value=word, params=value.params) if isinstance(value, Problem) else value


class _Cut:
    """Reads values of one shape. Where the digits stand and whether it is morning is known from the shape; a day is parsed once."""

    def __init__(self, shape_text: str, shape: Shape, layout: str) -> None:
        self._order = layout
        self._day_end = shape.day_end
        self._days: dict[str, date] = {}
        clock = shape_text[: shape.clock[1]]
        places = [found.span() for found in re.compile("00?").finditer(clock, shape.clock[0])]
        self._places = [slice(*place) for place in (*places, *[(0, 0)] * 3)][:3]
        fraction = re.compile(r"[.,](0+)").search(clock, shape.clock[0]) if shape.clock[1] else None
        self._fraction = slice(*fraction.span(1)) if fraction else None
        half = clock[shape.clock[0] :].casefold()
        self._is_afternoon = "pm" in half or "下午" in half
        self._has_halves = self._is_afternoon or "am" in half or "上午" in half
        self._zone = slice(shape.zone, None) if shape.zone and shape_text[shape.zone :].strip() else None

    def __call__(self, word: str) -> datetime | Problem:
        day_text = word[: self._day_end]
        hours, minutes, seconds = self._places
        try:
            day = self._days.get(day_text) or self._new_day(day_text)
            hour, minute, second = _NUMBERS[word[hours]], _NUMBERS[word[minutes]], _NUMBERS[word[seconds]]
            if self._has_halves:
                hour = self._of_24(hour)
            microsecond = int(word[self._fraction][:6].ljust(6, "0")) if self._fraction else 0
            moment = datetime(day.year, day.month, day.day, hour, minute, second, microsecond, CHINA)
        except ValueError:
            return Problem(Fault.DATE_IMPOSSIBLE, value=word)
        if self._zone:
            moment = moment.replace(tzinfo=_zone(word[self._zone].strip())).astimezone(CHINA)
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else _ranged(moment, word)

    def _of_24(self, hour: int) -> int:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        return hour % 12 + (12 if self._is_afternoon else 0)

    def _new_day(self, text: str) -> date:
        if len(self._days) > _MOST_REMEMBERED:
            self._days.clear()
        self._days[text] = day = _day(text, self._order)
        return day


_NUMBERS = {"": 0} | {str(number): number for number in range(100)} | {f"{number:02d}": number for number in range(10)}


def _nothing(_: str) -> None:
    """The reader of empty cells."""


_MARKS = dict.fromkeys(NOTHING, _nothing)


def _day(text: str, layout: str) -> date:
    numbers = [int(digits) for digits in re.findall(r"\d+", text)]
    if layout == "YYYYMMDD":
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if "Mon" in layout:
        month = MONTH_NUMBERS[re.findall(r"[A-Za-z]{3}", text)[0].casefold()]
        return date(numbers[1], month, numbers[0])
    if layout.startswith("YYYY"):
        return date(*numbers)
    first, second, year = numbers
    return date(year, second, first) if layout.startswith("DD") else date(year, first, second)


def _zone(text: str) -> timezone:
    if text.casefold() in {"z", "utc"}:
        return timezone.utc  # noqa: UP017
    digits = text.replace(":", "")
    offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return timezone(-offset if text[0] == "-" else offset)


def _serial(word: str) -> datetime | Problem:
    moment = from_serial(float(word))
    return Problem(Fault.DATE_UNREADABLE, value=word) if moment is None else _ranged(moment.replace(tzinfo=CHINA), word)


def _at_china(cell: date) -> datetime:
    if not isinstance(cell, datetime):
        return _combine(cell, time.min, CHINA)
    return cell.astimezone(CHINA) if cell.tzinfo else cell.replace(tzinfo=CHINA)


def _ranged(moment: datetime, word: str) -> datetime | Problem:
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return moment
    return Problem(Fault.DATE_OUT_OF_RANGE, value=word, params={"first": FIRST_YEAR, "last": LAST_YEAR})
