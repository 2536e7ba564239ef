"""What a screen is told to play."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signage.domain.days import milliseconds
from signage.domain.programme import programme_of
from signage.domain.resolver import Resolver
from signage.models import Layout, LayoutZone, Screen, ScreenManifest, Tag
from signage.selectors.manifests import build_manifest
from tests.builders import a_prefecture
from tests.signage.player_server.builders import NOW, a_place, a_player, a_screen, a_version, an_item, on_air

pytestmark = pytest.mark.django_db
MIDNIGHT = milliseconds(datetime.fromisoformat("2026-11-02T00:00:00+08:00"))
DAY = 86_400_000


def _shown(manifest: dict[str, Any], at: int) -> str | None:
    return Resolver(programme_of(manifest), verified=set(manifest["media"])).resolve(at).zones["main"].item


def test_a_screen_with_nothing_on_air_has_a_whole_manifest() -> None:
    told = build_manifest(a_screen(name="大厅"), NOW)
    assert told["horizon"] == (MIDNIGHT - DAY, MIDNIGHT + 21 * DAY)
    assert told["layout"]["zones"] == [{"name": "main", "left": 0, "top": 0, "width": 12, "height": 12}]
    assert (told["schedules"], told["defaults"], told["media"]) == ([], {"main": []}, {})
    assert told["screen"]["off"] == []
    assert told["etag"].startswith("0-20759-")


def test_a_schedule_of_a_region_above_reaches_the_screen_and_one_of_another_does_not() -> None:
    screen = a_screen()
    prefecture = screen.hall.region.parent.parent
    elsewhere = a_prefecture("西海市", under=prefecture.parent)
    near, own = on_air(a_version(), regions=(prefecture,)), on_air(a_version(), region=screen.hall.region)
    on_air(a_version(), regions=(elsewhere,))
    on_air(a_version(), screens=(a_screen(screen.hall),))
    assert [one["id"] for one in build_manifest(screen, NOW)["schedules"]] == [near.pk, own.pk]


def test_tags_decide_among_the_screens_of_a_place() -> None:
    screen = a_screen()
    screen.tags.add(Tag.objects.create(name="窗口"))
    wanted = on_air(a_version(), tags_any=["窗口", "大堂"])
    on_air(a_version(), tags_none=["窗口"])
    assert [one["id"] for one in build_manifest(screen, NOW)["schedules"]] == [wanted.pk]


def test_items_are_unrolled_page_by_page_with_their_media() -> None:
    screen, document, notice = (
        a_screen(),
        a_version("document", pages=3),
        a_version("notice", text={"title": "停电", "body": "", "tone": "info"}),
    )
    on_air(document, notice)
    told = build_manifest(screen, NOW)
    [schedule] = told["schedules"]
    assert [one["id"] for one in schedule["items"]] == [*(f"{document.pk}/{page}" for page in (1, 2, 3)), str(notice.pk)]
    assert [one["type"] for one in schedule["items"]] == ["page"] * 3 + ["notice"]
    assert schedule["items"][3]["media"] is None
    assert {one["media"] for one in schedule["items"][:3]} == set(told["media"])


def test_content_that_was_retired_stays_until_its_schedule_is_withdrawn() -> None:
    screen = a_screen()
    on_air(a_version(is_retired=True))
    assert len(build_manifest(screen, NOW)["media"]) == 1


def test_an_item_keeps_its_validity_in_milliseconds() -> None:
    screen, version = a_screen(), a_version()
    on_air(items=[an_item(version, valid_from="2026-11-03T00:00:00+08:00", valid_to="2026-11-04T00:00:00+08:00")])
    [item] = build_manifest(screen, NOW)["schedules"][0]["items"]
    assert (item["from"], item["to"]) == (MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)


def test_an_emergency_is_urgent_and_lasts_until_it_is_withdrawn() -> None:
    screen = a_screen()
    schedule = on_air(a_version(), kind="emergency", text={"title": "火警", "body": "请撤离", "tone": "danger"})
    told = build_manifest(screen, NOW)
    [one] = told["schedules"]
    assert one["items"][0] | {"text": None} == one["items"][0] | {"id": f"s{schedule.pk}", "media": None, "text": None}
    assert one["intervals"] == [(milliseconds(NOW) - 300_000, told["horizon"][1])]
    assert all(media["urgent"] for media in told["media"].values())


def test_what_is_over_or_begins_after_the_horizon_is_left_out() -> None:
    screen = a_screen()
    on_air(a_version(), first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))
    on_air(a_version(), first_day=date(2027, 1, 1))
    on_air(kind="emergency", text={"title": "x"}, starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=2))
    assert build_manifest(screen, NOW)["schedules"] == []


def test_manifests_of_before_and_after_midnight_show_the_same() -> None:
    screen, evening, night = a_screen(), a_version(), a_version()
    item = an_item(evening, duration_ms=420_000)
    on_air(items=[item], priority=7, last_day=date(2026, 11, 1), day_parts=[["23:54", "00:00"]])
    on_air(night, day_parts=[["22:00", "02:00"]])
    before, after = (build_manifest(screen, NOW - timedelta(hours=hours)) for hours in (13, 11))
    shown = [_shown(manifest, MIDNIGHT + second * 1000) for second in range(0, 120, 10) for manifest in (before, after)]
    assert shown[0::2] == shown[1::2]
    assert (shown[0], shown[-1]) == (str(evening.pk), str(night.pk))


def test_defaults_go_from_the_narrow_to_the_wide() -> None:
    screen = a_screen()
    hall = screen.hall.region
    layout = Layout.objects.create(name="两区", region=hall)
    for left, name in enumerate(("main", "side")):
        LayoutZone.objects.create(layout=layout, name=name, title=name, left=left, top=0, width=1, height=1)
    Screen.objects.filter(pk=screen.pk).update(layout=layout)
    wide = on_air(a_version(), kind="default", zone="")
    middle = on_air(a_version(), kind="default", zone="", regions=(hall.parent,))
    narrow = on_air(a_version(), kind="default", zone="", regions=(hall,))
    own = on_air(a_version(), kind="default", zone="side")
    told = build_manifest(screen, NOW)["defaults"]
    assert [(one["id"], one["level"]) for one in told["main"]] == [(narrow.pk, "hall"), (middle.pk, "region"), (wide.pk, "global")]
    assert (told["side"][0]["id"], told["side"][0]["level"]) == (own.pk, "zone")
    assert len(told["side"]) == 4


def test_hours_of_operation_become_the_times_off_and_windows_the_times_to_fetch() -> None:
    hours = [[["08:00", "20:00"]]] * 6 + [[]]
    told = build_manifest(a_screen(hours=hours, download_windows=[["22:00", "06:00"]]), NOW)
    off, windows = told["screen"]["off"], told["download"]["windows"]
    hour = 3_600_000
    assert off[:2] == [(MIDNIGHT - DAY, MIDNIGHT + 8 * hour), (MIDNIGHT + 20 * hour, MIDNIGHT + 32 * hour)]
    assert (MIDNIGHT + 5 * DAY + 20 * hour, MIDNIGHT + 7 * DAY + 8 * hour) in off
    assert windows[:2] == [(MIDNIGHT - DAY, MIDNIGHT - 18 * hour), (MIDNIGHT - 2 * hour, MIDNIGHT + 6 * hour)]
    assert windows[-1][1] == told["horizon"][1]


def test_out_of_service_a_screen_has_no_programme_and_is_off() -> None:
    screen = a_screen(is_enabled=False)
    on_air(a_version())
    told = build_manifest(screen, NOW)
    assert (told["schedules"], told["screen"]["off"]) == ([], [told["horizon"]])
    assert told["etag"].endswith("-out")


def test_building_costs_few_queries_however_much_is_on_air() -> None:
    screen = a_screen()
    for _ in range(6):
        on_air(a_version(), a_version("document", pages=2), regions=(screen.hall.region,))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        build_manifest(screen, NOW)
    assert len(queries) <= 10


def test_a_player_that_has_the_manifest_gets_304_for_one_query() -> None:
    player = a_player()
    on_air(a_version())
    first = player.client.get("/player/manifest")
    assert first.status_code == 200
    told = json.loads(first.content)
    assert f'"{told["etag"]}"' == first["ETag"]
    assert told["events"].startswith("http://testserver")
    with CaptureQueriesContext(connection) as queries:
        again = player.client.get("/player/manifest", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    assert again["ETag"] == first["ETag"]


def test_the_same_bytes_come_again_until_the_revision_changes() -> None:
    player = a_player()
    first = player.client.get("/player/manifest").content
    assert player.client.get("/player/manifest").content == first
    Screen.objects.filter(pk=player.screen.pk).update(revision=7)
    assert json.loads(player.client.get("/player/manifest").content)["revision"] == 7
    assert ScreenManifest.objects.count() == 1


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer made-up", "Basic c2Ny", "Bearer " + "x" * 500])
def test_who_has_no_token_gets_nothing(header: str) -> None:
    a_player(a_place())
    answer = Client(headers={"authorization": header}).get("/player/manifest")
    assert (answer.status_code, answer.json()) == (401, {"error": "unknown_token"})
