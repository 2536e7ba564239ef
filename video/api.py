"""REST: the cameras that the caller may see. Addresses and credentials are not told."""

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from portalkit.guards.permissions import Guard

from .models import Camera
from .panels.cameras import state_of
from .permissions import VideoPermission
from .selectors.cameras import visible_cameras


class CameraSerializer(serializers.ModelSerializer[Camera]):
    hall: Any = serializers.CharField(source="hall.region.code", read_only=True, help_text="Code of the hall.")
    node: Any = serializers.CharField(
        source="node.name", read_only=True, default=None, help_text="Name of the node that records it, or null."
    )
    state: Any = serializers.SerializerMethodField()

    class Meta:
        model = Camera
        fields = (
            "gb_id", "name", "hall", "node", "source", "is_enabled", "keeps_audio", "keep_days", "manufacturer", "model",
            "firmware", "state",
        )  # fmt: skip

    def get_state(self, camera: Camera) -> str:
        """off, connecting, recording, failing or unknown."""
        return state_of(camera).value


class _Visible:
    guard = Guard.permission(VideoPermission.VIEW)
    serializer_class: Any = CameraSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Camera]:
        return visible_cameras(self.request.access)


@extend_schema(
    parameters=[OpenApiParameter("hall", str, description="Code of a hall."), OpenApiParameter("node", str, description="Name of a node.")]
)
@method_decorator(conditional_page, name="dispatch")
class CameraList(_Visible, generics.ListAPIView[Camera]):
    """Cameras in the caller's reach, optionally of one `hall` or one `node`."""

    def get_queryset(self) -> QuerySet[Camera]:
        rows = super().get_queryset()
        hall, node = (self.request.query_params.get(name) for name in ("hall", "node"))
        rows = rows.filter(hall__region__code=hall) if hall else rows
        return rows.filter(node__name=node) if node else rows


class CameraDetail(_Visible, generics.RetrieveAPIView[Camera]):
    """One camera by its device id."""

    lookup_field = "gb_id"
