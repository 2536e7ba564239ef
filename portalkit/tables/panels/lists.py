"""A table page as its templates need it: heads with sort links, rows, pages, chooser, saved views, downloads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from portalkit.filters.filters.sets import BoundFilters
from portalkit.tables.domain.columns import PAGE_SIZES, Column, Table
from portalkit.tables.domain.state import PARAMETERS, Kept, ListState
from portalkit.tables.selectors.pages import Page
from portalkit.ui.domain.formats import number_text

from .cells import body_rows, cell_classes


@dataclass(frozen=True)
class Head:
    """One column head. `aria_sort` is "ascending", "descending", "none", or empty where the column cannot be sorted."""

    key: str
    label: str
    css: str
    help: str = ""
    query: str = ""
    aria_sort: str = ""


@dataclass(frozen=True)
class Choice:
    value: Any
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class SavedView:
    name: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class TablePanel:
    """Everything `tables/_table.html` and `tables/_toolbar.html` show."""

    table: Table
    state: ListState
    page: Page
    query: QueryDict
    filters: BoundFilters | None = None
    kept: Kept = field(default_factory=Kept)
    can_export: bool = False
    can_keep: bool = False
    has_data: bool = True

    @property
    def title(self) -> str:
        return str(self.table.title)

    @property
    def caption(self) -> str:
        return str(self.table.caption or self.table.title)

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.state.columns]

    @cached_property
    def body(self) -> list[SafeString]:
        return body_rows(self.page.rows, table=self.table, columns=self.state.columns)

    @property
    def total_text(self) -> str:
        return number_text(self.page.total)

    @property
    def first_text(self) -> str:
        return number_text(self.page.first)

    @property
    def last_text(self) -> str:
        return number_text(self.page.last)

    @property
    def is_filtered(self) -> bool:
        return self.filters is not None and self.filters.is_active

    @cached_property
    def chooser(self) -> list[Choice]:
        chosen = {column.key for column in self.state.columns}
        return [Choice(column.key, str(column.label), column.key in chosen) for column in self.table.columns]

    @property
    def sizes(self) -> list[Choice]:
        return [Choice(size, str(size), size == self.state.size) for size in PAGE_SIZES]

    @cached_property
    def saved_views(self) -> list[SavedView]:
        current = self._query(page=None)
        return [SavedView(name, query, query == current) for name, query in self.kept.views.items()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Parameters of the table that a change of filters carries along (the page is not: it starts over)."""
        return [(name, value) for name in ("sort", "size", "columns") if (value := self.query.get(name))]

    @property
    def current_query(self) -> str:
        return self._query(page=None)

    @property
    def address_query(self) -> str:
        """What the address bar shows."""
        return self._query()

    @property
    def clear_query(self) -> str:
        return self._query(page=None, **dict.fromkeys(self.filters.names if self.filters else ())) if self.filters else ""

    @property
    def previous_query(self) -> str:
        return self._query(page=self.page.previous) if self.page.previous else ""

    @property
    def next_query(self) -> str:
        return self._query(page=self.page.next) if self.page.next else ""

    @property
    def first_query(self) -> str:
        return self._query(page=None)

    @property
    def last_query(self) -> str:
        return self._query(page=self.page.pages)

    @property
    def csv_query(self) -> str:
        return self._query(page=None, format="csv")

    @property
    def xlsx_query(self) -> str:
        return self._query(page=None, format="xlsx")

    @property
    def is_beyond_csv(self) -> bool:
        return self.page.total > self.table.export_limit

    @property
    def is_beyond_xlsx(self) -> bool:
        return self.page.total > self.table.workbook_limit

    def _head(self, column: Column) -> Head:
        css = " ".join(cell_classes(column))
        if column.order_by is None:
            return Head(column.key, str(column.label), css, str(column.help))
        is_current = column.key == self.state.order
        goes_down = not self.state.is_descending if is_current else column.is_descending_first
        now = ("descending" if self.state.is_descending else "ascending") if is_current else "none"
        query = self._query(page=None, sort=f"-{column.key}" if goes_down else column.key)
        return Head(column.key, str(column.label), css, str(column.help), query, now)

    def _query(self, **changes: object) -> str:
        """The page's query string with changes; only parameters that mean something, and no empty ones but a named filter's."""
        names = self.filters.names if self.filters else frozenset()
        pairs = QueryDict(mutable=True)
        for name, values in self.query.lists():
            is_known = name in names or name in PARAMETERS
            if is_known and name not in changes and (any(values) or name in self._blank_names):
                pairs.setlist(name, [value for value in values if value] or [""])
        for name, value in changes.items():
            if value is not None:
                pairs[name] = str(value)
            elif name in self._blank_names:
                pairs[name] = ""
        return pairs.urlencode()

    @cached_property
    def _blank_names(self) -> frozenset[str]:
        """Filters with a default must be named even when empty, or the default would come back."""
        if self.filters is None:
            return frozenset()
        return frozenset(field.filter.names[0] for field in self.filters.fields if field.key in self.filters.with_default)


def plain_panel(table: Table, rows: Sequence[Any]) -> TablePanel:
    """A short table on a page about something else: all rows, no sorting, no toolbar. Show it with `tables/_plain.html`."""
    state = ListState(order="", is_descending=False, page=1, size=max(len(rows), 1), columns=tuple(c for c in table.columns if c.shown))
    return TablePanel(table, state, Page(rows=rows, number=1, size=state.size, total=len(rows)), QueryDict(), has_data=bool(rows))
