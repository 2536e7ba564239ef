"""The page that runs on a screen, what installs it as an application, and the service worker that lets it start without a line."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.constants import SELF
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portalkit.guards.permissions import public

from ..selectors.media import events_address

FOLDER = "signage/player"
_OPEN = "the shell of the player holds nothing of anybody; a screen's token comes with its pairing"


@require_safe
@public(_OPEN)
def shell(request: HttpRequest) -> HttpResponse:
    """In the working language, whatever the browser of a kiosk prefers: customers read it."""
    events = events_address(request.build_absolute_uri("/"))
    with override(settings.LANGUAGE_CODE):
        response = render(request, "signage/player/shell.html", {"version": version(), "events": events})
    response["Cache-Control"] = "no-cache"
    origin = "/".join(events.split("/")[:3])
    response._csp_update = {"connect-src": [SELF, origin], "worker-src": [SELF], "frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


@require_safe
@public(_OPEN)
def service_worker(request: HttpRequest) -> HttpResponse:
    shell_paths = json.dumps([reverse("signage:player"), *_paths(), static("ui/favicon.svg")])
    context = {"version": version(), "shell": shell_paths}
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": reverse("signage:player")}
    response = render(request, "signage/player/sw.js", context, content_type="text/javascript")
    for name, value in headers.items():
        response[name] = value
    return response


@require_safe
@public(_OPEN)
def application(_request: HttpRequest) -> JsonResponse:
    told = {
        "name": _("Hall screen"),
        "short_name": _("Screen"),
        "start_url": reverse("signage:player"),
        "scope": reverse("signage:player"),
        "display": "fullscreen",
        "background_color": "#000000",
        "theme_color": "#000000",
        "icons": [{"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _paths() -> list[str]:
    """As the page names the files, with a digest in production, and as they name one another, without."""
    return list(dict.fromkeys(path for name in _files() for path in (static(name), f"{settings.STATIC_URL}{name}")))


def version() -> str:
    """Changes with every file of the player."""
    return _version() if not settings.WHITENOISE_AUTOREFRESH else _version.__wrapped__()


@cache
def _version() -> str:
    digest = sha256()
    for name in _files():
        digest.update(name.encode() + b"\0" + (_folder() / Path(name).name).read_bytes())
    return digest.hexdigest()[:12]


def _files() -> list[str]:
    return sorted(f"{FOLDER}/{path.name}" for path in _folder().iterdir() if path.suffix in {".js", ".css"})


def _folder() -> Path:
    return Path(str(finders.find(FOLDER)))
