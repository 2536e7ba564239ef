"""Cameras, nodes, volumes and allowed addresses in the browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from portalkit.vault.services.sealing import open_sealed
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.video.builders import NOON, a_camera, a_gap, a_hall, a_node, a_status, a_volume
from video.domain.causes import CameraState
from video.models import AddressRule, Camera, StorageNode, Volume

pytestmark = pytest.mark.django_db
GOOD_ID = "45010200491320000001"
SECRET = "s3cret-of-the-camera"


@pytest.fixture
def hall() -> Hall:
    return a_hall(county=a_county("城东区", under=a_prefecture("云州市", under=a_province("南江省"))))


@pytest.fixture
def root(hall: Hall) -> Region:
    return Region.objects.get(parent=None)


@pytest.fixture
def administrator(client: Client, root: Region) -> Client:
    client.force_login(a_user("administrator", at=root))
    return client


def a_form(hall: Hall, **more: object) -> dict[str, object]:
    return {"name": "柜台一", "hall": hall.pk, "source": "rtsp", "main_url": "rtsp://10.20.1.5/main", "is_enabled": "on", **more}


def test_a_password_goes_in_sealed_stays_is_replaced_and_removed_and_never_comes_out(administrator: Client, hall: Hall) -> None:
    new, change = reverse("video:new_camera"), reverse("video:change_camera", args=[GOOD_ID])
    refused = administrator.post(new, a_form(hall, gb_id="99" + GOOD_ID[2:], username="admin", password=SECRET))
    assert refused.status_code == 422
    assert SECRET not in refused.text
    assert administrator.post(new, a_form(hall, gb_id=GOOD_ID, username="admin", password=SECRET)).status_code == 302
    camera = Camera.objects.get()
    assert open_sealed(camera.password_sealed) == SECRET
    assert SECRET.encode() not in bytes(camera.password_sealed)
    for page in (reverse("video:camera", args=[GOOD_ID]), change, reverse("video:cameras")):
        assert SECRET not in administrator.get(page).text
    administrator.post(change, a_form(hall, username="admin", password=""))
    camera.refresh_from_db()
    assert (open_sealed(camera.password_sealed), camera.generation) == (SECRET, 1)
    administrator.post(change, a_form(hall, username="admin", password="another"))
    camera.refresh_from_db()
    assert (open_sealed(camera.password_sealed), camera.generation) == ("another", 2)
    administrator.post(change, a_form(hall, username="admin", forgets_password="on"))
    camera.refresh_from_db()
    assert (bytes(camera.password_sealed), camera.generation) == (b"", 3)
    details = [str(detail) for detail in AuditEvent.objects.values_list("detail", flat=True)]
    assert not any(SECRET in detail or "another" in detail for detail in details)
    assert [event.detail["changed"] for event in AuditEvent.objects.filter(action="video.change_camera").order_by("pk")] == [
        {"password": "changed"},
        {"password": "removed"},
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gb_id", "4501020049132000000"),
        ("gb_id", "45010200491180000001"),
        ("main_url", "http://10.20.1.5/"),
        ("main_url", "rtsp://admin:pw@10.20.1.5/"),
        ("main_url", ""),
        ("sub_url", "rtsp://10.20.1.5:0/"),
        ("onvif_url", "rtsp://10.20.1.5/"),
        ("keep_days", "0"),
    ],
)
def test_a_camera_with_a_wrong_field_is_refused_there(administrator: Client, hall: Hall, field: str, value: str) -> None:
    refused = administrator.post(reverse("video:new_camera"), {**a_form(hall, gb_id=GOOD_ID), field: value})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert not Camera.objects.exists()


def test_a_camera_is_stopped_started_and_moved_each_time_with_a_new_generation(administrator: Client, hall: Hall) -> None:
    old, new = a_node("old"), a_node("new")
    volume = a_volume(old)
    camera = a_camera(hall, node=old, volume=volume)
    page, switch, move = (reverse(f"video:{name}", args=[camera.gb_id]) for name in ("camera", "switch_camera", "move_camera"))
    administrator.post(switch, {})
    administrator.post(switch, {})
    camera.refresh_from_db()
    assert (camera.is_enabled, camera.generation) == (False, 2)
    administrator.post(switch, {"record": "on"})
    administrator.post(move, {"node": new.pk})
    administrator.post(move, {"node": new.pk})
    camera.refresh_from_db()
    assert (camera.is_enabled, camera.node, camera.volume, camera.generation) == (True, new, None, 4)
    actions = list(AuditEvent.objects.filter(action__startswith="video.").order_by("pk").values_list("action", flat=True))
    assert actions == ["video.stop_camera", "video.start_camera", "video.move_camera"]
    assert "old" in str(AuditEvent.objects.get(action="video.move_camera").detail)
    administrator.post(move, {"node": ""})
    camera.refresh_from_db()
    assert camera.node is None
    assert administrator.get(page).context["tone"] == "neutral"


def test_the_page_of_a_camera_shows_state_outages_and_why_it_is_not_dialled(administrator: Client, hall: Hall, root: Region) -> None:
    camera = a_camera(hall, node=a_node(), main_url="rtsp://10.20.1.5:8554/main")
    page = reverse("video:camera", args=[camera.gb_id])
    assert administrator.get(page).context["status"] is None
    a_status(camera, state=CameraState.FAILING, cause="wrong_password", width=1920, height=1080, codec="h264", bit_rate=4_000_000)
    a_gap(camera, start=NOON, end=NOON + timedelta(minutes=3), cause="wrong_password")
    shown = administrator.get(page)
    assert shown.context["tone"] == "bad"
    assert len(shown.context["refusals"]) == 1
    assert "1920 × 1080" in shown.text
    AddressRule.objects.create(region=root, network="10.20.0.0/16", ports="554")
    assert "8554" in administrator.get(page).context["refusals"][0]
    AddressRule.objects.create(region=hall.region.parent, network="10.20.1.0/24", ports="8554")
    assert administrator.get(page).context["refusals"] == []


def test_the_list_is_narrowed_by_state_node_and_hall(administrator: Client, hall: Hall) -> None:
    node = a_node("west")
    recording, silent, off = (a_camera(hall, node=node, name=name) for name in ("甲", "乙", "丙"))
    homeless = a_camera(a_hall("西门营业厅", county=hall.region.parent), name="丁")
    a_status(recording)
    Camera.objects.filter(pk=off.pk).update(is_enabled=False)

    def found(**query: str) -> set[str]:
        page = administrator.get(reverse("video:cameras"), {"format": "csv", **query})
        text = b"".join(page.streaming_content).decode("utf-8-sig") if page.streaming else page.text
        return {camera.name for camera in (recording, silent, off, homeless) if camera.name in text}

    assert found() == {"甲", "乙", "丙", "丁"}
    assert found(state="recording") == {"甲"}
    assert found(state="unknown") == {"乙"}
    assert found(state="off") == {"丙", "丁"}
    assert found(node="-") == {"丁"}
    assert found(region=hall.code) == {"甲", "乙", "丙"}


def test_nodes_volumes_and_rules_are_added_and_changed(administrator: Client, root: Region, hall: Hall) -> None:
    assert administrator.post(reverse("video:new_node"), {"name": "West 1", "title": "x", "region": root.pk}).status_code == 422
    values = {"title": "西部节点", "region": root.pk, "is_enabled": "on"}
    assert administrator.post(reverse("video:new_node"), {"name": "west-1", **values}).status_code == 302
    assert administrator.post(reverse("video:new_node"), {"name": "west-1", **values}).status_code == 422
    node = StorageNode.objects.get()
    camera = a_camera(hall, node=node)
    administrator.post(reverse("video:change_node", args=["west-1"]), {"title": "西部", "region": root.pk})
    node.refresh_from_db()
    camera.refresh_from_db()
    assert (node.title, node.is_enabled, camera.generation) == ("西部", False, 2)
    new_volume = reverse("video:new_volume", args=["west-1"])
    for path in ("srv/video", "/", "/srv/../etc"):
        assert administrator.post(new_volume, {"title": "盘一", "path": path}).status_code == 422
    assert administrator.post(new_volume, {"title": "盘一", "path": "/srv/video/1/", "quota": "1.5", "is_enabled": "on"}).status_code == 302
    assert administrator.post(new_volume, {"title": "盘二", "path": "/srv/video/1"}).status_code == 422
    volume = Volume.objects.get()
    assert (volume.path, volume.quota_bytes) == ("/srv/video/1", 3 << 29)
    administrator.post(reverse("video:change_volume", args=[volume.pk]), {"title": "盘一", "path": "/srv/video/1"})
    assert "/srv/video/1" in administrator.get(reverse("video:node", args=["west-1"])).text
    new_rule = reverse("video:new_rule")
    assert administrator.post(new_rule, {"region": root.pk, "network": "10.20.1.5/16", "ports": "554"}).status_code == 422
    assert administrator.post(new_rule, {"region": root.pk, "network": "10.20.0.0/16", "ports": "8000, 554"}).status_code == 302
    assert administrator.post(new_rule, {"region": root.pk, "network": "10.20.0.0/16", "ports": "80"}).status_code == 422
    rule = AddressRule.objects.get()
    assert rule.ports == "554 8000"
    assert (
        administrator.post(
            reverse("video:change_rule", args=[rule.pk]), {"region": root.pk, "network": "10.21.0.0/16", "ports": "554"}
        ).status_code
        == 302
    )
    assert administrator.post(reverse("video:remove_rule", args=[rule.pk])).status_code == 302
    assert not AddressRule.objects.exists()
    done = set(AuditEvent.objects.filter(action__startswith="video.").values_list("action", flat=True))
    assert done >= {"video.add_node", "video.change_node", "video.add_volume", "video.change_volume", "video.add_rule", "video.remove_rule"}


def test_a_camera_of_another_hall_is_not_found(client: Client, hall: Hall) -> None:
    elsewhere = a_hall("远厅", county=a_county("远县", under=a_prefecture("远州市", under=Region.objects.get(parent=None))))
    own, foreign = a_camera(hall), a_camera(elsewhere)
    client.force_login(a_user("hall_manager", at=hall.region))
    assert client.get(reverse("video:camera", args=[own.gb_id])).status_code == 200
    assert client.get(reverse("video:camera", args=[foreign.gb_id])).status_code == 404
    assert client.post(reverse("video:switch_camera", args=[own.gb_id])).status_code == 403


def test_one_password_is_set_for_the_cameras_that_the_filters_leave(administrator: Client, hall: Hall) -> None:
    node = a_node()
    ours = [a_camera(hall, name=name, node=node, username="old", row_hash="x") for name in ("甲", "乙", "丙")]
    other = a_camera(hall, name="丁", node=a_node(), username="old")
    url = f"{reverse('video:camera_passwords')}?node={node.name}"
    assert f'href="{url}"' in administrator.get(reverse("video:cameras"), {"node": node.name}).text
    page = administrator.get(url).text
    assert all(camera.gb_id in page for camera in ours)
    assert other.gb_id not in page
    sent = {"username": "admin", "password": SECRET, "cameras": [ours[0].gb_id, ours[1].gb_id]}
    assert administrator.post(url, {**sent, "cameras": [other.gb_id]}).status_code == 422
    refused = administrator.post(url, {**sent, "cameras": []})
    assert (refused.status_code, SECRET in refused.text) == (422, False)
    assert administrator.post(url, sent).status_code == 302
    for camera in [*ours, other]:
        camera.refresh_from_db()
    assert [(open_sealed(one.password_sealed), one.username, one.generation, one.row_hash) for one in ours[:2]] == [
        (SECRET, "admin", 2, "")
    ] * 2
    assert ours[0].password_sealed != ours[1].password_sealed
    assert [(bytes(one.password_sealed), one.username, one.generation) for one in (ours[2], other)] == [(b"", "old", 1)] * 2
    events = list(AuditEvent.objects.filter(action="video.set_password").order_by("pk"))
    assert [event.detail["gb_id"] for event in events] == [one.gb_id for one in ours[:2]]
    assert events[0].detail["changed"] == {"password": "changed", "username": ["old", "admin"]}
    assert not any(SECRET in str(event.detail) for event in AuditEvent.objects.all())


def test_passwords_are_set_only_where_the_caller_manages(client: Client, hall: Hall) -> None:
    elsewhere = a_hall(county=a_county("城西区", under=a_prefecture("南海市", under=hall.region.parent.parent.parent)))
    mine, theirs = a_camera(hall), a_camera(elsewhere)
    client.force_login(a_user("administrator", at=hall.region))
    url = reverse("video:camera_passwords")
    assert theirs.gb_id not in client.get(url).text
    sent = {"password": SECRET, "cameras": [mine.gb_id, theirs.gb_id]}
    assert client.post(url, sent).status_code == 422
    assert not Camera.objects.exclude(password_sealed=b"").exists()
    Camera.objects.update(source="demo")
    assert client.get(url).status_code == 302
