"""The downloads of a page's charts."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from portalkit.sheets.domain.columns import FileFormat
from portalkit.sheets.domain.exports import Export
from portalkit.sheets.views import announce_export, download

from .domain.chart import Chart


def chart_export(
    request: HttpRequest,
    charts: Iterable[Chart],
    *,
    permission_to_export: StrEnum | None = None,
    about: Sequence[tuple[str, str]] = (),
) -> HttpResponseBase | None:
    """The file when the request asks for one (`?chart=<key>&format=csv|xlsx`), else None. Unknown keys and formats answer 404.

    `about`: what the file says of itself, by label.
    """
    key = request.GET.get("chart")
    if key is None:
        return None
    if permission_to_export is not None and not request.access.can(permission_to_export):  # type: ignore[attr-defined]
        raise PermissionDenied
    chart = next((one for one in charts if one.key == key), None)
    file_format = request.GET.get("format", "")
    if chart is None or file_format not in set(FileFormat):
        raise Http404("no such download")
    announce_export(request, Export(source=f"chart.{key}", rows=len(chart.rows), file_format=file_format, query=request.GET.urlencode()))
    return download(columns=chart.columns, rows=chart.rows, file_format=FileFormat(file_format), name=str(chart.title), about=about)
