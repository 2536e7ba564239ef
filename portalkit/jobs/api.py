"""REST: background work, its progress and its end."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from portalkit.access.api.conditional import PolledList
from portalkit.access.api.pages import CursorPage
from portalkit.guards.permissions import Guard, GuardKind

from . import services
from .models import Job, JobState
from .selectors import may_cancel, visible_jobs

_GUARD = Guard(kind=GuardKind.SIGNED_IN, reason="the caller's own jobs; those of others with the permission to see all")


class JobSerializer(serializers.ModelSerializer[Job]):
    title = serializers.CharField(source="__str__", read_only=True)
    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    state = serializers.ChoiceField(choices=JobState.choices, read_only=True)

    class Meta:
        model = Job
        fields = (
            "id", "kind", "key", "title", "state", "progress_done", "progress_total", "progress_note", "attempts", "max_attempts",
            "interruptions", "cancel_requested", "result", "error", "result_url", "region", "created_at", "run_after", "started_at",
            "finished_at",
        )  # fmt: skip
        read_only_fields = fields


class NewestFirst(CursorPage):
    ordering = "-pk"


class _Visible:
    guard = _GUARD
    serializer_class: Any = JobSerializer
    request: Any

    def get_queryset(self) -> QuerySet[Job]:
        return visible_jobs(self.request.access).select_related("region")


class JobQuery(serializers.Serializer[Any]):
    """What jobs can be narrowed by."""

    state = serializers.ChoiceField(choices=JobState.values, required=False, allow_blank=True)
    kind = serializers.CharField(required=False, allow_blank=True, max_length=80)


@extend_schema(parameters=[JobQuery])
class JobList(_Visible, PolledList, generics.ListAPIView[Job]):
    """The caller's jobs, newest first, optionally of one `state` or `kind`."""

    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Job]:
        query = JobQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return super().get_queryset().filter(**{name: value for name, value in query.validated_data.items() if value})


class JobDetail(_Visible, generics.RetrieveAPIView[Job]):
    """One job. Poll it until `state` is `done`, `failed` or `cancelled`."""


class JobCancel(_Visible, generics.GenericAPIView[Job]):
    """Cancels a job: at once while it waits, at its next step while it runs (`cancel_requested`)."""

    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        job = self.get_object()
        if not may_cancel(self.request.access, job):
            raise PermissionDenied
        return Response(self.get_serializer(services.cancel(job=job, by=self.request.access.actor, now=timezone.now())).data)
