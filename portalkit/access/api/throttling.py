"""How often one caller may call."""

from typing import TYPE_CHECKING

from rest_framework import throttling
from rest_framework.request import Request

from portalkit.access.adapters.requests import address_of
from portalkit.access.models import MachineToken, User

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ActorRateThrottle(throttling.SimpleRateThrottle):
    """Counts by token, by user, and by address for callers who are neither."""

    scope = "actor"

    def get_cache_key(self, request: Request, view: "APIView") -> str:  # noqa: ARG002
        if isinstance(request.auth, MachineToken):
            return f"throttle:token:{request.auth.pk}"
        if isinstance(request.user, User):
            return f"throttle:user:{request.user.pk}"
        return f"throttle:address:{address_of(request._request)}"
