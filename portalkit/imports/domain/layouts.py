"""The layouts in which dates are written, found from the whole column.

A layout is named by how it looks: `YYYY-MM-DD hh:mm:ss`, `DD/MM/YYYY`, `MM/DD/YYYY hh:mm:ss AM`, `YYYY年MM月DD日`, `YYYYMMDDhhmmss`,
`Excel serial`. What decides is the part that names the day; the time of day may have seconds, fractions, AM/PM, a zone, or be absent.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from . import cleaning
from .cells import as_text
from .nothing import NOTHING
from .spec import Cell

SERIAL = "Excel serial"
CELL = "date cell"
YEAR_FIRST = ("YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYY年MM月DD日", "YYYYMMDD")
NAMED_MONTH = ("DD-Mon-YYYY", "Mon DD, YYYY")
DAY_FIRST = ("DD/MM/YYYY", "DD-MM-YYYY", "DD.MM.YYYY")
MONTH_FIRST = ("MM/DD/YYYY", "MM-DD-YYYY", "MM.DD.YYYY")
UNAMBIGUOUS = (*YEAR_FIRST, *NAMED_MONTH, SERIAL, CELL)
KNOWN = (*UNAMBIGUOUS, *DAY_FIRST, *MONTH_FIRST)

DIGITS_AS_ZERO = str.maketrans("123456789", "000000000")
MONTH_NUMBERS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTH_WORD = rf"(?:{'|'.join(MONTH_NUMBERS)})[a-z]{{0,6}}\.?"
_DAY_FORMS = {
    "YYYY-MM-DD": r"0000-00?-00?",
    "YYYY/MM/DD": r"0000/00?/00?",
    "YYYY.MM.DD": r"0000\.00?\.00?",
    "YYYY年MM月DD日": r"0000年 ?00?月 ?00?[日号]",
    "YYYYMMDD": r"00000000",
    "?/?/YYYY": r"00?/00?/0000",
    "?-?-YYYY": r"00?-00?-0000",
    "?.?.YYYY": r"00?\.00?\.0000",
    "DD-Mon-YYYY": rf"00?[- ]{_MONTH_WORD}[- ,]{{1,2}}0000",
    "Mon DD, YYYY": rf"{_MONTH_WORD} 00?,? 0000",
}
_HALF = "(?:上午|下午)"
_TIME = (
    r"(?:(?: +|T|(?<=[日号]))"
    rf"(?P<clock>(?:{_HALF} ?)?00?:00(?::00(?:[.,]0{{1,9}})?)?(?: ?[ap]m)?|(?:{_HALF} ?)?00?[时点](?:00?分(?:00?秒)?)?)"
    r"(?P<zone> ?(?:z|utc|[+-]00:?00))?)?"
)
_SHAPES = [(name, re.compile(rf"(?P<day>{form}){_TIME}", re.IGNORECASE)) for name, form in _DAY_FORMS.items()]
_PACKED = re.compile(r"(?P<day>00000000)[ T]?(?P<clock>0000(?:00)?)(?P<zone>)")
_SERIAL = re.compile(r"00000(?:\.0+)?")
_PAIR = re.compile(r"(\d{1,2})[/.-](\d{1,2})")


@dataclass(frozen=True)
class Shape:
    """How values of one shape are cut: `day` is the layout of the day ("?/?/YYYY" when the order is open), ending at `day_end`;
    the clock stands at `clock[0]:clock[1]`, the zone after it."""

    day: str
    day_end: int
    clock: tuple[int, int]
    zone: int

    @property
    def has_open_order(self) -> bool:
        return self.day.startswith("?")


@dataclass(frozen=True)
class LayoutProposal:
    """What a column's dates look like. `layouts` are for the Converter; `counts` says how many values each has.

    `ambiguous`: days and months cannot be told apart (an `example` is given). `conflict`: some values prove day-first, others
    month-first; or every text has a day over 12 beside date cells: so a spreadsheet leaves a column of which it exchanged the others.
    `mixed`: more than one layout. `unreadable` counts values of no known layout. `order` is "day" or "month" where slashed dates prove it.
    """

    layouts: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    ambiguous: bool = False
    conflict: bool = False
    order: str = ""
    unreadable: int = 0
    example: str = ""

    @property
    def mixed(self) -> bool:
        return len([layout for layout in self.layouts if layout != CELL]) > 1


class LayoutFinder:
    """Looks at a column piece by piece; memory does not grow with it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._unreadable = 0
        self._first_over_12 = self._second_over_12 = 0
        self._differ = self._both_small = False
        self._seen_pairs: set[str] = set()
        self._example = ""

    def feed(self, column: Iterable[Cell]) -> None:
        """More cells of the column."""
        cells = list(column)
        words = [" ".join(as_text(cell).split()) for cell in cells if not isinstance(cell, date)]
        self.feed_cells(len(cells) - len(words))
        self.feed_shapes([word.translate(DIGITS_AS_ZERO) for word in words], words)

    def feed_cells(self, count: int) -> None:
        """That many real date cells."""
        if count:
            self._counts[CELL] += count

    def feed_shapes(self, shapes: Sequence[str], words: Sequence[str]) -> None:
        """Words with their shapes (the same text with 0 for every digit)."""
        for text, count in Counter(shapes).items():
            if text:
                self._feed_shape(text, count, shapes, words)

    def proposal(self) -> LayoutProposal:
        """What was found so far."""
        open_order = [name for name in self._counts if name.startswith("?")]
        swapped = bool(open_order) and CELL in self._counts and not self._both_small
        conflict = bool(self._first_over_12 and self._second_over_12) or swapped
        proved = bool(self._first_over_12 or self._second_over_12 or not self._differ)
        order = ("month" if self._second_over_12 else "day") if open_order and proved and not conflict else ""
        layouts = (
            [settled(name, order) for name in self._counts] if order or not open_order else [n for n in self._counts if n not in open_order]
        )
        return LayoutProposal(
            layouts=tuple(sorted(layouts, key=KNOWN.index)),
            counts=tuple((settled(name, order), count) for name, count in self._counts.most_common()),
            ambiguous=bool(open_order) and not proved,
            conflict=conflict,
            order=order,
            unreadable=self._unreadable,
            example=self._example,
        )

    def _feed_shape(self, text: str, count: int, shapes: Sequence[str], words: Sequence[str]) -> None:
        bare = cleaning.identity(text)
        shape = shape_of(bare)
        if shape is None:
            self._unreadable += 0 if bare in NOTHING else count
            return
        self._counts[shape.day] += count
        if shape.has_open_order:
            alike = words if count == len(words) else [word for word, form in zip(words, shapes, strict=True) if form == text]
            end = shape.day_end - len("/YYYY")
            self._weigh([word[:end] for word in alike] if bare == text else [cleaning.identity(word)[:end] for word in alike])

    def _weigh(self, pairs: Sequence[str]) -> None:
        for pair in dict.fromkeys(pairs):
            found = None if pair in self._seen_pairs else _PAIR.fullmatch(pair)
            if found is None:
                continue
            self._seen_pairs.add(pair)
            first, second = int(found[1]), int(found[2])
            self._first_over_12 += 12 < first <= 31
            self._second_over_12 += 12 < second <= 31
            self._both_small = self._both_small or max(first, second) <= 12
            if first != second:
                self._differ = True
                self._example = self._example or pair


