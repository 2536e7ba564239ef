"""Media as players fetch them: by signed addresses that caches in front may keep, bundles file by file in a sandbox."""

from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portalkit.files.domain.byte_ranges import Unsatisfiable, asked_range
from portalkit.files.services import path_of
from portalkit.files.views import IMMUTABLE, send_part
from portalkit.guards.permissions import public

from ..adapters.bundles import NoSuchEntry, open_entry
from ..domain.kinds import MediaType
from ..models import MediaFile
from ..selectors.media import LinkExpired, NoSuchMedia, WrongLink, media_file
from .devices import failure

_LONGEST_NUMBER = 12


@require_safe
@public("the signature in the address opens this one file for some days: caches of halls fetch it without a token")
def player_media(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A file whole or in exact ranges; it never changes under this name."""
    found = _found(sha256, request.GET.get("e", ""), request.GET.get("s", ""))
    if isinstance(found, HttpResponse):
        return found
    try:
        return send_part(request, found.file, content_type=found.content_type, cache_control=IMMUTABLE)
    except FileNotFoundError:
        return failure("gone", status=410)


@require_safe
@public("the signature in the address is all that is looked at, and nothing but that it is good is told")
def media_check(request: HttpRequest, sha256: str) -> HttpResponse:
    """Whether a signed address opens its file, for caches that have the bytes: 204, good for as long as the signature is."""
    found = _found(sha256, expires := request.GET.get("e", ""), request.GET.get("s", ""))
    if isinstance(found, HttpResponse):
        return found
    left = int(expires) - ceil(timezone.now().timestamp())
    return HttpResponse(status=204, headers={"Cache-Control": f"public, max-age={max(left, 0)}"})


@require_safe
@xframe_options_sameorigin
@public("the signature in the address opens this one bundle for some days; frames of players send no token")
def bundle(request: HttpRequest, expires: str, signed: str, sha256: str, path: str) -> HttpResponseBase:
    """A file of an HTML bundle. It runs in an origin of its own: it reaches neither the portal nor the player around it."""
    found = _found(sha256, expires, signed)
    if isinstance(found, HttpResponse):
        return found
    if found.version.content.media != MediaType.BUNDLE:
        return failure("gone", status=410)
    try:
        data, content_type = open_entry(path_of(found.file), path)
    except (NoSuchEntry, FileNotFoundError):
        return failure("no_such_file", status=410)
    own = request.build_absolute_uri(request.path[: -len(path)])
    headers = {
        "Content-Security-Policy": _policy(own),
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": IMMUTABLE,
        "Referrer-Policy": "no-referrer",
        "Accept-Ranges": "bytes",
    }
    return _part_of(request, data, content_type, headers)


def _part_of(request: HttpRequest, data: bytes, content_type: str, headers: dict[str, str]) -> HttpResponse:
    """The bytes whole or the one range asked for: a clip in a bundle is sought by ranges."""
    try:
        part = asked_range(request.headers.get("Range", "") if "If-Range" not in request.headers else "", size=len(data))
    except Unsatisfiable:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    if part is None:
        return HttpResponse(data, content_type=content_type, headers=headers)
    headers["Content-Range"] = f"bytes {part.first}-{part.last}/{len(data)}"
    return HttpResponse(data[part.first : part.last + 1], status=206, content_type=content_type, headers=headers)


def _found(sha256: str, expires: str, signed: str) -> MediaFile | HttpResponse:
    if not (expires.isascii() and expires.isdigit() and len(expires) <= _LONGEST_NUMBER) or not signed:
        return failure("no_signature")
    try:
        return media_file(digest=sha256, expires=int(expires), signed=signed, now=timezone.now())
    except WrongLink:
        return failure("wrong_signature", status=403)
    except LinkExpired:
        return failure("expired", status=410)
    except NoSuchMedia:
        return failure("gone", status=410)


def _policy(own: str) -> str:
    """Scripts may run, but in no origin that anything trusts, and load from the bundle alone."""
    return (
        f"sandbox allow-scripts; default-src {own} data: blob:; script-src {own} 'unsafe-inline' 'wasm-unsafe-eval'; "
        f"style-src {own} 'unsafe-inline'; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'self'"
    )
