"""How a user looks at a list: order, page, size and columns, read from the URL and from what was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .columns import PAGE_SIZES, Column, Table

PARAMETERS = ("sort", "page", "size", "columns")
DEEPEST_PAGE = 1_000_000


@dataclass(frozen=True)
class Kept:
    """What a user keeps about one table."""

    columns: tuple[str, ...] = ()
    size: int | None = None
    views: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: object) -> "Kept":
        """Out of the stored JSON; whatever does not fit is left out."""
        if not isinstance(stored, Mapping):
            return cls()
        columns, size, views = stored.get("columns"), stored.get("size"), stored.get("views")
        return cls(
            columns=tuple(key for key in columns if isinstance(key, str)) if isinstance(columns, list) else (),
            size=size if size in PAGE_SIZES else None,
            views={str(name): str(query) for name, query in views.items()} if isinstance(views, Mapping) else {},
        )

    def as_json(self) -> dict[str, Any]:
        return {"columns": list(self.columns), "size": self.size, "views": dict(self.views)}


@dataclass(frozen=True)
class ListState:
    """`order` is the key of a sortable column; `page` counts from 1 and may lie beyond the last one."""

    order: str
    is_descending: bool
    page: int
    size: int
    columns: tuple[Column, ...]

    @property
    def sort(self) -> str:
        return f"-{self.order}" if self.is_descending else self.order


def read_state(sent: Mapping[str, str], *, table: Table, kept: Kept) -> ListState:
    """Never raises: what is not understood takes the table's own setting. The URL goes before what the user kept."""
    sort = sent.get("sort", "")
    if sort.removeprefix("-") not in table.sortable:
        sort = table.default_order
    chosen = [key for key in sent.get("columns", "").split(",") if key] or kept.columns
    return ListState(
        order=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
        page=min(max(_number(sent.get("page", "")) or 1, 1), DEEPEST_PAGE),
        size=next((size for size in (_number(sent.get("size", "")), kept.size) if size in PAGE_SIZES), None) or table.page_size,
        columns=_columns(table, chosen),
    )


def _columns(table: Table, chosen: Sequence[str]) -> tuple[Column, ...]:
    """In declared order; the usual ones when the choice names none of this table."""
    found = tuple(column for column in table.columns if column.key in chosen)
    return found or tuple(column for column in table.columns if column.shown)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
