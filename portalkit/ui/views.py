"""The theme switch, and the handlers that the URL table and the settings name for failures."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portalkit.guards.permissions import public

from .panels.failures import CSRF, FORBIDDEN, NOT_FOUND, SERVER_ERROR, Failure, problem
from .panels.shell import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 3600


@public("the theme can be switched before signing in; it only sets a cookie of the caller's own browser")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    is_from_script = request.headers.get("X-Requested-With") == "fetch"
    response = HttpResponse(status=204) if is_from_script else redirect(_back(request))
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, FORBIDDEN, "ui/errors/403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, NOT_FOUND, "ui/errors/404.html")


def csrf_failure(request: HttpRequest, **_: object) -> HttpResponse:
    return _page(request, replace(CSRF, retry_url=request.path), "ui/errors/403.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Reads no database, session or context, any of which may be what failed."""
    if _wants_json(request):
        return _problem(SERVER_ERROR)
    return HttpResponse(render_to_string("ui/errors/500.html"), status=500)


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    is_inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return back if is_inside else "/"


def _page(request: HttpRequest, failure: Failure, template: str) -> HttpResponse:
    if _wants_json(request):
        return _problem(failure)
    is_signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    layout = "ui/page.html" if is_signed_in else "ui/plain.html"
    return render(request, template, {"error": failure, "layout": layout}, status=failure.status)


def _problem(failure: Failure) -> HttpResponse:
    return JsonResponse(problem(failure), status=failure.status, content_type="application/problem+json")


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or not request.accepts("text/html")
