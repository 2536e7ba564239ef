"""REST: the halls that the caller may see."""

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from portalkit.guards.permissions import Guard

from .models import Hall
from .permissions import StorefrontsPermission
from .selectors import visible_halls


class HallSerializer(serializers.ModelSerializer[Hall]):
    code: Any = serializers.CharField(source="region.code", read_only=True)
    name = serializers.CharField(source="region.name", read_only=True)
    name_en = serializers.CharField(source="region.name_en", read_only=True)
    parent: Any = serializers.CharField(source="region.parent.code", read_only=True, help_text="Code of the region that the hall lies in.")
    longitude = serializers.FloatField(source="region.longitude", read_only=True)
    latitude = serializers.FloatField(source="region.latitude", read_only=True)
    valid_to = serializers.DateField(source="region.valid_to", read_only=True, help_text="The first day on which the hall is no more.")
    legal_retention_days = serializers.IntegerField(read_only=True)

    class Meta:
        model = Hall
        fields = (
            "code",
            "name",
            "name_en",
            "parent",
            "address",
            "opening",
            "hall_class",
            "legal_retention_days",
            "longitude",
            "latitude",
            "valid_to",
        )


class _Visible:
    guard = Guard.permission(StorefrontsPermission.VIEW)
    serializer_class: Any = HallSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Hall]:
        return visible_halls(self.request.access)


class HallQuery(serializers.Serializer[Any]):
    """What the halls can be narrowed by."""

    def get_fields(self) -> dict[str, Any]:
        """`class` is a word of the language and cannot be an attribute."""
        return {"class": serializers.ChoiceField(choices=Hall.Class.values, required=False, allow_blank=True)}


@extend_schema(parameters=[OpenApiParameter("class", str, enum=Hall.Class.values)])
@method_decorator(conditional_page, name="dispatch")
class HallList(_Visible, generics.ListAPIView[Hall]):
    """Halls in the caller's reach, optionally of one `class`."""

    def get_queryset(self) -> QuerySet[Hall]:
        query = HallQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data.get("class")
        rows = super().get_queryset()
        return rows.filter(hall_class=wanted) if wanted else rows


class HallDetail(_Visible, generics.RetrieveAPIView[Hall]):
    """One hall by its code."""

    lookup_field = "region__code"
    lookup_url_kwarg = "code"
