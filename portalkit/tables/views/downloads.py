"""The whole filtered list as a file: the columns shown, in the order shown."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import FileFormat
from portalkit.sheets.domain.exports import Export
from portalkit.sheets.views import announce_export, download
from portalkit.tables.domain.columns import Column, Table
from portalkit.tables.selectors.ordering import Rows
from portalkit.tables.selectors.pages import count_up_to

ROWS_PER_FETCH = 2000


def export_list(
    request: HttpRequest, *, table: Table, rows: Rows, columns: Sequence[Column], can_export: bool, about: Sequence[tuple[str, str]] = ()
) -> HttpResponseBase:
    """The file; back to the list with a message when it would hold too many rows."""
    if not can_export:
        raise PermissionDenied
    file_format = _format(request)
    limit = table.workbook_limit if file_format is FileFormat.XLSX else table.export_limit
    count = count_up_to(rows, limit=limit)
    if count > limit:
        messages.error(request, _too_many(file_format, limit))
        return HttpResponseRedirect(_without_format(request))
    announce_export(request, Export(source=table.key, rows=count, file_format=file_format, query=request.GET.urlencode()))
    return download(
        columns=[column.sheet for column in columns],
        rows=_values(rows, columns),
        file_format=file_format,
        name=f"{table.title or table.key} {timezone.localdate():%Y-%m-%d}",
        title=str(table.title or table.key),
        about=about,
    )


def _format(request: HttpRequest) -> FileFormat:
    try:
        return FileFormat(request.GET["format"])
    except ValueError:
        raise Http404("no such format") from None


def _too_many(file_format: FileFormat, limit: int) -> str:
    if file_format is FileFormat.XLSX:
        return _("A workbook holds at most %(limit)s rows of a list. Narrow the filters, or download CSV.") % {"limit": f"{limit:,}"}
    return _("A download holds at most %(limit)s rows. Narrow the filters, for example to one month.") % {"limit": f"{limit:,}"}


def _without_format(request: HttpRequest) -> str:
    query = request.GET.copy()
    del query["format"]
    return f"{request.path}?{query.urlencode()}"


def _values(rows: Rows, columns: Sequence[Column]) -> Iterable[Sequence[Any]]:
    readers = [column.of for column in columns]
    source = rows.iterator(chunk_size=ROWS_PER_FETCH) if isinstance(rows, QuerySet) else rows
    return ([read(row) for read in readers] for row in source)
