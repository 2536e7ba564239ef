"""Zones go by their titles where people read, and by their names where schedules ask for them."""

from csv import DictReader
from io import StringIO

import pytest
from django.urls import reverse

from portalkit.regions.models import Region
from signage.models import Layout, LayoutZone
from signage.panels.revisions import revision_panel
from tests.builders import a_prefecture, a_user
from tests.signage.player_server.builders import a_screen, a_version, an_item, on_air
from tests.signage.programme.builders import a_draft, a_playlist, an_emergency, drafter, newest, the_province
from tests.signage.programme.test_pages import errors_of, schedule_data, signed_in, text_of

pytestmark = pytest.mark.django_db


def a_layout(region: Region, **titles: str) -> Layout:
    layout = Layout.objects.create(name="左右", region=region)
    for left, (name, title) in enumerate(titles.items()):
        LayoutZone.objects.create(layout=layout, name=name, title=title, left=left, top=0, width=1, height=1)
    return layout


def test_lists_and_pages_call_a_zone_by_its_title() -> None:
    a_layout(the_province(), main="主区", strip="底栏")
    schedule = a_draft(playlist=a_playlist(), zone="strip")
    client = signed_in(drafter())
    assert "底栏" in text_of(client, "schedules")
    assert "底栏" in text_of(client, "schedule", schedule.pk)
    assert "主区, 底栏" in text_of(client, "layouts")


def test_the_form_offers_the_zones_that_the_caller_may_use_and_says_plainly_that_there_is_no_other() -> None:
    west = a_prefecture("西海市", under=the_province())
    a_layout(the_province(), main="主区", strip="底栏")
    a_layout(the_province(), main="主画面")
    a_layout(west, corner="角标")
    client, url = signed_in(a_user("noc_staff", at=a_prefecture("东海市", under=the_province()))), reverse("signage:new_schedule")
    assert list(client.get(url).context["form"].fields["zone"].choices) == [("main", "主区 / 主画面 · main"), ("strip", "底栏 · strip")]
    default = client.get(f"{url}?kind=default").context["form"].fields["zone"].choices
    assert [name for name, _ in default] == ["", "main", "strip"]
    [error] = errors_of(signed_in(drafter()), url, schedule_data(the_province(), a_playlist(), zone="主区"))["zone"]
    assert "主区" in error


def test_a_schedule_keeps_a_zone_that_no_layout_has_any_more() -> None:
    schedule = a_draft(playlist=a_playlist(), zone="old")
    client, url = signed_in(drafter()), reverse("signage:change_schedule", args=[schedule.pk])
    assert client.post(url, schedule_data(the_province(), a_playlist(), zone="old")).status_code == 302
    assert newest(schedule).zone == "old"


def test_neither_a_ticker_nor_an_emergency_has_a_zone_and_an_emergency_no_priority() -> None:
    a_screen()
    ticker = on_air(kind="overlay", title="字幕", text={"title": "", "body": "欢迎"}, priority=9)
    an_emergency()
    assert revision_panel(newest(ticker), zones={"main": "主区"}).zone == ""
    person = a_user("supervisor", at=the_province())
    response = signed_in(person).get(reverse("signage:schedules"), {"format": "csv"})
    rows = {row["Title"]: row for row in DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))}  # type: ignore[attr-defined]
    assert (rows["字幕"]["Priority"], rows["字幕"]["Zone"]) == ("9", "")
    assert (rows["紧急疏散"]["Priority"], rows["紧急疏散"]["Zone"], rows["紧急疏散"]["Edit"]) == ("", "", "Waits for review")


def test_a_document_lasts_as_long_as_its_pages() -> None:
    document, picture = a_version("document", pages=3), a_version()
    schedule = on_air(
        items=[an_item(document, duration_ms=10_000), an_item(picture, duration_ms=7500, valid_to="2026-12-31T02:00:00+00:00")]
    )
    page = text_of(signed_in(drafter()), "schedule", schedule.pk)
    assert "3 pages × 10 s" in page
    assert "7.5 s · until 2026-12-31 10:00" in page


def test_a_layout_in_use_says_so_before_anybody_tries_to_remove_it() -> None:
    layout = a_layout(the_province(), main="主区")
    client = signed_in(a_user("administrator", at=the_province()))
    remove = reverse("signage:remove_layout", args=[layout.pk])
    assert remove in text_of(client, "layout", layout.pk)
    a_screen(layout=layout)
    page = text_of(client, "layout", layout.pk)
    assert remove not in page
    assert "Give them another layout first" in page
