"""The theme switch and the error pages."""

import pytest
from django.test import Client, RequestFactory

from portalkit.ui.views import csrf_failure, server_error


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_is_kept_in_a_cookie_and_the_reader_stays_on_the_page(theme: str) -> None:
    response = Client().post("/theme/", {"theme": theme, "next": "/search/?q=a"})
    assert response.cookies["noc_theme"].value == theme
    assert response.headers["Location"] == "/search/?q=a"


def test_an_unknown_theme_is_not_kept() -> None:
    assert "noc_theme" not in Client().post("/theme/", {"theme": '"><script>'}).cookies


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_theme_switch_leads_nowhere_else(back: str) -> None:
    assert Client().post("/theme/", {"theme": "dark", "next": back}).headers["Location"] == "/"


def test_the_theme_is_not_switched_by_following_a_link() -> None:
    assert Client().get("/theme/").status_code == 405


@pytest.mark.django_db
def test_the_page_is_drawn_in_the_kept_theme() -> None:
    client = Client()
    client.cookies["noc_theme"] = "dark"
    assert b'data-theme="dark"' in client.get("/nothing-here/").content
    client.cookies["noc_theme"] = "purple"
    assert b'data-theme="auto"' in client.get("/nothing-here/").content


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "text"), [("zh-hans", "找不到此内容"), ("en", "There is nothing here")])
def test_a_missing_page_says_what_to_do_in_the_readers_language(language: str, text: str) -> None:
    client = Client()
    client.cookies["noc_language"] = language
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert text in response.content.decode()


@pytest.mark.django_db
def test_a_program_gets_a_problem_instead_of_a_page() -> None:
    response = Client().get("/api/nothing-here/", headers={"accept": "application/json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"}, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "This form is too old to be sent" in response.content.decode()


def test_the_csrf_page_offers_the_page_itself() -> None:
    request = RequestFactory().post("/theme/")
    assert 'href="/theme/"' in csrf_failure(request).content.decode()


def test_the_page_of_last_resort_needs_no_database_session_or_language() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "页面出错了" in response.content.decode()


def test_a_failing_interface_answers_a_problem() -> None:
    response = server_error(RequestFactory().get("/api/v1/tickets/"))
    assert response.headers["Content-Type"] == "application/problem+json"
