"""REST: alarms and their history."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from portalkit.access.api.conditional import PolledList
from portalkit.access.api.pages import CursorPage
from portalkit.guards.permissions import Guard

from .domain.identity import Severity
from .filters import CLEARED, OPEN
from .models import Alarm, AlarmEvent
from .permissions import AlarmsPermission
from .selectors import alarms, open_alarms


class AlarmEventSerializer(serializers.ModelSerializer[AlarmEvent]):
    class Meta:
        model = AlarmEvent
        fields = ("at", "what", "severity", "by_name", "comment")


class AlarmSerializer(serializers.ModelSerializer[Alarm]):
    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, help_text="The region's code; null: of no region.")
    text = serializers.CharField(read_only=True, help_text="What is wrong, in the language of the request.")

    class Meta:
        model = Alarm
        fields = (
            "id", "kind", "text", "severity", "region", "object_class", "object_instance", "event_type", "probable_cause",
            "specific_problem", "params", "additional_text", "url", "count", "raised_at", "last_at", "acknowledged_at",
            "acknowledged_by", "cleared_at",
        )  # fmt: skip


class AlarmWithEventsSerializer(AlarmSerializer):
    events = AlarmEventSerializer(many=True, read_only=True)

    class Meta(AlarmSerializer.Meta):
        fields = (*AlarmSerializer.Meta.fields, "events")  # type: ignore[assignment]


class AlarmQuery(serializers.Serializer[Any]):
    """What a caller may ask for."""

    state = serializers.ChoiceField(choices=(OPEN, CLEARED), required=False)
    severity = serializers.ChoiceField(choices=[str(one) for one in Severity], required=False)
    kind = serializers.CharField(required=False, max_length=60)
    region = serializers.CharField(required=False, max_length=40)


class NewestFirst(CursorPage):
    ordering = "-pk"


@extend_schema(parameters=[AlarmQuery, OpenApiParameter("region", str, description="A region's code; its whole subtree.")])
class AlarmList(PolledList, generics.ListAPIView[Alarm]):
    """Alarms in reach, newest first, optionally of one `state`, `severity`, `kind` or `region`."""

    guard = Guard.permission(AlarmsPermission.VIEW)
    serializer_class = AlarmSerializer
    pagination_class = NewestFirst
    request: Any

    def data_version(self) -> str:
        return open_alarms(self.request.access).version

    def get_queryset(self) -> QuerySet[Alarm]:
        query = AlarmQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        rows = alarms(self.request.access)
        if "state" in asked:
            rows = rows.filter(cleared_at__isnull=asked["state"] == OPEN)
        if "region" in asked:
            path = self.request.access.regions(AlarmsPermission.VIEW).filter(code=asked["region"]).values_list("path", flat=True).first()
            rows = rows.filter(region__path__startswith=path) if path else rows.none()
        return rows.filter(**{name: asked[name] for name in ("severity", "kind") if name in asked})


class AlarmDetail(generics.RetrieveAPIView[Alarm]):
    """One alarm with its history, newest first."""

    guard = Guard.permission(AlarmsPermission.VIEW)
    serializer_class = AlarmWithEventsSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Alarm]:
        return alarms(self.request.access).prefetch_related("events")
