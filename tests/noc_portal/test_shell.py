"""The shell, the start page, the search and the style guide, through the client."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from noc_portal.navigation import SECTIONS
from portalkit.access.models import User
from portalkit.jobs.models import Job
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province("Guangxi")


def signed_in(user: User, *, language: str = "en") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = language
    return client


def a_job(*, owner: User | None, title: str = "Monthly report") -> Job:
    now = timezone.now()
    return Job.objects.create(kind="reports.month", key=title, title=title, queue="reports", owner=owner, created_at=now, run_after=now)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("item", [item for section in SECTIONS for item in section.items], ids=lambda item: item.key)
def test_every_entry_of_the_navigation_leads_to_a_page(item: object) -> None:
    assert reverse(item.url_name)  # type: ignore[attr-defined]


def test_a_page_has_its_landmarks_and_a_way_past_the_navigation(province: Region) -> None:
    html = page(signed_in(a_user("noc_staff", at=province)), "/")
    assert '<a class="skip-link" href="#content">' in html
    assert html.count("<main ") == 1
    assert html.count("<h1>") == 1
    assert 'aria-label="Main navigation"' in html


def test_the_navigation_shows_only_what_the_role_may_open(province: Region) -> None:
    assert "/styleguide/" in page(signed_in(a_user("noc_staff", at=province)), "/")
    assert "/styleguide/" not in page(signed_in(a_user("manager", at=province)), "/")


def test_the_style_guide_is_refused_to_other_roles(province: Region) -> None:
    assert signed_in(a_user("manager", at=province)).get("/styleguide/").status_code == 403


def test_the_style_guide_shows_every_component_in_both_themes(province: Region) -> None:
    html = page(signed_in(a_user("noc_staff", at=province)), "/styleguide/")
    assert html.count('data-theme="light"') == 1
    assert html.count('data-theme="dark"') == 1
    for name in ("button", "badge", "stat", "table", "alert", "progress", "timeline", "drop-zone", "empty", "pagination"):
        assert html.count(f'class="{name}') >= 2, name


def test_an_empty_portal_says_the_next_steps(province: Region) -> None:
    html = page(signed_in(a_user("data_steward", at=province)), "/")
    assert "From an empty portal to the first complaint rate" in html


def test_the_pickers_start_with_the_callers_own_region(province: Region) -> None:
    nanning = a_prefecture("Nanning", under=province)
    html = page(signed_in(a_user("noc_staff", at=nanning)), "/")
    assert nanning.name in html


def test_the_region_list_holds_only_what_the_caller_reaches(province: Region) -> None:
    nanning = a_prefecture("Nanning", under=province)
    a_prefecture("Liuzhou", under=province)
    html = page(signed_in(a_user("noc_staff", at=nanning)), "/pick/region/")
    assert "Nanning" in html
    assert "Liuzhou" not in html


def test_the_region_list_returns_only_inside_the_portal(province: Region) -> None:
    html = page(signed_in(a_user("noc_staff", at=province)), "/pick/region/?next=//elsewhere.example/")
    assert "elsewhere.example" not in html.split("<main", 1)[1]


def test_the_search_finds_pages_by_name(province: Region) -> None:
    html = page(signed_in(a_user("noc_staff", at=province)), "/search/?q=style")
    assert 'href="/styleguide/"' in html.split("<main", 1)[1]


def test_the_search_finds_no_page_that_the_caller_may_not_open(province: Region) -> None:
    html = page(signed_in(a_user("manager", at=province)), "/search/?q=style")
    assert "/styleguide/" not in html


@pytest.mark.parametrize("text", ["", "a", "\x00\x00", "x" * 5000, "<script>alert(1)</script>", "%_'\""])
def test_odd_searches_answer_a_page(province: Region, text: str) -> None:
    client = signed_in(a_user("noc_staff", at=province))
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_suggestions_are_a_fragment(province: Region) -> None:
    client = signed_in(a_user("noc_staff", at=province))
    response = client.get("/search/", {"q": "style"}, headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert b"/styleguide/" in response.content


@pytest.mark.parametrize("url", ["/", "/search/", "/styleguide/", "/pick/region/"])
def test_strangers_are_sent_to_sign_in(url: str) -> None:
    assert Client().get(url).status_code == 302


def test_the_start_page_is_sent_again_only_when_something_changed(province: Region) -> None:
    client = signed_in(a_user("noc_staff", at=province))
    poll = {"HX-Request": "true", "Live-Version": ""}
    first = client.get("/", headers=poll)
    assert b"<html" not in first.content
    again = client.get("/", headers=poll | {"Live-Version": first.headers["Live-Version"]})
    assert again.status_code == 204
    a_job(owner=None)
    unseen = client.get("/", headers=poll | {"Live-Version": first.headers["Live-Version"]})
    assert unseen.status_code == 204


def test_an_own_job_shows_on_the_start_page(province: Region) -> None:
    user = a_user("noc_staff", at=province)
    a_job(owner=user)
    a_job(owner=None, title="Somebody else's work")
    html = page(signed_in(user), "/")
    assert "Monthly report" in html
    assert "Somebody else" not in html
