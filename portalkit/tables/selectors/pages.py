"""Counting up to a bound and cutting one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .ordering import Rows


@dataclass(frozen=True)
class Page:
    """`total` is exact unless `is_more`: then there are more rows than that."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int
    is_more: bool = False

    @property
    def pages(self) -> int:
        return max(-(-self.total // self.size), 1)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def count_up_to(rows: Rows, *, limit: int) -> int:
    """The number of rows, never counting further than one beyond the limit."""
    if isinstance(rows, QuerySet):
        plain = rows.order_by()
        return (plain.values("pk") if plain._fields is None else plain)[: limit + 1].count()  # type: ignore[attr-defined]
    return len(rows)


def page_of(rows: Rows, *, number: int, size: int, limit: int) -> Page:
    """The page, or the last one when there are not so many."""
    found = count_up_to(rows, limit=limit)
    total = min(found, limit) if isinstance(rows, QuerySet) else found
    number = min(number, max(-(-total // size), 1))
    cut = rows[(number - 1) * size : number * size] if total else ()
    return Page(rows=list(cut), number=number, size=size, total=total, is_more=found > total)


def has_any(rows: Rows) -> bool:
    return rows.exists() if isinstance(rows, QuerySet) else bool(rows)
