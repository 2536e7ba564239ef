"""What a kind of import is, as data. An app declares an `ImportSpec`; readers, wizard, command and API work from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Protocol

Cell = str | int | float | bool | datetime | date | time | None


class FieldKind(StrEnum):
    ID = "id"  # identifier kept as text; more than 15 digits out of a number cell are damaged and refused
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    DATE = "date"
    MONTH = "month"
    DURATION = "duration"  # seconds; numbers are hours unless the header names a unit
    BOOLEAN = "boolean"
    CHOICE = "choice"  # through a vocabulary
    PATH = "path"  # category path joined by →
    PHONE = "phone"
    REGION = "region"  # a name or code; the engine resolves region fields to one region


@dataclass(frozen=True)
class Field:
    """One field of a kind. `name` is what a mapping file calls it; `headers` are the spellings that exports use.

    A header may end in `#2` to mean its second occurrence. `vocabulary` turns raw words into codes (CHOICE).
    """

    name: str
    label: Any
    kind: FieldKind = FieldKind.TEXT
    headers: Sequence[str] = ()
    required: bool = False
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    vocabulary: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Why a cell or row was rejected: a stable code, and what the message needs. `value` is masked by whoever shows it."""

    code: str
    field: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Chunk:
    """Converted rows, column by column. `columns[field][i]` belongs to line `lines[i]`; `regions[i]` is a region's primary key."""

    lines: list[int]
    columns: dict[str, list[Any]]
    regions: list[int | None]
    extra: list[dict[str, str]]


@dataclass(frozen=True)
class Prepared:
    """Values for the target's columns (same order of rows as the chunk) and the rows refused on the way."""

    columns: dict[str, list[Any]]
    problems: dict[int, list[Problem]]
    warnings: dict[str, int] = field(default_factory=dict)


class Target(Protocol):
    """The table that a kind writes, and what must follow in the same transaction.

    `model`: dotted label of a model with a `batch` foreign key (the last batch that wrote the row) and a `row_hash` text column.
    `key`: columns that identify a row. `columns`: the others that the import writes.
    `prepare` turns converted chunks into target columns; `collect` names what a batch touched, before or after the write;
    `recompute` brings the derived tables up to date for it.
    """

    model: str
    key: Sequence[str]
    columns: Sequence[str]

    def prepare(self, chunk: Chunk) -> Prepared: ...

    def collect(self, *, cursor: Any, batch_id: int) -> Any: ...

    def recompute(self, *, cursor: Any, touched: Any) -> None: ...


@dataclass(frozen=True)
class ImportSpec:
    """A kind of import. `regions` are the REGION fields from general to specific; `target` makes a fresh Target for one run."""

    code: str
    label: Any
    description: Any
    fields: Sequence[Field]
    regions: Sequence[str]
    permission: str
    target: Callable[[], Target]
    keeps_unmapped_columns: bool = True

    def field(self, name: str) -> Field:
        return next(candidate for candidate in self.fields if candidate.name == name)
