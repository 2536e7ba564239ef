"""How the framework's views describe themselves in OpenAPI: bearer tokens, the guard's permission, the problem answers."""

from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import generics, mixins, status

from portalkit.guards.permissions import Guard, GuardKind

from .problems import PROBLEM_TYPE, ProblemSerializer

_TITLES = {
    status.HTTP_400_BAD_REQUEST: "What was sent is not understood; `errors` names the field.",
    status.HTTP_401_UNAUTHORIZED: "No token or session, or one that does not hold any more.",
    status.HTTP_403_FORBIDDEN: "The permission is missing.",
    status.HTTP_404_NOT_FOUND: "There is none, or not in the caller's regions.",
    status.HTTP_409_CONFLICT: "Its state does not allow it now.",
    status.HTTP_429_TOO_MANY_REQUESTS: "Too many calls; the header `Retry-After` says in how many seconds to try again.",
}
_RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}


class BearerToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer <token>`."""

    target_class = "portalkit.access.api.authentication.MachineTokenAuthentication"
    name = "bearerToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer", "description": "A machine token; an administrator issues it, and it is shown once."}


class PortalSchema(AutoSchema):
    """The framework's own description, and what every operation of the portal has in common."""

    def get_operation_id(self) -> str:
        """`jobs_cancel`, not `jobs_cancel_create`: what is posted to an action creates nothing."""
        name: str = super().get_operation_id()
        return name.removesuffix("_create") if self._is_action() else name

    def get_extensions(self) -> dict[str, str]:
        guard = self._guard()
        return {"x-permission": guard.needed(self.method)} if guard and guard.kind is GuardKind.PERMISSION else {}

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        schema = self.resolve_serializer(ProblemSerializer, direction).ref
        for code in self._problem_codes():
            body = {"description": _TITLES[code], "content": {PROBLEM_TYPE: {"schema": schema}}}
            bodies.setdefault(str(code), {**body, "headers": _RETRY_AFTER} if code == status.HTTP_429_TOO_MANY_REQUESTS else body)
        return dict(sorted(bodies.items()))

    def _problem_codes(self) -> list[int]:
        guard = self._guard()
        parameters = self._get_parameters()
        places = {parameter["in"] for parameter in parameters}
        wanted = {
            status.HTTP_400_BAD_REQUEST: "query" in places or self._get_request_body() is not None,  # type: ignore[no-untyped-call]
            status.HTTP_401_UNAUTHORIZED: guard is None or guard.kind is not GuardKind.PUBLIC,
            status.HTTP_403_FORBIDDEN: guard is None or guard.kind is GuardKind.PERMISSION or self.method != "GET",
            status.HTTP_404_NOT_FOUND: "path" in places or any(parameter["name"] == "region" for parameter in parameters),
            status.HTTP_409_CONFLICT: self._is_action(),
            status.HTTP_429_TOO_MANY_REQUESTS: True,
        }
        return [code for code, is_wanted in wanted.items() if is_wanted]

    def _is_action(self) -> bool:
        """Is it posted below the address of one object?"""
        return self.method == "POST" and "{" in self.path and not isinstance(self.view, mixins.CreateModelMixin | generics.CreateAPIView)

    def _guard(self) -> Guard | None:
        guard = getattr(self.view, "guard", None)
        return guard if isinstance(guard, Guard) else None
