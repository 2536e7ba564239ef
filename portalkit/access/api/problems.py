"""Errors as problem details (RFC 9457)."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

PROBLEM_TYPE = "application/problem+json"


class ProblemSerializer(serializers.Serializer[Any]):
    """What an error answer holds."""

    type = serializers.CharField(help_text="about:blank: the title says it all.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False, help_text="What went wrong, in the caller's language.")
    errors = serializers.DictField(required=False, child=serializers.ListField(child=serializers.CharField()), help_text="By field.")  # type: ignore[assignment]
    instance = serializers.CharField(required=False, help_text="urn:request:…, as it stands in the log.")


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """`type`, `title`, `status` and `detail`; what is wrong with which field under `errors`; the request's id as `instance`."""
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {"type": "about:blank", "title": response.status_text, "status": response.status_code}
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    if detail is not None:
        body["detail"] = str(detail)
    else:
        body["errors"] = response.data
    if request_id := getattr(context.get("request"), "request_id", ""):
        body["instance"] = f"urn:request:{request_id}"
    response.data = body
    response.content_type = PROBLEM_TYPE
    return response
