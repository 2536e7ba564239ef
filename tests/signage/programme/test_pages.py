"""The pages of the programme: what they show, and what they say to bad input."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portalkit.files.services import store
from portalkit.regions.models import Region
from signage.models import ContentVersion, Layout, LayoutZone, Playlist, Schedule, ScreenStatus
from tests.builders import a_grant, a_prefecture, a_user
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, on_air
from tests.signage.programme.builders import (
    a_draft,
    a_playlist,
    an_emergency,
    approved,
    decide,
    decider,
    drafter,
    handed_in,
    newest,
    the_province,
)

pytestmark = pytest.mark.django_db
TODAY = "2026-11-02"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    return client


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"signage:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def errors_of(client: Client, url: str, data: dict[str, Any]) -> dict[str, list[str]]:
    response = client.post(url, data)
    assert response.status_code == 422, response.status_code
    errors: dict[str, list[str]] = response.context["form"].errors
    return errors


def items(*rows: dict[str, Any], title: str = "晨间") -> dict[str, Any]:
    data: dict[str, Any] = {"title": title, "items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"items-{number}-{name}": value for name, value in {"transition": "fade", "ORDER": number + 1, **row}.items()}
    return data


def schedule_data(region: Region, playlist: Playlist | None = None, **fields: Any) -> dict[str, Any]:
    told = {"title": "品牌", "region": region.pk, "first_day": TODAY, "priority": 5, "holidays": "ignore", **fields}
    return told | {"playlist": playlist.pk} if playlist else told


def test_items_of_a_playlist_are_put_in_order_and_one_is_taken_out() -> None:
    first, second, third = a_version(), a_version(), a_version()
    playlist = a_playlist(first, second, third)
    rows = [{"content": one.content_id} for one in (first, second, third)]
    rows[0] |= {"ORDER": 3, "seconds": "7.5"}
    rows[1] |= {"DELETE": "on"}
    rows[2] |= {"ORDER": 1}
    client = signed_in(drafter())
    assert client.post(reverse("signage:playlist", args=[playlist.pk]), items(*rows)).status_code == 302
    saved = [(item.content_id, item.duration_ms) for item in playlist.items.all()]
    assert saved == [(third.content_id, None), (first.content_id, 7500)]
    assert "2 items · 18 s" in text_of(client, "playlist", playlist.pk)


def test_a_playlist_says_at_which_item_what_is_wrong() -> None:
    version = a_version()
    playlist = a_playlist(version)
    bad = (
        {"content": version.content_id, "seconds": "0.4"},
        {"content": 10**12},
        {"content": "²"},
        {"content": version.content_id, "valid_from": "2026-11-02T10:00", "valid_to": "2026-11-02T10:00"},
    )
    response = signed_in(drafter()).post(reverse("signage:playlist", args=[playlist.pk]), items(*bad))
    assert response.status_code == 422
    assert [sorted(form.errors) for form in response.context["forms"]] == [["seconds"], ["content"], ["content"], ["valid_to"]]
    assert playlist.items.count() == 1


def test_an_item_whose_content_was_retired_may_stay_and_is_marked() -> None:
    version = a_version()
    playlist = a_playlist(version)
    version.content.is_retired = True
    version.content.save()
    client = signed_in(drafter())
    assert client.post(reverse("signage:playlist", args=[playlist.pk]), items({"content": version.content_id})).status_code == 302
    assert [one for one in client.get(reverse("signage:playlist", args=[playlist.pk])).context["items"] if one.trouble]


def test_a_playlist_that_a_schedule_was_made_of_stays() -> None:
    playlist = a_playlist()
    url = reverse("signage:remove_playlist", args=[playlist.pk])
    assert url in text_of(signed_in(drafter()), "playlist", playlist.pk)
    a_draft(playlist=playlist)
    shown = text_of(signed_in(drafter()), "playlist", playlist.pk)
    assert "It cannot be removed" in shown
    assert url not in shown
    page = signed_in(drafter()).post(reverse("signage:remove_playlist", args=[playlist.pk]), follow=True)
    assert "A schedule was made of this playlist" in page.content.decode()
    assert Playlist.objects.filter(pk=playlist.pk).exists()


def test_a_layout_is_drawn_and_its_screens_are_told() -> None:
    layout = Layout.objects.create(name="左右", region=the_province())
    screen = a_screen(layout=layout)
    zones = [
        {"name": "main", "title": "主区", "left": 0, "top": 0, "width": 9, "height": 12},
        {"name": "side", "title": "侧栏", "left": 9, "top": 0, "width": 3, "height": 12},
    ]
    data = {"name": "左右", "region": the_province().pk, "columns": 12, "rows": 12, "zones": json.dumps(zones)}
    client = signed_in(a_user("administrator", at=the_province()))
    assert client.post(reverse("signage:layout", args=[layout.pk]), data).status_code == 302
    screen.refresh_from_db()
    assert (screen.revision > 0, [zone.name for zone in layout.zones.all()]) == (True, ["main", "side"])
    page, url = text_of(client, "layout", layout.pk), reverse("signage:remove_layout", args=[layout.pk])
    assert url not in page
    assert "It cannot be removed while screens use it" in page
    screen.delete()
    assert url in text_of(client, "layout", layout.pk)


@pytest.mark.parametrize(
    ("zones", "word"),
    [
        ("not json", "cannot be read"),
        ('{"name": 1}', "cannot be read"),
        ("[" * 5000, "cannot be read"),
        ("[]", "at least one zone"),
        ('[{"name": "main", "left": 0, "top": 0, "width": 13, "height": 1}]', "inside the grid"),
        ('[{"name": "main", "left": true, "top": 0, "width": 1, "height": 1}]', "cannot be read"),
        ('[{"name": "side", "left": 0, "top": 0, "width": 1, "height": 1}]', "“main”"),
        (json.dumps([{"name": "main", "left": 0, "top": 0, "width": 2, "height": 2}] * 2), "Two zones"),
        (json.dumps([{"name": "main", "title": "\ud800", "left": 0, "top": 0, "width": 2, "height": 2}]), "cannot be read"),
        (json.dumps([{"name": "main", "title": "\0", "left": 0, "top": 0, "width": 2, "height": 2}]), "cannot be read"),
        (json.dumps([{"name": "\udfff", "left": 0, "top": 0, "width": 2, "height": 2}]), "cannot be read"),
        (
            json.dumps([{"name": name, "left": 0, "top": 0, "width": 2, "height": 2} for name in ("main", "side")]),
            "lies over another",
        ),
    ],
)
def test_a_layout_that_cannot_be_says_why(zones: str, word: str) -> None:
    data = {"name": "坏", "region": the_province().pk, "columns": 12, "rows": 12, "zones": zones}
    response = signed_in(a_user("administrator", at=the_province())).post(reverse("signage:new_layout"), data)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert not Layout.objects.exists()


def test_the_form_of_a_schedule_asks_only_what_counts_for_its_kind() -> None:
    client = signed_in(drafter())
    fields = {kind: set(client.get(reverse("signage:new_schedule"), {"kind": kind}).context["form"].fields) for kind in
              ("loop", "advert", "overlay", "default")}  # fmt: skip
    assert {"plays_per_hour", "share_seconds"} <= fields["advert"]
    assert not {"plays_per_hour", "text_body"} & fields["loop"]
    assert "text_body" in fields["overlay"]
    assert "playlist" not in fields["overlay"]
    assert not {"rrule", "day_parts"} & fields["default"]
    assert client.get(reverse("signage:new_schedule"), {"kind": "emergency"}).status_code == 404


def test_a_schedule_says_by_field_what_is_wrong() -> None:
    province = the_province()
    branch, other = a_prefecture("东海市", under=province), a_prefecture("西海市", under=province)
    client, url = signed_in(drafter()), reverse("signage:new_schedule")
    wrong = {
        "last_day": "2026-11-01", "rrule": "FREQ=HOURLY", "day_parts": "8-12", "exceptions": "2026-02-30", "priority": 10,
        "regions": [other.pk],
    }  # fmt: skip
    errors = errors_of(client, url, schedule_data(branch, a_playlist(), **wrong))
    assert set(errors) == set(wrong)
    advert = schedule_data(province, a_playlist(), plays_per_hour=6, share_seconds=60)
    assert "share_seconds" in errors_of(client, f"{url}?kind=advert", advert)
    assert "rrule" in errors_of(client, url, schedule_data(province, a_playlist(), rrule="FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"))
    for beyond in ({"first_day": "0001-01-01"}, {"last_day": "9999-12-31"}, {"first_day": "9999-12-30"}):
        assert set(beyond) == set(errors_of(client, f"{url}?kind=default", schedule_data(province, a_playlist(), **beyond)))
    assert not Schedule.objects.exists()


def test_a_hall_manager_aims_only_at_the_own_hall() -> None:
    hall, other = a_place("东门营业厅"), a_place("西门营业厅")
    client, url = signed_in(a_user("hall_manager", at=hall.region)), reverse("signage:new_schedule")
    playlist = a_playlist(region=hall.region)
    assert "region" in errors_of(client, url, schedule_data(other.region, playlist))
    assert "screens" in errors_of(client, url, schedule_data(hall.region, playlist, screens=[a_screen(other).pk]))
    assert client.post(url, schedule_data(hall.region, playlist, screens=[a_screen(hall).pk])).status_code == 302


def test_what_a_form_would_mean_is_reckoned_before_it_is_saved() -> None:
    screen = a_screen()
    layout = Layout.objects.create(name="左右", region=the_province())
    LayoutZone.objects.create(layout=layout, name="side", title="侧栏", left=0, top=0, width=1, height=1)
    on_air(a_version(), title="同级", priority=5, first_day=timezone.localdate())
    data = schedule_data(screen.hall.region, a_playlist(), first_day=timezone.localdate().isoformat(), zone="side")
    client, url = signed_in(drafter()), reverse("signage:preview_schedule")
    page = client.post(f"{url}?kind=loop", data).content.decode()
    assert "The layout of 1 screen lacks this zone." in page
    assert "同级" not in page
    assert "同级" in client.post(f"{url}?kind=loop", data | {"zone": "main"}).content.decode()
    assert "Choose region and first day." in client.post(f"{url}?kind=loop&schedule=²", {"region": "x"}).content.decode()
    assert not Schedule.objects.filter(title="品牌").exists()


def test_from_hand_in_to_on_air_and_what_an_edit_would_change() -> None:
    a_screen()
    schedule = a_draft(playlist=a_playlist())
    author, approver = signed_in(drafter()), signed_in(decider())
    author.post(reverse("signage:hand_in", args=[schedule.pk]))
    assert "品牌" in text_of(approver, "approvals")
    assert "Approve and put on air" not in text_of(author, "schedule", schedule.pk)
    stale = approver.post(reverse("signage:approve", args=[schedule.pk]), {"seen": "1-0"}, follow=True)
    assert "changed after you opened" in stale.content.decode()
    seen = newest(schedule).stamp
    page = approver.post(reverse("signage:approve", args=[schedule.pk]), {"seen": seen}, follow=True).content.decode()
    assert "0 of 1 screens have it" in page
    data = schedule_data(the_province(), newest(schedule).playlist, priority=8, first_day="2026-11-09")
    assert author.post(reverse("signage:change_schedule", args=[schedule.pk]), data).status_code == 302
    response = author.get(reverse("signage:schedule", args=[schedule.pk]))
    with translation.override("en"):
        assert [str(one.label) for one in response.context["changes"]] == ["Items", "When", "Zone, priority, order"]
    assert "What it changes" in response.content.decode()


def test_nobody_gets_past_a_guard_by_the_address_of_a_step() -> None:
    schedule = handed_in(playlist=a_playlist())
    own = signed_in(drafter()).post(reverse("signage:approve", args=[schedule.pk]), {"seen": newest(schedule).stamp})
    assert own.status_code == 403
    stranger = signed_in(a_user("supervisor", at=a_prefecture("西海市", under=the_province())))
    assert stranger.post(reverse("signage:approve", args=[schedule.pk])).status_code == 404
    assert stranger.get(reverse("signage:schedule", args=[schedule.pk])).status_code == 200
    branch = a_prefecture("东海市", under=the_province())
    foreign = a_draft(region=branch)
    assert stranger.get(reverse("signage:schedule", args=[foreign.pk])).status_code == 404


def test_a_publication_names_the_screens_that_lack_it() -> None:
    done, silent = a_screen(name="大厅屏"), a_screen(name="静默屏")
    schedule = approved(playlist=a_playlist())
    made = schedule.publications.get()
    ScreenStatus.objects.create(screen=done, seen_at=NOW, complete_revision=made.pk)
    page = text_of(signed_in(decider()), "publication", made.pk)
    assert "1 of 2 screens have it" in page
    assert ("静默屏" in page, "大厅屏" in page) == (True, False)
    assert silent.publications.count() == 1


def test_what_is_older_than_its_playlist_is_listed_and_handed_in_together() -> None:
    playlist = a_playlist(a_version())
    stale, fresh = approved(title="旧的", playlist=playlist), approved(title="新的", playlist=a_playlist())
    playlist.items.update(duration_ms=3000)
    client = signed_in(drafter())
    page = text_of(client, "outdated")
    assert ("旧的" in page, "新的" in page) == (True, False)
    assert "旧的" in text_of(client, "playlist", playlist.pk)
    told = client.post(reverse("signage:renew_all"), {"schedule": [stale.pk, fresh.pk]}, follow=True).content.decode()
    assert "1 schedule is handed in" in told
    assert newest(stale).state == "submitted"
    assert "Tick the schedules" in client.post(reverse("signage:renew_all"), follow=True).content.decode()


def test_an_emergency_is_confirmed_as_it_was_read() -> None:
    screen = a_screen()
    west = a_screen(a_place("西门营业厅"))
    other = a_prefecture("西海市", under=the_province())
    client, url = signed_in(decider()), reverse("signage:emergency")
    data = {"title": "停电", "body": "", "severity": 2, "minutes": 15, "reason": "线路抢修", "regions": [screen.hall.region.pk]}
    assert "reason" in errors_of(client, url, data | {"reason": "   "})
    assert "regions" in errors_of(client, url, data | {"regions": [other.pk]})
    assert "regions" in errors_of(client, url, data | {"regions": []})
    first = client.post(url, data)
    assert "It goes to 1 screen" in first.content.decode()
    widened = client.post(url, data | {"regions": [screen.hall.region.pk, west.hall.region.pk], "confirmed": first.context["fingerprint"]})
    assert "It goes to 2 screens" in widened.content.decode()
    assert not Schedule.objects.exists()
    sent = client.post(url, data | {"confirmed": first.context["fingerprint"]}, follow=True).content.decode()
    assert "End it now" in sent
    schedule = Schedule.objects.get()
    assert schedule.on_air is not None
    assert (schedule.region, list(schedule.on_air.regions.all())) == (screen.hall.region, [screen.hall.region])


def test_an_emergency_for_several_halls_belongs_to_the_region_of_all_of_them() -> None:
    halls = [a_screen().hall.region, a_screen(a_place("西门营业厅")).hall.region]
    a_screen(a_place("南门营业厅"))
    data = {"title": "停电", "body": "", "severity": 2, "minutes": 15, "reason": "线路抢修", "regions": [hall.pk for hall in halls]}
    url = reverse("signage:emergency")
    client = signed_in(decider())
    confirmed = client.post(url, data).context["fingerprint"]
    shown = client.post(url, data | {"confirmed": confirmed}, follow=True).content.decode()
    schedule = Schedule.objects.get()
    assert schedule.region == halls[0].parent
    assert schedule.publications.get().screens.count() == 2
    assert all(hall.long_name in shown for hall in halls)
    person = a_user("supervisor", at=halls[0])
    a_grant("supervisor", user=person, at=halls[1])
    assert "regions" in errors_of(signed_in(person), url, data), "they could not end what both halls have"


def test_an_emergency_is_ended_and_reviewed_by_their_buttons() -> None:
    a_screen()
    schedule = an_emergency()
    client = signed_in(decider())
    page = client.post(reverse("signage:take_back", args=[schedule.pk]), follow=True).content.decode()
    assert newest(schedule).state == "submitted"
    assert "Somebody was faster" in page
    client.post(reverse("signage:end_emergency", args=[schedule.pk]))
    schedule.refresh_from_db()
    assert schedule.on_air is None
    other = signed_in(a_user("supervisor", at=the_province()))
    assert "紧急疏散" in text_of(other, "emergency")
    other.post(reverse("signage:approve", args=[schedule.pk]))
    assert newest(schedule).state == "approved"


def test_what_is_on_and_why_at_a_moment() -> None:
    screen = a_screen()
    winner = on_air(a_version(title="主推"), title="主推排期", priority=7)
    on_air(a_version(), title="让位", priority=3)
    client = signed_in(drafter())
    page = text_of(client, "on_screen", screen=str(screen.pk), at="2026-11-02T12:00:05")
    assert "主推排期" in page
    assert "gives way to a higher priority" in page
    assert winner.title in page
    lacking = text_of(client, "on_screen", screen=str(screen.pk), at="2026-11-02T12:00:05", media="reported")
    assert "has not reported" in lacking
    for strange in ("0001-01-01T00:00", "9999-12-31T23:59", "morgen", "2026-11-02T12:00+14:00"):
        text_of(client, "on_screen", screen=str(screen.pk), at=strange)
    for foreign in ("²", str(10**20), "999999"):
        assert client.get(reverse("signage:on_screen"), {"screen": foreign}).status_code == 404


def test_what_an_emergency_covers_is_marked_and_only_thumbnails_that_exist_are_shown() -> None:
    screen, bare, pictured = a_screen(), a_version(), a_version()
    ContentVersion.objects.filter(pk=pictured.pk).update(thumbnail=store(stream=BytesIO(b"webp"), now=NOW))
    on_air(bare, pictured)
    client = signed_in(drafter())
    for second, version in (("00", bare), ("08", pictured)):
        page = text_of(client, "on_screen", screen=str(screen.pk), at=f"2026-11-02T12:00:{second}")
        assert (reverse("signage:library_thumbnail", args=[version.pk]) in page) is (version is pictured)
        assert "under the emergency" not in page
    an_emergency()
    assert "under the emergency" in text_of(client, "on_screen", screen=str(screen.pk), at="2026-11-02T12:30:00")


def test_a_screen_that_nothing_means_shows_the_built_in_slide_for_good() -> None:
    screen = a_screen()
    client = signed_in(drafter())
    assert "It shows the built-in slide." in text_of(client, "on_screen", screen=str(screen.pk))
    assert "Built-in slide" in text_of(client, "calendar", screen=str(screen.pk))


def test_a_month_shows_its_last_days_too_and_what_lies_over_the_zones() -> None:
    screen = a_screen()
    layout = Layout.objects.create(name="单区", region=the_province())
    LayoutZone.objects.create(layout=layout, name="main", title="主区", left=0, top=0, width=12, height=12)
    on_air(a_version(), title="整月", day_parts=[["08:00", "12:00"]])
    on_air(title="滚动", kind="overlay", text={"title": "", "body": "欢迎"}, day_parts=[["09:00", "10:00"]])
    query = {"screen": str(screen.pk), "from": "2026-11-15", "span": "month"}
    response = signed_in(drafter()).get(reverse("signage:calendar"), query)
    days = response.context["days"]
    assert [day.day.day for day in days] == list(range(1, 31))
    for day in days:
        assert ("08:00–12:00", [("整月", reverse("signage:schedule", args=[Schedule.objects.get(title="整月").pk]))]) in [
            (one.span, list(one.titles)) for one in day.stretches
        ]
        assert [(one.title, one.span) for one in day.over] == [("滚动", "09:00–10:00")]


def test_pages_without_anything_say_what_to_do_next() -> None:
    the_province()
    client = signed_in(drafter())
    for name in ("playlists", "layouts", "schedules", "approvals", "outdated", "on_screen", "calendar", "emergency"):
        text_of(client, name)
    assert "New playlist" in text_of(client, "new_schedule")


def test_a_schedule_whose_last_day_has_passed_is_over() -> None:
    schedule = handed_in(playlist=a_playlist())
    schedule.revisions.update(last_day=NOW.date() + timedelta(days=3))
    decide(schedule)
    client = signed_in(decider())
    past = timezone.localdate() > NOW.date() + timedelta(days=3)
    assert ("Over" in text_of(client, "schedules")) == past
    assert ("Over" in text_of(client, "schedule", schedule.pk)) == past
