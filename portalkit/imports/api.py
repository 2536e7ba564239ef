"""REST: files in, counts out. `POST /api/v1/imports/` answers 202 with the batch and the job that checks it."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, parsers, serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portalkit.files.views import send_file
from portalkit.guards.permissions import Guard
from portalkit.jobs.models import Job
from portalkit.sheets.views import WORKBOOK

from .domain.refusals import Refused
from .domain.registry import UnknownKind, spec_of
from .models import BatchState, ImportBatch
from .panels.messages import refusal_text as file_refusal_text
from .panels.reasons import explain, refusal_text, warning_text
from .permissions import ImportsPermission
from .selectors import batches
from .services import requests
from .services.downloads import note_download
from .services.limits import upload_limit
from .services.mapping import Choice, MappingRefused, choice_of
from .services.receiving import FileTooLarge, UploadNotAllowed, receive
from .services.states import BatchBusy
from .services.undoing import UndoRefused


class Conflict(APIException):
    """The batch is not in a state for this."""

    status_code = status.HTTP_409_CONFLICT


class ImportSerializer(serializers.ModelSerializer[ImportBatch]):
    file = serializers.CharField(source="file.name", read_only=True)
    sha256 = serializers.CharField(source="file.stored.sha256", read_only=True)
    warnings = serializers.SerializerMethodField()
    refused = serializers.SerializerMethodField(help_text="Code and message of the refusal, null when there is none.")
    has_errors = serializers.SerializerMethodField(help_text="Is there a workbook of rejected rows?")

    class Meta:
        model = ImportBatch
        fields = (
            "id", "kind", "file", "sha256", "sheet", "state", "read", "new", "changed", "unchanged", "rejected", "reasons", "warnings",
            "refused", "has_errors", "mapping", "by_name", "created_at", "checked_at", "committed_at", "undone_at",
        )  # fmt: skip

    def get_warnings(self, batch: ImportBatch) -> list[str]:
        return [warning_text(warning, spec_of(batch.kind)) for warning in batch.warnings]

    def get_refused(self, batch: ImportBatch) -> dict[str, str] | None:
        if not batch.refusal:
            return None
        return {"code": batch.refusal["code"], "message": refusal_text(batch.refusal, spec_of(batch.kind))}

    def get_has_errors(self, batch: ImportBatch) -> bool:
        return batch.error_file_id is not None


class UploadSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    file = serializers.FileField()
    mapping = serializers.CharField(required=False, help_text="JSON {field: header}; without it the headers speak for themselves.")
    sheet = serializers.CharField(required=False, default="")
    create_regions = serializers.BooleanField(required=False, default=False)
    commit = serializers.BooleanField(required=False, default=False, help_text="Import what is good right after the check.")

    def validate_mapping(self, value: str) -> dict[str, Any]:
        try:
            document = json.loads(value)
        except ValueError as error:
            raise ValidationError(_("The mapping is not valid JSON.")) from error
        if not isinstance(document, dict):
            raise ValidationError(_("The mapping is not a JSON object."))
        return document

    def validate_kind(self, value: str) -> str:
        try:
            spec_of(value)
        except UnknownKind as error:
            raise ValidationError(_("There is no such kind of import.")) from error
        return value


class AcceptedSerializer(serializers.Serializer[Any]):
    batch = ImportSerializer()
    job = serializers.IntegerField(allow_null=True)


class ImportList(generics.ListAPIView[ImportBatch]):
    """Imports in the caller's regions, newest last."""

    guard = Guard.permission(ImportsPermission.VIEW, write=ImportsPermission.UPLOAD)
    serializer_class = ImportSerializer
    parser_classes = (parsers.MultiPartParser,)
    request: Any

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return batches(self.request.access, ImportsPermission.VIEW)

    @extend_schema(request=UploadSerializer, responses={202: AcceptedSerializer})
    def post(self, request: Request) -> Response:
        """Takes a file in and starts its check; with `commit` what is good is imported right after."""
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        access = self.request.access
        try:
            batch = receive(
                stream=given["file"], name=given["file"].name, kind=given["kind"], access=access, now=timezone.now(),
                sheet=given["sheet"], limit=upload_limit(),
            )  # fmt: skip
        except FileTooLarge as error:
            raise ValidationError({"file": _("The file is too large.")}) from error
        except UploadNotAllowed as error:
            raise ValidationError({"kind": _("You may not import this kind in your regions.")}) from error
        return _accepted(batch, _started(batch, given, access.actor))


