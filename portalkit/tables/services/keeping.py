"""Changes of what a user keeps about a table. They concern nobody else and are not audited."""

from collections.abc import Sequence
from dataclasses import replace

from portalkit.tables.domain.columns import PAGE_SIZES, Table
from portalkit.tables.domain.preferences import PreferenceStore, preference_key
from portalkit.tables.domain.state import Kept

MOST_VIEWS = 20
LONGEST_NAME = 60
LONGEST_QUERY = 2000


class ViewNotNamed(Exception):
    """A saved view needs a name of at most 60 characters."""


class TooManyViews(Exception):
    """A user keeps at most 20 views of one table."""


def kept(*, store: PreferenceStore | None, table: Table) -> Kept:
    return Kept.of(store.get(preference_key(table.key))) if store is not None else Kept()


def keep_columns(*, store: PreferenceStore, table: Table, columns: Sequence[str], size: int | None) -> Kept:
    """Unknown columns are left out; none at all, or just the usual ones, goes back to the table's own choice."""
    chosen = tuple(column.key for column in table.columns if column.key in columns)
    usual = () if chosen == table.usual_columns else chosen
    return _store(store, table, replace(kept(store=store, table=table), columns=usual, size=size if size in PAGE_SIZES else None))


def save_view(*, store: PreferenceStore, table: Table, name: str, query: str) -> Kept:
    """Keeps a query string under a name; the same name again replaces it."""
    title = " ".join(name.replace("\x00", "").split())
    if not title or len(title) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise ViewNotNamed
    now = kept(store=store, table=table)
    views = {**now.views, title: query}
    if len(views) > MOST_VIEWS:
        raise TooManyViews
    return _store(store, table, replace(now, views=views))


def forget_view(*, store: PreferenceStore, table: Table, name: str) -> Kept:
    now = kept(store=store, table=table)
    return _store(store, table, replace(now, views={title: query for title, query in now.views.items() if title != name}))


def _store(store: PreferenceStore, table: Table, changed: Kept) -> Kept:
    store.set(preference_key(table.key), changed.as_json())
    return changed
