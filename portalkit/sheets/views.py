"""Answers that carry a file."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string

from .adapters.delimited import csv_pieces
from .adapters.workbook import write_workbook
from .domain.columns import FileFormat, SheetColumn
from .domain.exports import Export
from .domain.safety import file_name

Piece = TypeVar("Piece")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    *,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    file_format: FileFormat,
    name: str,
    title: str = "",
    about: Sequence[tuple[str, str]] = (),
) -> HttpResponseBase:
    """The rows as a file to save; each row has one value a column. `name` names the file, `title` (else the name) the sheet.

    `about`, by label, is what the file says of itself where it must speak without its page: above the header, and in its name.
    """
    heading = [title or name, *(f"{label}: {value}" for label, value in about)] if about else []
    is_workbook = file_format is FileFormat.XLSX
    response = _workbook(columns, rows, title or name, heading) if is_workbook else _delimited(columns, rows, heading)
    full_name = " ".join([name, *(value for _label, value in about)])
    response["Content-Disposition"] = content_disposition_header(True, file_name(full_name, suffix=file_format))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def announce_export(request: HttpRequest, export: Export) -> None:
    """Tells the setting NOC_EXPORT_HOOK, a dotted path of `hook(*, request, export)`, before the first byte leaves."""
    path: str | None = getattr(settings, "NOC_EXPORT_HOOK", None)
    if path:
        hook: Callable[..., None] = import_string(path)
        hook(request=request, export=export)


def _workbook(columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], title: str, heading: Sequence[str]) -> HttpResponseBase:
    return FileResponse(write_workbook(columns, rows, title=title, heading=heading), content_type=WORKBOOK)


def _delimited(columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]], heading: Sequence[str]) -> HttpResponseBase:
    pieces = _in_language(translation.get_language(), lambda: csv_pieces(columns, rows, heading=heading))
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")


def _in_language(language: str | None, make: Callable[[], Iterator[Piece]]) -> Generator[Piece]:
    """Each piece is made in the request's language, which has ended by the time the server asks for the pieces."""
    pieces = make()
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
