"""Refuses every request whose view's guard does not let its caller through; puts `request.access` there for the view."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.guards.permissions import GuardKind, guard_of

from .models import User
from .selectors import Access, access_of_user

NOBODY = Access(actor=Actor(kind=ActorKind.SYSTEM, name="anonymous"))
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AccessMiddleware:
    """Deny by default: a view without a guard is refused. REST views check their guard themselves, after token authentication."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.access = SimpleLazyObject(lambda: _access(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        if hasattr(view, "cls"):
            return None
        guard = guard_of(view)
        if guard is None:
            raise PermissionDenied("this page has no guard")
        if guard.kind is GuardKind.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if guard.kind is GuardKind.PERMISSION and not request.access.can(guard.needed(request.method)):  # type: ignore[attr-defined]
            raise PermissionDenied
        return None


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


def _access(request: HttpRequest) -> Access:
    if isinstance(request.user, User):
        return access_of_user(request.user, on=timezone.localdate())
    return NOBODY
