"""Who calls, and whether the view's guard lets the caller through."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from portalkit.access.adapters.requests import address_of
from portalkit.access.middleware import is_second_factor_owed
from portalkit.access.models import MachineToken, User
from portalkit.access.selectors import access_of_token
from portalkit.access.services.tokens import TokenUnknown, use_token
from portalkit.audit.domain.actors import Actor
from portalkit.guards.permissions import Guard, GuardKind

if TYPE_CHECKING:
    from rest_framework.views import APIView


@dataclass(frozen=True)
class Machine:
    """The caller behind a token. It is nobody's user: what it may do stands on the token, not with the person who issued it."""

    token: MachineToken
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True
    pk: None = None

    def __str__(self) -> str:
        return self.token.name

    @property
    def actor(self) -> Actor:
        return self.token.actor


class MachineTokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>` of a machine."""

    def authenticate(self, request: Request) -> tuple[Machine, MachineToken] | None:
        scheme, _separator, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            token = use_token(secret=secret.strip(), now=timezone.now())
        except TokenUnknown as error:
            raise exceptions.AuthenticationFailed(_("The token is unknown, expired or revoked.")) from error
        request._request.access = access_of_token(token, address=address_of(request._request))  # type: ignore[attr-defined]
        return Machine(token=token), token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class GuardPermission(permissions.BasePermission):
    """Lets a request through when the view's guard does; a view without a guard is refused."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        guard = getattr(view, "guard", None)
        if not isinstance(guard, Guard):
            return False
        if guard.kind is GuardKind.PUBLIC:
            return True
        if not isinstance(request.user, User | Machine):
            return False
        if not guard.before_second_factor and request.auth is None and is_second_factor_owed(request._request):
            return False
        return guard.lets(request._request.access, request.method)  # type: ignore[attr-defined]
