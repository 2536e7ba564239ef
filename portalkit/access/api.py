"""The REST side of access: token authentication, guard check, pages, throttling, problem details (RFC 9457)."""

from hashlib import sha256
from typing import Any

from django.utils import timezone
from rest_framework import authentication, exceptions, pagination, permissions, throttling
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from portalkit.guards.permissions import Guard, GuardKind

from .models import MachineToken, User
from .selectors import access_of_token, access_of_user


class MachineTokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>` of a machine."""

    def authenticate(self, request: Request) -> tuple[User, MachineToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            return None
        now = timezone.now()
        token = (
            MachineToken.objects.select_related("region", "created_by").filter(digest=sha256(secret.strip().encode()).hexdigest()).first()
        )
        if token is None or token.revoked_at or (token.expires_at and token.expires_at <= now):
            raise exceptions.AuthenticationFailed("The token is unknown, expired or revoked.")
        request._request.access = access_of_token(token)  # type: ignore[attr-defined]
        return token.created_by, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class GuardPermission(permissions.BasePermission):
    """Lets a request through when the view's guard does; a view without a guard is refused."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        guard = getattr(view, "guard", None)
        if not isinstance(guard, Guard):
            return False
        if guard.kind is GuardKind.PUBLIC:
            return True
        if request.auth is None and isinstance(request.user, User):
            request._request.access = access_of_user(request.user, on=timezone.localdate())  # type: ignore[attr-defined]
        if not request.user:
            return False
        return guard.kind is GuardKind.SIGNED_IN or bool(request._request.access.can(guard.needed(request.method)))  # type: ignore[attr-defined]


class CursorPage(pagination.CursorPagination):
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "size"
    ordering = "pk"


class ActorRateThrottle(throttling.SimpleRateThrottle):
    scope = "actor"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        actor = f"token{request.auth.pk}" if isinstance(request.auth, MachineToken) else f"user{getattr(request.user, 'pk', None)}"
        return f"throttle:{actor if request.user else self.get_ident(request)}"


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457: type, title, status, detail; field errors under `errors`."""
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    body: dict[str, Any] = {"type": "about:blank", "title": response.status_text, "status": response.status_code}
    if detail is not None:
        body["detail"] = str(detail)
    else:
        body["errors"] = response.data
    response.data = body
    response.content_type = "application/problem+json"
    return response
