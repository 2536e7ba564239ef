"""GET /api/v1/me/: who the caller is and what the caller may do where."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portalkit.access.selectors import Access
from portalkit.guards.permissions import Guard, GuardKind
from portalkit.regions.models import Region


class PermissionSerializer(serializers.Serializer[Any]):
    permission = serializers.CharField()
    everywhere = serializers.BooleanField()
    regions = serializers.ListField(child=serializers.CharField(), help_text="Codes of the regions in whose subtrees it holds.")


class MeSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["user", "machine"])
    name = serializers.CharField()
    permissions = PermissionSerializer(many=True)


class Me(APIView):
    """The caller's own identity and permissions."""

    guard = Guard(kind=GuardKind.SIGNED_IN, reason="the caller's own permissions")

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        access: Access = request.access  # type: ignore[attr-defined]
        paths = {path for roots in access.paths.values() for path in roots}
        codes = dict(Region.objects.filter(path__in=paths).values_list("path", "code"))
        permissions = [
            {
                "permission": permission,
                "everywhere": access.everywhere(permission),
                "regions": sorted(codes[path] for path in roots if path in codes),
            }
            for permission, roots in sorted(access.paths.items())
        ]
        return Response({"kind": access.actor.kind.value, "name": access.actor.name, "permissions": permissions})
