"""The live page, its address and still pictures: who gets them, what is kept of it, what the page says where there is nothing."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from noc_portal.management.commands.portal import node_programs, programs
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.video.builders import a_camera, a_hall, a_node, a_status, a_volume
from tests.video.footage import recorded
from video.adapters.volumes import mark
from video.domain.media_tokens import check
from video.models import Camera, StorageNode
from video.selectors.media_links import local_nodes, media_secret

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province()


@pytest.fixture
def node(province: Region) -> StorageNode:
    return a_node("north", region=province, media_url="https://node-1.example:8443/")


@pytest.fixture
def camera(province: Region, node: StorageNode) -> Camera:
    hall = a_hall(county=a_county("城东县", under=a_prefecture("东海市", under=province)))
    camera = a_camera(hall, node=node)
    a_status(camera)
    return camera


@pytest.fixture
def staff(province: Region) -> Client:
    return signed_in("noc_staff", province)


def signed_in(role: str, at: Region) -> Client:
    client = Client()
    client.force_login(a_user(role, at=at), backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, camera: Camera) -> str:
    return reverse(f"video:{name}", kwargs={"gb_id": camera.gb_id})


def test_the_page_may_load_from_its_node_and_no_other_page_may(staff: Client, camera: Camera) -> None:
    response = staff.get(url("live", camera))
    policy = response["Content-Security-Policy"]
    for kind in ("media-src", "connect-src", "img-src"):
        (directive,) = [one for one in policy.split("; ") if one.startswith(kind)]
        assert "'self'" in directive
        assert "https://node-1.example:8443" in directive.split()
    assert "script-src 'self';" in policy + ";"
    assert "node-1.example" not in staff.get(url("camera", camera))["Content-Security-Policy"]


def test_a_viewing_is_noted_once_however_often_its_address_is_renewed(staff: Client, camera: Camera, province: Region) -> None:
    first = staff.get(url("live_address", camera)).json()
    again = staff.get(url("live_address", camera), {"viewing": first["viewing"]}).json()
    assert AuditEvent.objects.filter(action="video.watch", object_id=str(camera.pk)).count() == 1
    address = urlsplit(again["address"])
    assert (address.netloc, address.path) == ("node-1.example:8443", f"/live/{camera.gb_id}/index.m3u8")
    token, now = parse_qs(address.query)["t"][0], int(timezone.now().timestamp())
    assert check(media_secret(), token, camera.gb_id, now=now, purpose="live")
    assert not check(media_secret(), token, camera.gb_id, now=now + 121, purpose="live")
    assert again["again"] * 2 < 120
    signed_in("supervisor", province).get(url("live_address", camera), {"viewing": first["viewing"]})
    assert AuditEvent.objects.filter(action="video.watch").count() == 2, "somebody else's viewing is another one"


def test_a_foreign_camera_has_neither_page_nor_address_nor_picture(camera: Camera) -> None:
    other = a_county("城西县", under=a_prefecture("西山市", under=camera.hall.region.parent.parent.parent))
    stranger = signed_in("noc_staff", other)
    assert {stranger.get(url(name, camera)).status_code for name in ("live", "live_address", "snapshot")} == {404}
    assert not AuditEvent.objects.filter(action="video.watch").exists()


def test_without_a_media_service_the_page_says_so_and_what_to_do(staff: Client, camera: Camera, node: StorageNode) -> None:
    StorageNode.objects.update(media_url="")
    text = staff.get(url("live", camera)).content.decode()
    assert "没有实时画面" in text
    assert reverse("video:node", kwargs={"name": "north"}) in text
    assert staff.get(url("live_address", camera)).json()["address"] is None
    Camera.objects.update(node=None)
    assert url("camera", camera) in staff.get(url("live", camera)).content.decode()


def test_a_snapshot_is_fetched_from_the_node(staff: Client, camera: Camera) -> None:
    response = staff.get(url("snapshot", camera))
    assert (response.status_code, response["Cache-Control"]) == (307, "private, max-age=2")
    assert response["Location"].startswith(f"https://node-1.example:8443/snapshot/{camera.gb_id}.jpg?t=")


def test_a_snapshot_of_footage_on_this_machine_is_decoded_here_and_an_old_one_is_not_shown(
    staff: Client, camera: Camera, node: StorageNode, tmp_path: Path
) -> None:
    StorageNode.objects.update(media_url="")
    volume = a_volume(node, path=tmp_path)
    recorded(camera, volume, start=timezone.now() - timedelta(minutes=5))
    assert staff.get(url("snapshot", camera)).status_code == 404
    recorded(camera, volume, start=timezone.now() - timedelta(seconds=8))
    assert staff.get(url("snapshot", camera)).status_code == 404, "a folder without its marker is no volume"
    recorded(camera, volume, start=timezone.now() - timedelta(seconds=6))
    mark(tmp_path, str(volume.marker))
    response = staff.get(url("snapshot", camera))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response.content.startswith(b"\xff\xd8")
    assert staff.get(url("snapshot", camera), headers={"if-none-match": response["ETag"]}).status_code == 304


def test_the_nodes_of_this_machine_run_beside_the_portal(node: StorageNode, province: Region) -> None:
    a_node("here", region=province, media_url="http://127.0.0.1:8010")
    a_node("off", region=province, media_url="http://localhost:8011/", is_enabled=False)
    (found,) = local_nodes()
    recorder, media = node_programs(found)
    assert recorder.arguments[-3:] == ["recorder", "--node", "here"]
    assert media.arguments[-7:] == ["media", "--node", "here", "--host", "127.0.0.1", "--port", "8010"]
    assert recorder.environment == media.environment == {"NOC_PROGRAM": "recorder"}
    worker = next(one for one in programs("127.0.0.1", 8000, 8011, [found]) if one.name == "worker")
    assert "video.here" in worker.arguments[worker.arguments.index("-Q") + 1].split(",")
