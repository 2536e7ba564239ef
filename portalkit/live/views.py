"""The answer to a poll."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control

from portalkit.ui.domain.formats import datetime_text

VERSION_HEADER = "Live-Version"


def is_unchanged(request: HttpRequest, *, version: object) -> bool:
    """The caller already shows this version, so the view may skip its queries."""
    known = request.headers.get(VERSION_HEADER) or request.GET.get("version", "")
    return known == str(version)


def fragment(
    request: HttpRequest, *, version: object, template: str, context: Mapping[str, Any] | None = None, as_of: datetime | None = None
) -> HttpResponse:
    """204 without a body when the caller shows `version` already, else the template. `version` is short printable ASCII.

    `as_of` is when the data were true; the page shows it and calls them stale when it gets too old.
    """
    if is_unchanged(request, version=version):
        response = HttpResponse(status=204)
    else:
        response = HttpResponse(render_to_string(template, dict(context or {}), request))
    response.headers[VERSION_HEADER] = str(version)
    if as_of is not None:
        response.headers["Live-As-Of"] = as_of.isoformat(timespec="seconds")
        response.headers["Live-As-Of-Text"] = datetime_text(timezone.localtime(as_of))
    patch_cache_control(response, no_store=True)
    return response