class ImportDetail(generics.RetrieveAPIView[ImportBatch]):
    """One import: its counts, its warnings, why it was refused."""

    guard = Guard.permission(ImportsPermission.VIEW)
    serializer_class = ImportSerializer
    request: Any

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return batches(self.request.access, ImportsPermission.VIEW)


class ImportCommit(APIView):
    """Starts the import of a checked file."""

    guard = Guard.permission(ImportsPermission.UPLOAD)

    @extend_schema(request=None, responses={202: AcceptedSerializer})
    def post(self, request: Request, pk: int) -> Response:
        batch = get_object_or_404(batches(request._request.access, ImportsPermission.UPLOAD), pk=pk)  # type: ignore[attr-defined]
        try:
            job = requests.start_commit(batch=batch, by=request._request.access.actor, now=timezone.now())  # type: ignore[attr-defined]
        except BatchBusy as busy:
            raise Conflict(_("The import is in the state {state}.").format(state=busy.state)) from busy
        return _accepted(batch, job)


class ImportUndo(APIView):
    """Starts the undo of an import."""

    guard = Guard.permission(ImportsPermission.UNDO)

    @extend_schema(request=None, responses={202: AcceptedSerializer})
    def post(self, request: Request, pk: int) -> Response:
        batch = get_object_or_404(batches(request._request.access, ImportsPermission.UNDO), pk=pk)  # type: ignore[attr-defined]
        try:
            job = requests.start_undo(batch=batch, by=request._request.access.actor, now=timezone.now())  # type: ignore[attr-defined]
        except BatchBusy as busy:
            raise Conflict(_("The import is in the state {state}.").format(state=busy.state)) from busy
        except UndoRefused as refused:
            raise Conflict(refusal_text(refused.refusal, spec_of(batch.kind))) from refused
        return _accepted(batch, job)


class ImportErrors(APIView):
    """The workbook of rejected rows."""

    guard = Guard.permission(ImportsPermission.UPLOAD)

    @extend_schema(responses={(200, WORKBOOK): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> FileResponse:
        access = request._request.access  # type: ignore[attr-defined]
        batch = get_object_or_404(batches(access, ImportsPermission.UPLOAD).exclude(error_file=None), pk=pk)
        assert batch.error_file is not None
        note_download(batch=batch, what="errors", by=access.actor, now=timezone.now())
        return send_file(batch.error_file, name=f"rejected-{batch.pk}.xlsx", content_type=WORKBOOK)


def _started(batch: ImportBatch, given: dict[str, Any], by: Any) -> Job | None:
    """The job that checks the file; None when the file was refused at sight."""
    document = given.get("mapping")
    if batch.state == BatchState.REFUSED and (document is None or "info" not in batch.source):
        return None
    options = {"create_regions": given["create_regions"]}
    choice = Choice(mapping=batch.mapping, options={**batch.options, **options}, sheet=given["sheet"])
    if document is not None:
        choice = choice_of(document, options=options, sheet=given["sheet"])
    try:
        return requests.map_and_check(batch=batch, choice=choice, by=by, now=timezone.now(), then_commit=given["commit"])
    except MappingRefused as refused:
        raise ValidationError({"mapping": [explain(problem, spec_of(batch.kind)) for problem in refused.problems]}) from refused
    except Refused as refused:
        raise ValidationError({"mapping": file_refusal_text(refused.code, refused.params)}) from refused


def _accepted(batch: ImportBatch, job: Job | None) -> Response:
    batch.refresh_from_db()
    body = {"batch": ImportSerializer(batch).data, "job": job.pk if job else None}
    return Response(body, status=status.HTTP_202_ACCEPTED)
