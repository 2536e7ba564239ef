"""Refuses every request whose view's guard does not let its caller through; puts `request.access` there for the view."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.guards.permissions import Guard, GuardKind, guard_of

from .adapters.requests import address_of, request_id_of
from .domain.request_ids import current_request_id
from .models import User
from .selectors import Access, access_of_user
from .services.preferences import UserPreferences
from .services.second_factor import is_owed
from .services.sessions import touch_session

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_SEEN_EVERY_SECONDS = 300


class AccessMiddleware:
    """Deny by default: a view without a guard is refused. REST views check their guard themselves, after token authentication."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.access = SimpleLazyObject(lambda: _access(request))  # type: ignore[attr-defined]
        request.preferences = UserPreferences(request.access)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        if hasattr(view, "cls"):
            return None
        guard = guard_of(view)
        if guard is None:
            raise PermissionDenied("this page has no guard")
        if guard.kind is GuardKind.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _sent_to(request, reverse("access:login"))
        _note_seen(request)
        if not guard.before_second_factor and is_second_factor_owed(request):
            return _sent_to(request, reverse("access:second_factor"))
        return _refused(request, guard)


class RequestIdMiddleware:
    """Names every request, in its response header `X-Request-ID` and in the lines it logs (see `RequestIdFilter`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.request_id = request_id_of(request)  # type: ignore[attr-defined]
        token = current_request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class PreferredLanguageMiddleware:
    """Language by the user's cookie, else by the browser, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        translation.deactivate()
        return response


def is_second_factor_owed(request: HttpRequest) -> bool:
    """The caller signed in with a password and still owes the second factor that the account or a role asks for."""
    if not isinstance(request.user, User):
        return False
    return is_owed(
        is_verified=bool(getattr(request.user, "otp_device", None)),
        session=request.session,
        role_needs_it=request.access.needs_second_factor,  # type: ignore[attr-defined]
    )


def _access(request: HttpRequest) -> Access:
    address = address_of(request)
    if isinstance(request.user, User):
        return access_of_user(request.user, on=timezone.localdate(), address=address)
    return Access(actor=Actor(kind=ActorKind.SYSTEM, name="anonymous", address=address))


def _refused(request: HttpRequest, guard: Guard) -> HttpResponseBase | None:
    access: Access = request.access  # type: ignore[attr-defined]
    if guard.lets(access, request.method):
        return None
    if not access.paths:
        return render(request, "access/no_grants.html", status=403)
    raise PermissionDenied


def _sent_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that returns here; a fragment request makes the whole page go, and returns to the page it stands in."""
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    here = page._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return HttpResponse(status=401, headers={"HX-Redirect": f"{url}?{urlencode({'next': here})}"})


def _note_seen(request: HttpRequest) -> None:
    """At most once in a few minutes, so that a page costs no write."""
    key = request.session.session_key
    if key and cache.add(f"access:seen:{key}", 1, timeout=_SEEN_EVERY_SECONDS):
        touch_session(session_key=key, now=timezone.now())
