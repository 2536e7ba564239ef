"""The player's page: what a day shows, for whom, and what it costs."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.video.builders import NOON, a_camera, a_gap, a_hall, a_node, a_volume
from tests.video.footage import recorded_hours
from video.models import Camera, CameraEvent, LegalHold, Segment, Volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province()


@pytest.fixture
def county(province: Region) -> Region:
    return a_county("城东县", under=a_prefecture("东海市", under=province))


@pytest.fixture
def volume(province: Region) -> Volume:
    return a_volume(a_node(region=province))


@pytest.fixture
def staff(province: Region) -> Client:
    return signed_in("supervisor", province)


def signed_in(role: str, at: Region) -> Client:
    client = Client()
    client.force_login(a_user(role, at=at), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def data_of(text: str) -> dict:
    return json.loads(re.search(r'<script id="player-data" type="application/json">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]


def play_url(camera: Camera, query: str = "day=2026-11-02") -> str:
    return f"{reverse('video:play', kwargs={'gb_id': camera.gb_id})}?{query}"


def wall_url(*cameras: Camera, query: str = "day=2026-11-02") -> str:
    return f"{reverse('video:playback')}?cameras={','.join(camera.gb_id for camera in cameras)}&{query}"


def test_a_day_tells_footage_gaps_with_causes_marks_and_holds(staff: Client, county: Region, volume: Volume) -> None:
    camera = a_camera(a_hall(county=county), node=volume.node)
    recorded_hours(camera, volume, start=NOON, count=12)
    recorded_hours(camera, volume, start=NOON + timedelta(minutes=90), count=6)
    a_gap(camera, start=NOON + timedelta(minutes=60, seconds=1), end=NOON + timedelta(minutes=90), cause="wrong_password")
    for second in (0, 30, 300):
        at = NOON + timedelta(seconds=second)
        CameraEvent.objects.create(camera=camera, kind="motion", start=at, end=at + timedelta(seconds=25))
    LegalHold.objects.create(
        camera=camera, start=NOON, end=NOON + timedelta(days=9), reason="案件 118", placed_by=a_user(), placed_at=NOON
    )  # fmt: skip
    text = page(staff, play_url(camera))
    shown = data_of(text)
    only = shown["cameras"][0]
    noon = int(NOON.timestamp() * 1000)
    assert (shown["start"], shown["end"]) == (noon - 12 * 3_600_000, noon + 12 * 3_600_000)
    assert shown["at"] == noon
    assert only["spans"] == [[noon, noon + 3_600_000], [noon + 5_400_000, noon + 7_200_000]]
    assert [noon + 3_600_000, noon + 5_400_000, "用户名或密码被拒绝"] in only["absent"]
    assert only["events"] == [[noon, noon + 55_000, "motion"], [noon + 300_000, noon + 325_000, "motion"]]
    assert only["holds"] == [[noon, noon + 12 * 3_600_000, "案件 118"]]
    assert (only["codec"], only["frameRate"]) == ("avc1.42c01e", 25)
    assert "30 分 00 秒" in text
    assert "用户名或密码被拒绝" in text.split('class="table-frame"')[1]


def test_a_permalink_opens_its_second_and_its_day(staff: Client, county: Region, volume: Volume) -> None:
    camera = a_camera(a_hall(county=county), node=volume.node)
    recorded_hours(camera, volume, start=NOON - timedelta(hours=20), count=24)
    text = page(staff, play_url(camera, "at=2026-11-01T17:00:05"))
    assert data_of(text)["at"] == int(datetime(2026, 11, 1, 9, 0, 5, tzinfo=UTC).timestamp() * 1000)
    assert 'value="2026-11-01"' in text
    assert "at=2026-10-31T17:00:05" in text
    for nonsense in ("at=yesterday", "at=0001-01-01T00:00:00", "day=9999-12-31", "day=x"):
        assert staff.get(play_url(camera, nonsense)).status_code == 200


def test_only_who_exports_evidence_is_led_to_it_with_the_minute_that_is_shown(county: Region, volume: Volume) -> None:
    camera = a_camera(a_hall(county=county), node=volume.node)
    recorded_hours(camera, volume, start=NOON, count=1)
    asked = reverse("video:ask_export", args=[camera.gb_id])
    supervisor, hall_manager = signed_in("supervisor", county), signed_in("hall_manager", county)
    shown = play_url(camera, "at=2026-11-02T12:01:10")
    assert asked not in page(hall_manager, shown)
    address = f"{asked}?from=2026-11-02T12:01:10&to=2026-11-02T12:02:10"
    assert address.replace("&", "&amp;") in page(supervisor, shown)
    form = page(supervisor, address)
    assert 'value="2026-11-02T12:02:10"' in form
    assert shown in form, "whoever gives up is back where he watched"


def test_a_day_without_footage_leads_to_the_nearest(staff: Client, county: Region, volume: Volume) -> None:
    camera = a_camera(a_hall(county=county), node=volume.node)
    lonely = page(staff, play_url(camera))
    assert "当天没有录像" in lonely
    assert "也没有其他录像" in lonely
    assert "player-data" not in lonely
    assert "24:00:00" in lonely
    recorded_hours(camera, volume, start=NOON - timedelta(days=3), count=1)
    recorded_hours(camera, volume, start=NOON + timedelta(days=2), count=1)
    text = page(staff, play_url(camera))
    assert "at=2026-10-30T12:04:00" in text
    assert "at=2026-11-04T12:00:00" in text


def test_archived_footage_plays_and_is_shown_as_such_and_a_growing_one_is_no_gap(
    staff: Client, county: Region, volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = a_camera(a_hall(county=county), node=volume.node)
    now = NOON + timedelta(minutes=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    archived, _kept, growing = recorded_hours(camera, volume, start=now - timedelta(seconds=905), count=3)
    Segment.objects.filter(pk=archived.pk).update(is_local=False, archive_key=archived.path)
    Segment.objects.filter(pk=growing.pk).update(state="open", sha256="")
    text = page(staff, play_url(camera, ""))
    only = data_of(text)["cameras"][0]
    assert len(only["spans"]) == 1
    assert [span[0] for span in only["archived"]] == [only["spans"][0][0]]
    assert only["absent"][-1][1] == only["spans"][0][0]
    assert "在归档中" in text.split('class="table-frame"')[1]
    fresh = staff.get(reverse("video:timeline"), {"cameras": camera.gb_id}).json()
    assert fresh["cameras"][0]["spans"] == only["spans"]


def test_sixteen_cameras_of_a_day_cost_twelve_queries(staff: Client, county: Region, volume: Volume) -> None:
    cameras = [a_camera(a_hall(county=county), name=f"柜台{number}", node=volume.node) for number in range(17)]
    for camera in cameras:
        recorded_hours(camera, volume, start=NOON - timedelta(hours=12), count=36)
        a_gap(camera, start=NOON - timedelta(hours=9), end=NOON)
        CameraEvent.objects.create(camera=camera, kind="motion", start=NOON, end=NOON + timedelta(seconds=9))
    staff.get(wall_url(*cameras))
    with CaptureQueriesContext(connection) as captured:
        text = page(staff, wall_url(*cameras))
    assert len(captured) <= 12
    shown = data_of(text)["cameras"]
    assert [one["id"] for one in shown] == [camera.gb_id for camera in cameras[:16]]
    assert all(one["spans"] and one["absent"] and one["events"] for one in shown)
    assert "1 台摄像机未显示" in text


def test_cameras_of_other_halls_are_neither_played_nor_named(county: Region, volume: Volume) -> None:
    own, other = a_hall("东门营业厅", county=county), a_hall("西门营业厅", county=county)
    mine, theirs = a_camera(own, name="我的柜台"), a_camera(other, name="别人的柜台")
    for camera in (mine, theirs):
        recorded_hours(camera, volume, start=NOON, count=1)
    manager = signed_in("hall_manager", own.region)
    assert manager.get(play_url(theirs)).status_code == 404
    text = page(manager, wall_url(mine, theirs))
    assert "我的柜台" in text
    assert "别人的柜台" not in text
    assert "1 台摄像机未显示" in text
    chooser = page(manager, reverse("video:playback"))
    assert "我的柜台" in chooser
    assert "别人的柜台" not in chooser
    assert manager.get(reverse("video:timeline"), {"cameras": theirs.gb_id}).json()["cameras"] == []


def test_media_may_come_from_the_nodes_that_hold_the_day_and_no_others(staff: Client, county: Region, volume: Volume) -> None:
    volume.node.media_url = "https://node-1.example:8443/video/"
    volume.node.save()
    a_node(media_url="https://node-2.example/")
    camera = a_camera(a_hall(county=county), node=volume.node)
    plain = staff.get(play_url(camera))["Content-Security-Policy"]
    recorded_hours(camera, volume, start=NOON, count=1)
    policy = staff.get(play_url(camera))["Content-Security-Policy"]
    assert "node-" not in plain
    assert "media-src 'self' blob: https://node-1.example:8443" in policy
    assert "connect-src 'self' https://node-1.example:8443" in policy
    assert "node-2" not in policy