def propose_layouts(column: Iterable[Cell]) -> LayoutProposal:
    """The layouts of a whole column at once; LayoutFinder does the same piece by piece."""
    finder = LayoutFinder()
    finder.feed(column)
    return finder.proposal()


def disagreement(left: LayoutProposal, right: LayoutProposal) -> tuple[str, str] | None:
    """Two date columns of one file that write day and month in different orders: ("day", "month"); None when they agree or do not say."""
    if left.order and right.order and left.order != right.order:
        return left.order, right.order
    return None


def declared(layouts: Iterable[str]) -> tuple[str, ...]:
    """Canonical names of layouts as a person declares them (`DD/MM/YYYY hh:mm`, `%d/%m/%Y`, `Excel serial`), in any case.
    Raises ValueError with the unknown one."""
    return tuple(_declared(layout) for layout in layouts)


def settled(name: str, order: str) -> str:
    """`?/?/YYYY` with its order: DD/MM/YYYY or MM/DD/YYYY; other names as they are."""
    if not name.startswith("?") or not order:
        return name
    first, second = ("DD", "MM") if order == "day" else ("MM", "DD")
    return f"{first}{name[1]}{second}{name[3:]}"


@lru_cache(maxsize=4096)
def shape_of(text: str) -> Shape | None:
    """The shape of a value whose digits were replaced by 0; None when no layout looks like it."""
    if _SERIAL.fullmatch(text):
        return Shape(SERIAL, len(text), (0, 0), 0)
    packed = _PACKED.fullmatch(text)
    if packed:
        return Shape("YYYYMMDD", packed.end("day"), packed.span("clock"), packed.end("clock"))
    for name, pattern in _SHAPES:
        found = pattern.fullmatch(text)
        if found:
            clock = found.span("clock") if found["clock"] else (0, 0)
            return Shape(name, found.end("day"), clock, clock[1])
    return None


def _declared(layout: str) -> str:
    text = layout.strip()
    for directive, letters in (("%Y", "YYYY"), ("%m", "MM"), ("%d", "DD"), ("%b", "Mon"), ("%B", "Mon")):
        text = text.replace(directive, letters)
    for name in KNOWN:
        if text.casefold().startswith(name.casefold()) and (name not in (SERIAL, CELL) or text.casefold() == name.casefold()):
            return name
    raise ValueError(layout)
