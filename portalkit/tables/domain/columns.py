"""A list page as data: its columns, their order and what they link to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portalkit.sheets.domain.columns import NUMERIC, Kind, SheetColumn

PAGE_SIZES = (25, 50, 100, 200)
TIMES = frozenset({Kind.DATETIME, Kind.DATE, Kind.MONTH})


class UnknownColumn(ValueError):
    """A table's default order names no sortable column of it."""


@dataclass(frozen=True)
class Column:
    """`value`: a dotted path of attributes (or keys), or a function of the row. `order_by`: lookup path or paths; None: not sortable.

    `link` and `tone` are functions of the row: the address behind the value (or None), and the tone of a badge or bar.
    `bar`: a share of the row (0 to 1, None: unknown) drawn as a thin bar below the value; on screen only.
    `picture`: the address of a small picture of the row (None: there is none), shown before the value; on screen only.
    `icon`: the name of the drawing that stands where a row has no picture.
    `shown=False`: offered in the column chooser, off until chosen. `is_long`: running text, clamped to three lines on screen.
    `is_names`: names one after another; a line ends between two of them, never within one.
    """

    key: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    kind: str | Kind = Kind.TEXT
    order_by: str | Sequence[str] | None = None
    link: Callable[[Any], str | None] | None = None
    shown: bool = True
    tone: Callable[[Any], str] | None = None
    digits: int | None = None
    is_long: bool = False
    help: Any = ""
    bar: Callable[[Any], float | None] | None = None
    picture: Callable[[Any], str | None] | None = None
    icon: Callable[[Any], str] | None = None
    is_names: bool = False

    @cached_property
    def sheet(self) -> SheetColumn:
        return SheetColumn(self.key, self.label, Kind(self.kind), self.digits)

    @cached_property
    def of(self) -> Callable[[Any], Any]:
        """The value of a row."""
        return self.value if callable(self.value) else _reader(self.value or self.key)

    @property
    def order_paths(self) -> tuple[str, ...]:
        if self.order_by is None:
            return ()
        return (self.order_by,) if isinstance(self.order_by, str) else tuple(self.order_by)

    @property
    def is_numeric(self) -> bool:
        return self.sheet.kind in NUMERIC

    @property
    def is_descending_first(self) -> bool:
        """Figures and times are read from the top: the first click sorts them largest and newest first."""
        return self.sheet.kind in NUMERIC | TIMES


@dataclass(frozen=True)
class Table:
    """`key` names it in preferences; `default_order` is a column key, with `-` for descending.

    `row_link`: the page of a row; its first column links there unless that has a link of its own.
    `tie_break` makes equal rows keep their order from page to page; empty for grouped rows without primary key.
    `count_limit`: rows are counted exactly up to here and shown as "more than" beyond.
    """

    key: str
    columns: Sequence[Column]
    default_order: str
    page_size: int = 50
    row_link: Callable[[Any], str | None] | None = None
    title: Any = ""
    caption: Any = ""
    tie_break: Sequence[str] = ("pk",)
    count_limit: int = 100_000
    export_limit: int = 200_000
    workbook_limit: int = 60_000

    def __post_init__(self) -> None:
        if self.default_order and self.default_order.removeprefix("-") not in self.sortable:
            raise UnknownColumn(f"table {self.key}: cannot be ordered by {self.default_order}")

    @cached_property
    def sortable(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns if column.order_by is not None}

    @cached_property
    def usual_columns(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns if column.shown)


def _reader(path: str) -> Callable[[Any], Any]:
    names = path.split(".")

    def read(row: Any) -> Any:
        for name in names:
            if row is None:
                return None
            row = row.get(name) if isinstance(row, Mapping) else getattr(row, name)
        return row() if callable(row) else row

    return read
