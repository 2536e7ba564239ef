"""A whole list page out of a table, its rows and its filters."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from portalkit.filters.filters.sets import BoundFilters
from portalkit.tables.domain.columns import Table
from portalkit.tables.domain.preferences import PreferenceStore
from portalkit.tables.domain.state import read_state
from portalkit.tables.panels.lists import TablePanel
from portalkit.tables.selectors.ordering import Rows, in_order
from portalkit.tables.selectors.pages import has_any, page_of
from portalkit.tables.services.keeping import kept

from .downloads import export_list
from .settings import change_settings


def list_page(
    request: HttpRequest,
    *,
    table: Table,
    rows: Rows,
    filters: BoundFilters | None = None,
    template: str = "tables/list.html",
    context: Mapping[str, Any] | None = None,
    permission_to_export: StrEnum | None = None,
    about: Sequence[tuple[str, str]] = (),
) -> HttpResponseBase:
    """Answers every request of a list page: the page, its htmx fragment, its downloads, and the POST of its settings.

    `rows` is what the caller may see (scoped); filters are applied here when it is a queryset. A sequence comes filtered.
    Without `permission_to_export` whoever sees the list may download it. `about`: what a download says of itself, by label.
    """
    store = preferences_of(request)
    if request.method == "POST":
        return change_settings(request, table=table, store=store)
    mine = kept(store=store, table=table)
    state = read_state(request.GET.dict(), table=table, kept=mine)
    found = filters.apply(rows) if filters is not None and isinstance(rows, QuerySet) else rows
    ordered = in_order(found, table=table, state=state)
    can_export = permission_to_export is None or may(request, permission_to_export)
    if request.GET.get("format"):
        return export_list(request, table=table, rows=ordered, columns=state.columns, can_export=can_export, about=about)
    page = page_of(ordered, number=state.page, size=state.size, limit=table.count_limit)
    panel = TablePanel(
        table=table,
        state=state,
        page=page,
        query=request.GET,
        filters=filters,
        kept=mine,
        can_export=can_export,
        can_keep=store is not None,
        has_data=bool(page.total) or (filters is not None and filters.is_active and has_any(rows)),
    )
    return _answer(request, panel, template, {"title": table.title, **(context or {}), "table": panel, "filters": filters})


def preferences_of(request: HttpRequest) -> PreferenceStore | None:
    store: PreferenceStore | None = getattr(request, "preferences", None)
    return store


def may(request: HttpRequest, permission: StrEnum) -> bool:
    access = getattr(request, "access", None)
    return access is not None and bool(access.can(permission))


def _answer(request: HttpRequest, panel: TablePanel, template: str, context: dict[str, Any]) -> HttpResponseBase:
    htmx = getattr(request, "htmx", None)
    is_fragment = bool(htmx) and not htmx.boosted and not htmx.history_restore_request  # type: ignore[union-attr]
    response = render(request, "tables/_results.html" if is_fragment else template, {**context, "is_fragment": is_fragment})
    patch_vary_headers(response, ["HX-Request"])
    if is_fragment:
        query = panel.address_query
        response["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    return response
