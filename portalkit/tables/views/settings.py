"""The POST of a list page: columns and page size, saved views."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from portalkit.tables.domain.columns import Table
from portalkit.tables.domain.preferences import PreferenceStore
from portalkit.tables.services.keeping import LONGEST_NAME, MOST_VIEWS, TooManyViews, ViewNotNamed, forget_view, keep_columns, save_view


def change_settings(request: HttpRequest, *, table: Table, store: PreferenceStore | None) -> HttpResponseBase:
    """Keeps what the form says and goes back to the list. Without a store the columns go into the address instead."""
    query = QueryDict(request.GET.urlencode(), mutable=True)
    action = request.POST.get("action")
    if action == "columns":
        _columns(request, query, table, store)
    elif action == "save_view" and store is not None:
        _save(request, query, table, store)
    elif action == "forget_view" and store is not None:
        forget_view(store=store, table=table, name=request.POST.get("name", ""))
    else:
        return HttpResponseBadRequest(_("This form is not known here. Reload the page and try again."))
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else request.path)


def _columns(request: HttpRequest, query: QueryDict, table: Table, store: PreferenceStore | None) -> None:
    chosen = [] if "reset" in request.POST else request.POST.getlist("column")
    size = request.POST.get("size", "")
    for name in ("columns", "size", "page"):
        query.pop(name, None)
    if store is not None:
        keep_columns(store=store, table=table, columns=chosen, size=int(size) if size.isdecimal() and len(size) < 6 else None)
    elif chosen:
        query["columns"] = ",".join(chosen)


def _save(request: HttpRequest, query: QueryDict, table: Table, store: PreferenceStore) -> None:
    query.pop("page", None)
    try:
        save_view(store=store, table=table, name=request.POST.get("name", ""), query=query.urlencode())
    except ViewNotNamed:
        messages.error(request, _("Give the view a name of at most %(count)s characters.") % {"count": LONGEST_NAME})
    except TooManyViews:
        messages.error(request, _("You have %(count)s views of this list. Remove one first.") % {"count": MOST_VIEWS})
