"""REST: the regions that the caller may see."""

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from portalkit.guards.permissions import Guard

from .models import Level, Region
from .permissions import RegionsPermission


class RegionSerializer(serializers.ModelSerializer[Region]):
    parent: Any = serializers.SlugRelatedField[Region](slug_field="code", read_only=True, help_text="The parent's code, null for the root.")

    class Meta:
        model = Region
        fields = ("code", "name", "name_en", "level", "parent", "valid_from", "valid_to", "longitude", "latitude")


class _Visible:
    guard = Guard.permission(RegionsPermission.VIEW)
    serializer_class: Any = RegionSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Region]:
        rows = Region.objects.select_related("parent")
        found: QuerySet[Region] = self.request.access.scope(RegionsPermission.VIEW, rows, region="")
        return found


@extend_schema(
    parameters=[OpenApiParameter("level", str, enum=Level.values), OpenApiParameter("parent", str, description="Code of the region above.")]
)
@method_decorator(conditional_page, name="dispatch")
class RegionList(_Visible, generics.ListAPIView[Region]):
    """Regions in the caller's reach, optionally of one `level` or below one `parent` (code)."""

    def get_queryset(self) -> QuerySet[Region]:
        rows = super().get_queryset()
        level, parent = (self.request.query_params.get(name) for name in ("level", "parent"))
        rows = rows.filter(level=level) if level else rows
        return rows.filter(parent__code=parent) if parent else rows


class RegionDetail(_Visible, generics.RetrieveAPIView[Region]):
    """One region by its code."""

    lookup_field = "code"
