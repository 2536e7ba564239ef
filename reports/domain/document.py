"""A report as one data object. Page, workbook, PDF and slides draw this and nothing else, so their numbers cannot differ.

Document → sections → blocks: paragraphs, key figures, and exhibits. An exhibit is a table together with the charts that draw its
columns: a chart holds no number of its own. `text_of` is the one way in which a number becomes text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from portalkit.sheets.domain.columns import NUMERIC, Kind, shown
from portalkit.ui.domain.formats import percent_text

Value = str | int | float | None


class Tone(StrEnum):
    """How a paragraph reads: a finding in a list, running text, a warning, small print."""

    FINDING = "finding"
    BODY = "body"
    WARNING = "warning"
    NOTE = "note"


class ChartKind(StrEnum):
    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"
    RANKING = "ranking"
    PARETO = "pareto"
    HEATMAP = "heatmap"


@dataclass(frozen=True)
class Paragraph:
    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True)
class Stat:
    """A key figure. `before` is what it is compared with, `change` the relative change; None where there is nothing to compare."""

    key: str
    label: str
    value: Value
    kind: Kind = Kind.NUMBER
    digits: int | None = None
    unit: str = ""
    before: Value = None
    before_label: str = ""
    change: float | None = None
    better: str = "neither"
    note: str = ""
    is_signed: bool = False
    query: str = ""

    @property
    def text(self) -> str:
        return text_of(self.value, kind=self.kind, digits=self.digits, is_signed=self.is_signed)

    @property
    def before_text(self) -> str:
        return text_of(self.before, kind=self.kind, digits=self.digits)

    @property
    def change_text(self) -> str:
        return text_of(self.change, kind=Kind.PERCENT, is_signed=True)


@dataclass(frozen=True)
class Stats:
    key: str
    items: tuple[Stat, ...]


def cards_across(count: int) -> int:
    """How many cards stand side by side on paper: four or five, whichever leaves fewer places empty in the last row."""
    return min((4, 5), key=lambda across: -count % across)


@dataclass(frozen=True)
class Column:
    """`query` narrows the ticket list to what this column counts, as part of a query string; empty where it counts no tickets."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    digits: int | None = None
    is_signed: bool = False
    query: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC

    def text(self, value: Value) -> str:
        return text_of(value, kind=self.kind, digits=self.digits, is_signed=self.is_signed)


@dataclass(frozen=True)
class Row:
    """One value a column. `key` stays the same from version to version. `query` finds the tickets behind the row."""

    key: str
    cells: tuple[Value, ...]
    query: str = ""
    is_partial: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Event:
    """A known event, marked at the row of this key."""

    at: str
    label: str


@dataclass(frozen=True)
class Chart:
    """Draws columns of its exhibit over the rows; the first column names the rows.

    `series` are keys of columns; of a heatmap all cells. `total` is a column drawn as a line over the bars, `share` one of shares
    drawn against a second axis. `target` is a level to hold.
    """

    key: str
    title: str
    kind: ChartKind
    series: tuple[str, ...]
    total: str = ""
    share: str = ""
    events: tuple[Event, ...] = ()
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A table of at least one column, and the charts of it. Without rows `empty_reason` says why."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    charts: tuple[Chart, ...] = ()
    note: str = ""
    empty_reason: str = ""

    def column(self, key: str) -> Column:
        return self.columns[self.position(key)]

    def position(self, key: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def values(self, key: str) -> tuple[Value, ...]:
        place = self.position(key)
        return tuple(row.cells[place] for row in self.rows)

    def numbers(self, key: str) -> tuple[int | float | None, ...]:
        """The values of a numeric column."""
        return tuple(None if isinstance(value, str) else value for value in self.values(key))

    @property
    def names(self) -> tuple[str, ...]:
        """What the rows are called."""
        return tuple(self.columns[0].text(row.cells[0]) for row in self.rows)

    @property
    def drawn(self) -> "Exhibit":
        """The rows that charts draw: all but totals."""
        return replace(self, rows=tuple(row for row in self.rows if not row.is_total))


Block = Paragraph | Stats | Exhibit


@dataclass(frozen=True)
class Commentary:
    """What the analyst says of a section, approved by somebody else. Times are text, in Shanghai."""

    text: str
    author: str
    approver: str
    approved_at: str


@dataclass(frozen=True)
class Section:
    """`finding` says in one sentence what the section shows; slides take it as their title."""

    key: str
    title: str
    finding: str
    blocks: tuple[Block, ...]
    commentary: Commentary | None = None

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Exhibit))


@dataclass(frozen=True)
class Document:
    """`notice` says in words what is missing: a period that is not complete, or one without data (`is_empty`).

    `data_date` is the newest day with data as text, empty without any. `region_label` is 全省 for the root.
    """

    kind: str
    period: str
    period_label: str
    region_code: str
    region_label: str
    language: str
    title: str
    data_date: str
    data_version: int
    sections: tuple[Section, ...]
    notice: str = ""
    is_partial: bool = False
    is_empty: bool = False

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def with_commentary(self, commentary: dict[str, Commentary]) -> "Document":
        """The same with these words of the analyst, by section, and no others."""
        return replace(self, sections=tuple(replace(section, commentary=commentary.get(section.key)) for section in self.sections))


@dataclass(frozen=True)
class Stamp:
    """Which version of a document a file holds; times are text. `published_by` is empty in a draft."""

    number: int
    state_label: str
    built_at: str
    built_by: str
    published_at: str = ""
    published_by: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.published_at


@dataclass(frozen=True)
class Figure:
    """One number of a document. `key` tells it apart and stays the same from version to version; `path` names it for people."""

    key: tuple[str, ...]
    path: tuple[str, ...]
    value: int | float | None
    text: str


def text_of(value: Value, *, kind: Kind, digits: int | None = None, is_signed: bool = False) -> str:
    """What a value looks like in every rendering; a dash for an unknown one."""
    if is_signed and kind is Kind.PERCENT and not isinstance(value, str):
        return percent_text(value, digits=1 if digits is None else digits, is_signed=True)
    return shown(value, kind=kind, digits=digits)


def figures(document: Document) -> tuple[Figure, ...]:
    """Every number of the document, unknown ones included, in reading order."""
    return tuple(figure for section in document.sections for block in section.blocks for figure in _of_block(section, block))


def _of_block(section: Section, block: Block) -> Iterator[Figure]:
    if isinstance(block, Stats):
        for stat in block.items:
            yield from _of_stat(section, block, stat)
    elif isinstance(block, Exhibit):
        numeric = [(place, column) for place, column in enumerate(block.columns) if column.is_numeric]
        for row, name in zip(block.rows, block.names, strict=True):
            for place, column in numeric:
                value = row.cells[place]
                if not isinstance(value, str):
                    key = (section.key, block.key, row.key, column.key)
                    yield Figure(key, (section.title, block.title, name, column.label), value, column.text(value))


def _of_stat(section: Section, block: Stats, stat: Stat) -> Iterator[Figure]:
    if isinstance(stat.value, str):
        return
    key = (section.key, block.key, stat.key)
    yield Figure((*key, "value"), (section.title, stat.label), stat.value, stat.text)
    if stat.before_label and not isinstance(stat.before, str):
        yield Figure((*key, "before"), (section.title, stat.label, stat.before_label), stat.before, stat.before_text)
    if stat.change is not None:
        yield Figure((*key, "change"), (section.title, stat.label, "±%"), stat.change, stat.change_text)
