"""The description of the REST API: for programs as an OpenAPI document, for people as a page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from portalkit.access.api.pages import CursorPage
from portalkit.access.api.throttling import ActorRateThrottle
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import Guard, GuardKind, signed_in

from .api_reference import document, reference


class Document(SpectacularAPIView):
    """The OpenAPI document, as YAML or with `?format=json` as JSON."""

    guard = Guard(kind=GuardKind.PUBLIC, reason="describes the interface, holds no data")

    @extend_schema(exclude=True)
    def get(self, request: Request, *_args: Any, **_options: Any) -> Response:  # noqa: ARG002
        return Response(document())


@signed_in("describes the interface, holds no data")
def api_docs(request: PortalRequest) -> HttpResponse:
    context = {
        "groups": reference(),
        "origin": request.build_absolute_uri("/")[:-1],
        "size": CursorPage.page_size,
        "largest": CursorPage.max_page_size,
        "limit": str(ActorRateThrottle.THROTTLE_RATES["actor"]).partition("/")[0],
    }
    return render(request, "noc_portal/api_docs.html", context)
