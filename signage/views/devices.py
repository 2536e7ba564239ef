"""What every endpoint of players shares: whose token it is, bodies of bounded size, answers in JSON."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from portalkit.guards.permissions import public

from ..selectors.devices import Device, UnknownDevice, device_of

NO_STORE = {"Cache-Control": "no-store"}


class DeviceRequest(HttpRequest):
    """A request whose token belongs to a screen."""

    device: Device


class BadBody(Exception):
    """`status` and `code` say what is wrong with a body."""

    def __init__(self, code: str, *, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


Endpoint = Callable[..., HttpResponseBase]


def for_screens(view: Callable[..., HttpResponseBase]) -> Endpoint:
    """A view for the player of a screen: `request.device` says which; without a token that is good now the answer is 401.

    No cookie counts here, so no form of another site can act in a player's name.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if not hasattr(request, "device"):
                request.device = device_of(request.headers.get("Authorization", ""))  # type: ignore[attr-defined]
        except UnknownDevice:
            return failure("unknown_token", status=401, headers={"WWW-Authenticate": "Bearer"})
        return view(request, *args, **kwargs)

    return csrf_exempt(public("players cannot sign in; the screen's own token is checked here")(checked))


def body_of(request: HttpRequest, *, most: int) -> bytes:
    """Raises BadBody."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise BadBody("too_large", status=413)
    body = request.read(most + 1)
    if len(body) > most:
        raise BadBody("too_large", status=413)
    return body


def json_of(request: HttpRequest, *, most: int) -> Any:
    """Raises BadBody."""
    try:
        return json.loads(body_of(request, most=most))
    except (ValueError, RecursionError):
        raise BadBody("no_json") from None


def answer(told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return JsonResponse(told, status=status, headers=NO_STORE)


def failure(code: str, *, status: int = 400, headers: dict[str, str] | None = None, **about: object) -> HttpResponse:
    """`code` tells players what to do; no words, nobody reads them."""
    return JsonResponse({"error": code, **about}, status=status, headers=NO_STORE | (headers or {}))
