"""What a kind of import is, as data. An app declares an `ImportSpec`; readers, wizard, command and API work from it."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol

Cell = str | int | float | bool | datetime | date | time | timedelta | None


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

    A header may end in `#2` to mean its second occurrence. `vocabulary` turns raw words into codes (CHOICE; BOOLEAN: "true" and "false").
    `labels` say what the codes of a CHOICE are called on pages; one without a label is shown itself.
    `is_open` keeps a word that the vocabulary of a CHOICE does not know as it is, instead of rejecting the row.
    `unit` says what a bare number means: "hours", "minutes", "seconds" or "days" (DURATION), "percent" (DECIMAL: `12%` is then 12).
    `fallback` names another field of the same kind that stands in, row by row, where this one is empty; one level, never a chain.
    `is_personal`: a person's name or the like; previews, samples and reasons show it masked.
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
    labels: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = False
    unit: str = ""
    fallback: str = ""
    is_personal: bool = False


class Repeats(StrEnum):
    """What counts when several rows of one file have the same key."""

    REJECT = "reject"  # the first; a later one that says something else is rejected
    LAST = "last"  # the last good one: exports that list every change of a ticket


@dataclass(frozen=True)
class Problem:
    """Why a cell or row was rejected: a stable code, and what the message needs. `value` is masked by whoever shows it."""

    code: str
    field: str = ""
    value: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass
class Chunk:
    """Converted rows, column by column. `columns[field][i]` belongs to line `lines[i]`; `regions[i]` is a region's primary key."""

    lines: list[int]
    columns: dict[str, list[Any]]
    regions: list[int | None]
    extra: list[dict[str, str]]


@dataclass(frozen=True)
class Prepared:
    """Values for the target's columns (same order of rows as the chunk) and the rows refused on the way, by index in the chunk.

    `columns` may hold more than the target stores: companions that only enter the row's hash (see `Target.hash_columns`).
    """

    columns: dict[str, list[Any]]
    problems: dict[int, list[Problem]]
    warnings: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """How the staged rows stand against the table."""

    new: int
    changed: int
    unchanged: int


class TargetRefused(Exception):
    """A target cannot write what was staged; nothing of it stays. `code` and `params` make the message."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class FollowUp(Protocol):
    """`batch` is the ImportBatch whose rows have just been written, or taken back."""

    def __call__(self, *, batch: Any, by: Any, now: datetime) -> None: ...


class Target(Protocol):
    """The table that a kind writes, and what must follow in the same transaction.

    Most targets subclass `portalkit.imports.adapters.table_target.TableTarget` and write `prepare`, `collect` and `recompute` only.

    `key`: columns that identify a row. `columns`: the others that the import writes (column names: `region_id`, not `region`).
    `hash_columns`: the prepared columns by which a row counts as changed; never a ciphertext, its keyed fingerprint instead.
    `lock`: imports whose targets name the same lock commit and undo one after the other (the default: all of one app).
    """

    model: str
    key: Sequence[str]
    columns: Sequence[str]

    @property
    def hash_columns(self) -> Sequence[str]: ...

    @property
    def lock(self) -> str: ...

    def stage_fields(self) -> Mapping[str, Any]:
        """The model field that gives each staged column its type, key first."""
        ...

    def prepare(self, chunk: Chunk) -> Prepared:
        """Turns converted values into the target's columns; refuses rows. Sees only rows without a problem so far."""
        ...

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        """What only the whole file shows: problems by line of the staged rows. Most targets find none."""
        ...

    def compare(self, *, cursor: Any, stage: str) -> Comparison:
        """Counts the staged rows that are new, changed and unchanged; writes nothing."""
        ...

    def keep(self, *, cursor: Any, stage: str, batch_id: int) -> None:
        """Remembers what the staged rows will overwrite (RowChange); writes nothing else."""
        ...

    def apply(self, *, cursor: Any, stage: str, batch_id: int) -> Comparison:
        """Writes the staged rows over those kept and beside them."""
        ...

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        """Puts back what the batch changed and takes away what it made."""
        ...

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:
        """The keys of derived rows that the batch touches.

        Called twice, before the write (the rows still hold their old values) and after it; the union goes to `recompute`.
        """
        ...

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        """Brings the derived tables up to date for these keys, in the same transaction."""
        ...


@dataclass(frozen=True)
class ImportSpec:
    """A kind of import. `regions` are the REGION fields from general to specific; `target` makes a fresh Target for one run.

    `permission` is asked beside the one to upload. `everywhere_only`: only for those who hold both in the whole province.
    `data_page`: name of the URL where the imported rows are seen.
    `follow_up`: called inside the transaction of a commit or undo, to put in line what must be worked out anew for its rows.
    `texts`: wording of the kind's own codes of problems, warnings and refusals, with `{value}`, `{count}` and other parameters in braces.
    """

    code: str
    label: Any
    description: Any
    fields: Sequence[Field]
    regions: Sequence[str]
    permission: str
    target: Callable[[], Target]
    keeps_unmapped_columns: bool = True
    everywhere_only: bool = False
    data_page: str = ""
    texts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    follow_up: FollowUp | None = None

    def field(self, name: str) -> Field:
        return next(candidate for candidate in self.fields if candidate.name == name)
