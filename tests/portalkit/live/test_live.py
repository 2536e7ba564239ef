"""Polling by version, and when data count as stale."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portalkit.live.domain.freshness import is_stale, stale_after
from portalkit.live.views import fragment, is_unchanged

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TEMPLATE = "ui/empty.html"


def polled(shown: str, *, version: object = "7", **options: object) -> HttpResponse:
    request = RequestFactory().get("/poll/", headers={"Live-Version": shown} if shown else {})
    return fragment(request, version=version, template=TEMPLATE, context={"title": "Quiet night"}, **options)  # type: ignore[arg-type]


def wrapped(options: str, **context: object) -> str:
    return Template("{% load live %}{% live '/poll/' " + options + " %}<b>first</b>{% endlive %}").render(Context(context))


def test_what_is_shown_already_is_not_sent_again() -> None:
    response = polled("7", version=7)
    assert response.status_code == 204
    assert response.content == b""


def test_a_new_version_is_sent_with_its_key() -> None:
    response = polled("6")
    assert response.status_code == 200
    assert b"Quiet night" in response.content
    assert response.headers["Live-Version"] == "7"


def test_a_first_poll_gets_the_content() -> None:
    assert polled("").status_code == 200


def test_the_version_may_stand_in_the_address() -> None:
    assert is_unchanged(RequestFactory().get("/poll/?version=7"), version=7)


def test_answers_are_never_cached() -> None:
    assert polled("6").headers["Cache-Control"] == "no-store"


def test_the_age_of_the_data_comes_along_even_when_nothing_changed() -> None:
    response = polled("7", as_of=NOW)
    assert response.headers["Live-As-Of"] == "2026-11-23T01:30:00+00:00"
    assert response.headers["Live-As-Of-Text"] == "2026-11-23 09:30"


def test_the_first_content_is_on_the_page_itself() -> None:
    html = wrapped("version=3 every=20")
    assert "<b>first</b>" in html
    assert 'data-version="3"' in html
    assert 'data-poll="20"' in html
    assert 'hx-get="/poll/"' in html


def test_fresh_data_hide_the_banner() -> None:
    assert "data-live-banner hidden" in wrapped("every=60 as_of=moment", moment=timezone.now())


def test_old_data_show_the_banner_without_javascript() -> None:
    html = wrapped("every=60 as_of=moment", moment=timezone.now() - timedelta(minutes=10))
    assert "is-stale" in html
    assert "data-live-banner hidden" not in html


def test_a_page_may_say_how_old_is_too_old() -> None:
    html = wrapped("every=60 as_of=moment stale_seconds=86400", moment=timezone.now() - timedelta(minutes=10))
    assert "data-live-banner hidden" in html


def test_unknown_age_is_not_stale() -> None:
    assert not is_stale(as_of=None, now=NOW, after=timedelta(0))


@given(st.integers(1, 3600), st.integers(0, 100_000))
def test_data_are_stale_exactly_after_three_missed_polls(every: int, age: int) -> None:
    as_of = NOW - timedelta(seconds=age)
    assert is_stale(as_of=as_of, now=NOW, after=stale_after(every=every)) is (age > 3 * every)
