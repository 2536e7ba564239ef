"""The overview with its map, the list of halls, the pages of a hall and of a node, for whoever may see them."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portalkit.access.models import User
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.video.health_builders import a_camera, a_gap, a_hall, a_node, a_node_status, a_status, a_volume
from video.models import Camera, StorageNode

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def province() -> Region:
    return a_province("南江省", code="NJ", name_en="Nanjiang")


@pytest.fixture
def city(province: Region) -> Region:
    return a_prefecture("柳溪市", under=province, code="NJ02", name_en="Liuxi")


@pytest.fixture
def node(city: Region) -> StorageNode:
    return a_node("north", title="North node", region=city, heartbeat_at=timezone.now())


@pytest.fixture
def client(province: Region) -> Client:
    return _signed_in(a_user("noc_staff", at=province))


def _signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _camera(name: str, *, hall: str, under: Region, node: StorageNode, state: str = "recording", **place: object) -> Camera:
    """A camera in a hall of its own, with a status of this moment."""
    camera = a_camera(name, hall=a_hall(hall, under=under, region_fields={"code": hall, **place}), node=node)
    a_status(camera, at=timezone.now(), state=state, cause="wrong_password" if state == "failing" else "")
    return camera


def _figures(html: str) -> dict[str, str]:
    """Label → value of the key figures."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "|", html.split('class="tiles health-tiles"')[1].split("</section>")[0]))
    parts = [part.strip() for part in text.split("|") if part.strip()]
    return dict(pairwise(parts))


def test_without_cameras_the_overview_says_what_to_wait_for(client: Client) -> None:
    html = client.get("/video/").content.decode()
    assert "No cameras yet" in html
    assert "health-tiles" not in html


def test_the_overview_counts_draws_and_names_what_is_wrong(client: Client, city: Region, node: StorageNode) -> None:
    county = a_county("鹿河县", under=city)
    _camera("Door", hall="good-hall", under=county, node=node, longitude=109.4, latitude=24.3)
    failing = _camera("Desk", hall="bad-hall", under=county, node=node, state="failing", longitude=109.5, latitude=24.2)
    _camera("Gate", hall="nowhere-hall", under=city, node=node)
    a_gap(failing, start=timezone.now() - timedelta(minutes=1))
    a_volume(node, title="Disk", state="ready", total_bytes=100, free_bytes=25, checked_at=timezone.now())

    html = client.get("/video/").content.decode()
    figures = _figures(html)
    assert (figures["Halls"], figures["Cameras recording"], figures["Cameras failing"]) == ("3", "2", "1")
    assert figures["Gaps today"] == "1"
    assert "of 3 · 66.7%" in html
    assert 'aria-label="bad-hall: Failing (0/1)"' in html
    assert 'class="map-mark tone-good" href="/video/halls/good-hall/"' in html
    assert "One hall has no position" in html
    assert "Liuxi" not in html.split("hall-map")[1].split("</svg>")[0], "of one prefecture the map names the counties"
    assert html.index("bad-hall: Failing") > html.index("good-hall: Recording"), "nothing hides a hall that fails"
    assert "North node" in html
    assert "75%" in html


