"""Conditional requests: a poller that has the newest answer gets 304 and no body."""

from hashlib import blake2b
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portalkit.access.selectors import Access


class PolledList(APIView):
    """Gives successful answers to GET an ETag and honours `If-None-Match`. Stands before the framework's own view class.

    A view that knows the version of its data without reading it overrides `data_version`; its text then makes the tag, together
    with the address and the caller's reach, and an unchanged poll reads no rows. Else the tag is the hash of the body.
    """

    def data_version(self) -> str:
        return ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        version = self.data_version() if request.method in ("GET", "HEAD") else ""
        self._version_tag = _tag(f"{version}|{request.get_full_path()}|{_reach(request)}".encode()) if version else ""
        if self._version_tag and self._version_tag in parse_etags(request.headers.get("If-None-Match", "")):
            raise _Unchanged

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, _Unchanged):
            return Response(status=304, headers={"ETag": self._version_tag})
        return super().handle_exception(exc)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code not in (200, 304) or not isinstance(response, HttpResponse):
            return response
        if isinstance(response, Response) and not response.is_rendered:
            response.render()
        if not response.has_header("ETag"):
            response["ETag"] = getattr(self, "_version_tag", "") or _tag(response.content)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


class _Unchanged(Exception):
    """The caller has the newest version already."""


def _reach(request: Request) -> str:
    access: Access = request.access  # type: ignore[attr-defined]
    return (
        f"{access.actor.kind}{access.actor.identifier}{sorted((permission, sorted(roots)) for permission, roots in access.paths.items())}"
    )


def _tag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'
