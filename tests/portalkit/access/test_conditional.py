"""A polled list that knows the version of its data."""

from typing import Any, ClassVar

import pytest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from portalkit.access.api.conditional import PolledList
from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.guards.permissions import Guard, GuardKind


class Versioned(PolledList):
    guard = Guard(kind=GuardKind.PUBLIC, reason="a test view")
    throttle_classes: ClassVar[list[Any]] = []
    version = "1"
    reads = 0

    def data_version(self) -> str:
        return type(self).version

    def get(self, request: Request) -> Response:
        type(self).reads += 1
        return Response({"version": type(self).version})


class Plain(Versioned):
    def data_version(self) -> str:
        return ""


@pytest.fixture(autouse=True)
def fresh_view() -> None:
    for view in (Versioned, Plain):
        view.version, view.reads = "1", 0


def _get(view: type[Versioned], tag: str = "", access: Access | None = None) -> Any:
    request = APIRequestFactory().get("/rows/", HTTP_IF_NONE_MATCH=tag)
    request.access = access or system_access(SYSTEM, ["read"])
    force_authenticate(request)
    return view.as_view()(request)


def test_an_unchanged_version_is_answered_without_reading_the_rows() -> None:
    tag = _get(Versioned)["ETag"]
    again = _get(Versioned, tag)
    assert (again.status_code, again["ETag"], Versioned.reads) == (304, tag, 1)


def test_a_new_version_is_read() -> None:
    tag = _get(Versioned)["ETag"]
    Versioned.version = "2"
    assert (_get(Versioned, tag).status_code, Versioned.reads) == (200, 2)


def test_a_caller_whose_reach_changed_reads_again() -> None:
    tag = _get(Versioned)["ETag"]
    assert _get(Versioned, tag, system_access(SYSTEM, ["read", "write"])).status_code == 200


def test_without_a_version_the_body_makes_the_tag() -> None:
    tag = _get(Plain)["ETag"]
    assert (_get(Plain, tag).status_code, Plain.reads) == (304, 2)
    Plain.version = "2"
    assert _get(Plain, tag).status_code == 200


def test_answers_for_one_caller_are_kept_by_no_shared_cache() -> None:
    response = _get(Versioned)
    assert "private" in response["Cache-Control"]
    assert "Authorization" in response["Vary"]
