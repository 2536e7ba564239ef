"""The one question that two thousand players ask all day, answered before anything else is set up for the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from .selectors.devices import UnknownDevice, device_of

MANIFEST_PATH = "/player/manifest"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class UnchangedManifestMiddleware:
    """Answers 304 to a player that has its manifest, for one query: no session, no language, no look through the table of addresses.

    Everything else goes its usual way, with the screen that was found.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == MANIFEST_PATH and request.method == "GET" and "HTTP_IF_NONE_MATCH" in request.META:
            return _unchanged(request) or self.get_response(request)
        return self.get_response(request)


def manifest_headers(etag: str) -> dict[str, str]:
    """What goes with a manifest and with the word that it is unchanged."""
    return {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}


def _unchanged(request: HttpRequest) -> HttpResponse | None:
    try:
        device = device_of(request.META.get("HTTP_AUTHORIZATION", ""))
    except UnknownDevice:
        return None
    request.device = device  # type: ignore[attr-defined]
    etag = device.etag(timezone.now())
    if f'"{etag}"' not in request.META["HTTP_IF_NONE_MATCH"]:
        return None
    return HttpResponse(status=304, headers=manifest_headers(etag))
