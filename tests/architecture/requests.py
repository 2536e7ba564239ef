"""Sends one request and takes back whatever it changed, so that thousands share one world."""

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client

FORMATS = ("html", "htmx", "csv", "xlsx", "json")


@dataclass(frozen=True)
class Answer:
    """`text` is everything that left the server: body (a workbook unzipped), headers, cookies."""

    status: int
    text: str
    location: str = ""
    error: str = ""

    @property
    def summary(self) -> str:
        return f"{self.status} {self.error or self.location}".strip()

    @property
    def goes_to_login(self) -> bool:
        return self.location.startswith(resolve_url(settings.LOGIN_URL))

    def tells(self, marker: str) -> bool:
        return marker in self.text

    def around(self, marker: str) -> str:
        at = self.text.find(marker)
        return " ".join(self.text[max(0, at - 120) : at + 60].split())


class Caller:
    """A client whose every request leaves database, cache and cookies as they were."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, url: str, *, method: str = "GET", format: str = "html", query: Mapping[str, str] | None = None) -> Answer:
        cookies = deepcopy(self._client.cookies)
        block = transaction.atomic()
        # Django lets a durable block stand inside a test's own transaction, and this one is the test's.
        block._from_testcase = True
        try:
            with block:
                answer = self._send(url, method=method, format=format, query=query or {})
                transaction.set_rollback(True)
        finally:
            self._client.cookies = cookies
            cache.clear()
        return answer

    def _send(self, url: str, *, method: str, format: str, query: Mapping[str, str]) -> Answer:
        parameters = {**query, **({"format": format} if format in ("csv", "xlsx") else {})}
        headers = {"htmx": {"HX-Request": "true"}, "json": {"Accept": "application/json"}}.get(format, {})
        try:
            if method == "GET":
                response = self._client.get(url, parameters, headers=headers)
            else:
                response = self._client.generic(method, url, b"", content_type="application/x-www-form-urlencoded", headers=headers)
            text = _everything(response)
        except Exception as error:
            return Answer(status=500, text=str(error), error=f"raised {type(error).__name__}: {error}")
        return Answer(status=response.status_code, text=text, location=response.headers.get("Location", ""))


def _everything(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            body = b"\n".join(workbook.read(name) for name in workbook.namelist())
    return "\n".join([body.decode("utf-8", errors="replace"), str(response.headers), response.cookies.output()])
