"""The REST API as it describes itself, and what every one of its answers has in common."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from noc_portal.api_reference import GROUPS, TITLES, document, reference
from portalkit.access.api.throttling import ActorRateThrottle
from portalkit.regions.models import Region
from tests.architecture.urls import routes
from tests.builders import a_prefecture, a_province, a_token, a_user

PROBLEM = "application/problem+json"


def _signed_in(role: str = "administrator", *, language: str = "en") -> Client:
    client = Client()
    client.force_login(a_user(role, at=a_province(code="GX")), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = language
    return client


def _operations() -> list[dict[str, Any]]:
    return [described for methods in document()["paths"].values() for described in methods.values()]


@pytest.fixture
def five_regions(db: None) -> None:
    province = a_province(code="GX")
    for number in range(4):
        a_prefecture(f"P{number}", under=province)


def test_the_document_is_valid_and_made_without_a_warning() -> None:
    document.cache_clear()
    GENERATOR_STATS.reset()
    validate_schema(document())
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_every_route_of_the_api_is_described() -> None:
    described = {path.replace("{id}", "{pk}") for path in document()["paths"]}
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route.path}") for route in routes() if route.path.startswith("api/v1/")}
    assert described == served


def test_operations_have_one_name_each_and_a_title_for_people() -> None:
    names = [described["operationId"] for described in _operations()]
    assert len(names) == len(set(names))
    assert set(names) == set(TITLES)
    assert {described["tags"][0] for described in _operations()} == set(GROUPS)


def test_every_operation_names_its_callers_and_its_problems() -> None:
    for described in _operations():
        assert {"bearerToken": []} in described["security"], described["operationId"]
        problems = {code: answer for code, answer in described["responses"].items() if code >= "400"}
        assert {"401", "429"} <= set(problems)
        assert all(set(answer["content"]) == {PROBLEM} for answer in problems.values())
        assert "Retry-After" in problems["429"]["headers"]


def test_every_list_says_how_long_its_pages_may_be() -> None:
    for group in reference():
        for operation in group.operations:
            if operation.key.endswith("_list") and operation.key != "complaints_rates_list":
                size = next(one for one in document()["paths"][operation.path]["get"]["parameters"] if one["name"] == "size")
                assert size["schema"]["maximum"] == 1000, operation.key


@pytest.mark.parametrize("format", ["yaml", "json"])
@pytest.mark.django_db
def test_the_document_is_there_for_whoever_asks(format: str) -> None:
    response = Client().get(reverse("api:schema"), {"format": format})
    assert response.status_code == 200
    assert "openapi" in response.content.decode()[:40]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.django_db
def test_people_read_it_on_a_page_that_loads_nothing_from_elsewhere(language: str) -> None:
    html = _signed_in("noc_staff", language=language).get(reverse("api:docs")).content.decode()
    for path in document()["paths"]:
        assert f"<code>{path}</code>" in html
    assert "Authorization: Bearer $TOKEN" in html
    assert ("投诉" if language == "zh-hans" else "Complaints") in html
    assert not [part for part in html.split('src="')[1:] if not part.startswith("/")]


@pytest.mark.django_db
def test_the_page_is_for_those_who_sign_in() -> None:
    assert Client().get(reverse("api:docs")).status_code == 302


@pytest.mark.usefixtures("five_regions")
def test_a_list_is_cut_into_pages_that_lead_on() -> None:
    client = _api_client()
    first = client.get("/api/v1/regions/", {"size": "2"}).json()
    assert len(first["results"]) == 2
    assert len(client.get(first["next"]).json()["results"]) == 2


@pytest.mark.parametrize("size", ["0", "-1", "1001", "many", "", "٣", "9" * 30])
@pytest.mark.usefixtures("five_regions")
def test_a_page_size_that_is_none_is_refused(size: str) -> None:
    problem = _problem(_api_client().get("/api/v1/regions/", {"size": size}), 400)
    assert list(problem["errors"]) == ["size"]


@pytest.mark.django_db
def test_strangers_are_told_so() -> None:
    for headers in ({}, {"authorization": "Bearer made-up"}):
        response = Client(headers=headers).get("/api/v1/regions/")
        _problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("five_regions")
def test_whoever_calls_too_often_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ActorRateThrottle, "THROTTLE_RATES", {"actor": "1/min"})
    client = _api_client()
    assert client.get("/api/v1/regions/").status_code == 200
    response = client.get("/api/v1/regions/")
    _problem(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60


def _api_client() -> Client:
    _, secret = a_token("regions.view", at=Region.objects.get(code="GX"), by=a_user())
    return Client(headers={"authorization": f"Bearer {secret}"})


def _problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["Content-Type"] == PROBLEM
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["instance"].startswith("urn:request:")
    return problem