def test_the_overview_tells_of_silent_nodes(client: Client, city: Region, node: StorageNode) -> None:
    _camera("Door", hall="hall", under=city, node=node)
    a_node_status(node, heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert "One storage node is silent" in client.get("/video/").content.decode()


def test_the_overview_costs_the_same_for_many_halls(client: Client, city: Region, node: StorageNode) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/video/").status_code == 200
        return len(asked)

    _camera("Door", hall="first", under=city, node=node, longitude=109.4, latitude=24.3)
    cost()
    few = cost()
    for number in range(20):
        a_gap(_camera("Door", hall=f"hall-{number}", under=city, node=node), start=timezone.now() - timedelta(minutes=number))
        a_volume(a_node(region=city, heartbeat_at=timezone.now()))
    assert cost() == few <= BUDGET


def test_an_open_overview_is_drawn_again_only_when_something_changed(client: Client, city: Region, node: StorageNode) -> None:
    camera = _camera("Door", hall="hall", under=city, node=node)
    first = client.get("/video/state/")
    version = first.headers["Live-Version"]
    a_status(camera, at=timezone.now())
    again = client.get("/video/state/", headers={"Live-Version": version})
    assert (again.status_code, again.content) == (204, b"")
    assert "Live-As-Of" in again.headers
    a_status(camera, at=timezone.now(), state="failing", cause="unreachable")
    assert client.get("/video/state/", headers={"Live-Version": version}).status_code == 200


def test_halls_are_listed_worst_first_and_narrowed_by_state_and_region(
    client: Client, province: Region, city: Region, node: StorageNode
) -> None:
    _camera("Door", hall="good-hall", under=city, node=node)
    _camera("Desk", hall="bad-hall", under=city, node=node, state="failing")
    _camera("Gate", hall="far-hall", under=a_prefecture("云州市", under=province, code="NJ01"), node=node, state="failing")
    a_hall("bare-hall", under=city)

    html = client.get("/video/halls/").content.decode()
    body = html.split("<tbody>")[1]
    assert body.index("bad-hall") < body.index("good-hall") < body.index("bare-hall")
    assert "No camera" in body

    def names(query: str) -> set[str]:
        found = client.get(f"/video/halls/?{query}").content.decode()
        return set(re.findall(r"(?:good|bad|far|bare)-hall(?=<)", found))

    assert names("state=failing") == {"bad-hall", "far-hall"}
    assert names("state=failing&state=none&region=NJ02") == {"bad-hall", "bare-hall"}
    assert names("state=off") == set()
    assert names("cameras=no") == {"bare-hall"}
    assert names("cameras=yes") == {"good-hall", "bad-hall", "far-hall"}
    overview = client.get("/video/").content.decode()
    assert 'href="/video/halls/?cameras=yes"' in overview
    assert "3 with cameras" in overview
    assert "No hall passes these filters now" in client.get("/video/halls/?state=off").content.decode()
    sheet = b"".join(client.get("/video/halls/?format=csv&state=failing").streaming_content)
    assert [line.split(",")[0] for line in sheet.decode("utf-8-sig").splitlines()] == ["Hall", "far-hall", "bad-hall"], (
        "regions in their order"
    )


def test_a_hall_shows_its_cameras_with_what_they_send_and_why_not(client: Client, city: Region, node: StorageNode) -> None:
    hall = a_hall("South Lake", under=city, region_fields={"code": "H1"}, address="1 Lake Road", opening="Mo-Fr 09:00-17:00")
    now = timezone.now()
    sending = a_camera("Door", hall=hall, node=node)
    a_status(sending, at=now, bit_rate=4_100_000, frame_rate=25.0, gop_seconds=2.0, codec="h264", width=1920, height=1080)
    refused = a_camera("Desk", hall=hall, node=node)
    a_status(refused, at=now, state="failing", cause="wrong_password", bit_rate=9_900_000)
    a_gap(refused, start=now - timedelta(seconds=80))
    a_camera("Spare", hall=hall, is_enabled=False)

    html = client.get("/video/halls/H1/").content.decode()
    for text in ("1 Lake Road", "30 days", "4.10", "25.0", "1920×1080 h264", "User name or password refused", "/video/nodes/north/health/"):
        assert text in html
    assert ">4.10<" in html
    assert ">9.90<" not in html, "what was measured before a fault says nothing of now"
    assert _figures(html)["Cameras recording"] == "1"
    assert "of 2 · 50.0%" in html, "a camera that is switched off is not wanted"
    assert f"/video/walls/of/?cameras={refused.gb_id}" in html or f"/video/walls/of/?cameras={sending.gb_id}" in html
    state = client.get("/video/halls/H1/state/")
    assert state.status_code == 200
    assert client.get("/video/halls/H1/state/", headers={"Live-Version": state.headers["Live-Version"]}).status_code in (200, 204)


def test_a_hall_without_cameras_says_so(client: Client, city: Region) -> None:
    a_hall("Bare", under=city, region_fields={"code": "H1"})
    html = client.get("/video/halls/H1/").content.decode()
    assert "No camera of this hall is registered" in html
    assert "Camera wall</a>" not in html


def test_a_node_shows_heartbeat_disks_spool_and_orphans(client: Client, city: Region, node: StorageNode) -> None:
    now = timezone.now()
    a_node_status(node, heartbeat_at=now, spool_rows=12, spool_since=now - timedelta(minutes=3), orphans=4)
    a_volume(node, title="Disk A", state="no_marker", total_bytes=10 * 1024**4, free_bytes=1024**4, checked_at=now)
    _camera("Door", hall="hall", under=city, node=node)
    html = client.get("/video/nodes/north/health/").content.decode()
    for text in ("In touch", "12 rows for 3 min", "No marker file", "90.0%", "Disk A", "Door", "10.0 TiB"):
        assert text in html
    assert client.get("/video/nodes/north/health/state/").status_code == 200


def test_a_node_that_was_never_heard_of_says_how_to_start_it(client: Client, city: Region) -> None:
    a_node("new", region=city)
    html = client.get("/video/nodes/new/health/").content.decode()
    assert "manage.py recorder --node new" in html
    assert "nowhere to record to" in html


def test_a_hall_manager_sees_the_own_hall_and_nothing_else(city: Region, node: StorageNode) -> None:
    own = _camera("Door", hall="own-hall", under=city, node=node)
    _camera("Desk", hall="other-hall", under=city, node=node)
    manager = _signed_in(a_user("hall_manager", at=own.hall.region))
    html = manager.get("/video/").content.decode()
    assert "own-hall" in html
    assert "other-hall" not in html
    assert "North node" not in html
    assert "Storage nodes in touch" not in html
    assert "/halls/own-hall/" in manager.get("/video/halls/own-hall/").content.decode().replace("/video/halls/own-hall/", "")
    assert "/video/nodes/north" not in manager.get("/video/halls/own-hall/").content.decode(), "a node out of reach is named, not linked"
    assert [manager.get(path).status_code for path in ("/video/halls/other-hall/", "/video/halls/other-hall/state/")] == [404, 404]
    assert [manager.get(path).status_code for path in ("/video/nodes/north/health/", "/video/nodes/north/health/state/")] == [404, 404]
