"""Camera walls: who sees which, what a viewer sees on them, how they are laid out."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from storefronts.models import Hall
from tests.builders import a_prefecture, a_province, a_user
from tests.video.health_builders import a_camera, a_hall, a_node, a_status
from video.models import Camera, WallLayout, WallPlace
from video.services.walls import BadWall, WallValues, save_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province(code="NJ")


@pytest.fixture
def hall(province: Region) -> Hall:
    return a_hall("Own hall", under=a_prefecture("A", under=province), region_fields={"code": "own"})


@pytest.fixture
def cameras(hall: Hall) -> list[Camera]:
    found = [a_camera(f"Camera {number}", hall=hall) for number in range(3)]
    for camera in found:
        a_status(camera, at=timezone.now())
    return found


@pytest.fixture
def foreign(province: Region) -> Camera:
    return a_camera("Secret", hall=a_hall("Other hall", under=a_prefecture("B", under=province)))


@pytest.fixture
def supervisor(province: Region) -> User:
    return a_user("supervisor", at=province)


@pytest.fixture
def manager(hall: Hall) -> User:
    return a_user("hall_manager", at=hall.region)


def _client(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _a_wall(*cameras: Camera, hall: Hall | None = None, owner: User | None = None, **fields: object) -> WallLayout:
    layout = WallLayout.objects.create(name="A wall", hall=hall, owner=owner, **fields)
    WallPlace.objects.bulk_create(WallPlace(layout=layout, position=n, camera=camera) for n, camera in enumerate(cameras, start=1))
    return layout


def _tiles(html: str) -> list[str]:
    """The device id of each place in order; empty places as an empty text."""
    return [found or "" for found in re.findall(r'class="wall-tile(?: wall-empty"|" data-tile="(\d{20})")', html)]


def test_a_wall_shows_its_places_in_order_with_state_and_what_is_missing(manager: User, hall: Hall, cameras: list[Camera]) -> None:
    a_status(cameras[1], at=timezone.now(), state="failing", cause="unreachable")
    layout = _a_wall(*cameras[:2], hall=hall)
    html = _client(manager).get(f"/video/walls/{layout.pk}/").content.decode()
    assert _tiles(html) == [cameras[0].gb_id, cameras[1].gb_id, "", ""]
    assert 'title="Camera not reachable">Failing' in html
    assert html.count("No picture") == 2
    assert "Full screen" in html
    assert "Change" not in html, "a hall's wall is changed by who operates"


def test_the_places_of_others_cameras_are_empty(manager: User, hall: Hall, cameras: list[Camera], foreign: Camera) -> None:
    layout = _a_wall(foreign, cameras[0], hall=hall)
    client = _client(manager)
    for path in (f"/video/walls/{layout.pk}/", f"/video/walls/of/?cameras={foreign.gb_id},{cameras[0].gb_id}"):
        html = client.get(path).content.decode()
        assert _tiles(html)[:2] == ["", cameras[0].gb_id]
        assert "Secret" not in html
        assert "Other hall" not in html
    assert "Secret" not in client.get(f"/video/walls/{layout.pk}/state/").content.decode()


def test_a_wall_of_named_cameras_takes_the_size_that_holds_them(supervisor: User, hall: Hall, cameras: list[Camera]) -> None:
    client = _client(supervisor)
    more = [a_camera(f"More {number}", hall=hall) for number in range(15)]

    def size(found: list[Camera]) -> int:
        return len(_tiles(client.get(f"/video/walls/of/?cameras={','.join(one.gb_id for one in found)}").content.decode()))

    assert [size(cameras), size([*cameras, *more[:2]]), size([*cameras, *more])] == [4, 9, 16]
    assert "No camera to show" in client.get("/video/walls/of/?cameras=nonsense").content.decode()


def test_states_on_a_wall_are_asked_for_and_unchanged_ones_not_sent(supervisor: User, hall: Hall, cameras: list[Camera]) -> None:
    client = _client(supervisor)
    url = f"/video/walls/of/state/?cameras={cameras[0].gb_id}"
    first = client.get(url)
    assert f'data-of="{cameras[0].gb_id}" data-tone="good"' in first.content.decode()
    version = {"Live-Version": first.headers["Live-Version"]}
    assert client.get(url, headers=version).status_code == 204
    a_status(cameras[0], at=timezone.now(), state="failing", cause="unreachable")
    assert 'data-tone="bad"' in client.get(url, headers=version).content.decode()


def test_people_see_their_own_walls_and_those_of_their_halls(manager: User, supervisor: User, hall: Hall, foreign: Camera) -> None:
    mine = _a_wall(owner=manager)
    ours = _a_wall(hall=hall)
    hidden = [_a_wall(owner=supervisor), _a_wall(hall=foreign.hall)]
    client = _client(manager)
    html = client.get("/video/walls/").content.decode()
    assert set(re.findall(r'href="/video/walls/(\d+)/"', html)) == {str(mine.pk), str(ours.pk)}
    assert {client.get(f"/video/walls/{wall.pk}/").status_code for wall in hidden} == {404}
    changing = [client.get(f"/video/walls/{wall.pk}/change/").status_code for wall in (mine, ours, *hidden)]
    assert changing == [200, 404, 404, 404]
    assert client.post(f"/video/walls/{ours.pk}/remove/").status_code == 404


def test_a_wall_is_laid_out_by_names_or_ids_and_audited(manager: User, hall: Hall, cameras: list[Camera]) -> None:
    client = _client(manager)
    form = client.get(f"/video/walls/new/?cameras={cameras[0].gb_id}").content.decode()
    offered = re.findall(r'<option value="([^"]+\d{20})">', form)
    assert len(offered) == 3
    assert f'value="Camera 0 · Own hall · {cameras[0].gb_id}"' in form
    sent = {"name": "Mine", "hall": "", "size": "4", "place_1": offered[0], "place_4": cameras[2].gb_id}
    answer = client.post("/video/walls/new/", sent)
    layout = WallLayout.objects.get()
    assert answer.headers["Location"] == f"/video/walls/{layout.pk}/"
    assert (layout.owner, layout.hall, layout.size) == (manager, None, 4)
    assert dict(layout.places.values_list("position", "camera__name")) == {1: "Camera 0", 4: "Camera 2"}
    assert AuditEvent.objects.get(action="video.save_wall").detail == {"cameras": [cameras[0].gb_id, cameras[2].gb_id]}

    client.post(f"/video/walls/{layout.pk}/change/", {**sent, "name": "Ours", "place_1": "", "place_4": "", "place_2": offered[1]})
    assert dict(layout.places.values_list("position", "camera__name")) == {2: "Camera 1"}
    client.post(f"/video/walls/{layout.pk}/remove/")
    assert not WallLayout.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"place_1": "no camera"}, "place_1"),
        ({"place_1": "9" * 20}, "place_1"),
        ({"place_9": "OWN"}, "place_9"),
        ({"hall": "own"}, "hall"),
        ({"size": "5"}, "size"),
        ({"name": " "}, "name"),
    ],
    ids=["no id", "unknown camera", "beyond the size", "hall of others", "no such size", "no name"],
)
def test_a_wall_that_cannot_be_is_not_saved(manager: User, cameras: list[Camera], change: dict[str, str], field: str) -> None:
    sent = {"name": "Mine", "hall": "", "size": "4", **change}
    sent = {name: cameras[0].gb_id if value == "OWN" else value for name, value in sent.items()}
    answer = _client(manager).post("/video/walls/new/", sent)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode() or "has-error" in answer.content.decode()
    assert not WallLayout.objects.exists()


def test_a_foreign_camera_is_as_unknown_as_a_misspelt_one(manager: User, foreign: Camera) -> None:
    answer = _client(manager).post("/video/walls/new/", {"name": "Mine", "hall": "", "size": "4", "place_1": foreign.gb_id})
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()


def test_places_that_the_editor_may_not_see_stay_unless_chosen_anew(manager: User, cameras: list[Camera], foreign: Camera) -> None:
    layout = _a_wall(foreign, cameras[0], owner=manager)
    client = _client(manager)
    assert "that you may not see" in client.get(f"/video/walls/{layout.pk}/change/").content.decode()
    sent = {"name": "Mine", "hall": "", "size": "4", "place_2": cameras[1].gb_id}
    client.post(f"/video/walls/{layout.pk}/change/", sent)
    assert dict(layout.places.values_list("position", "camera_id")) == {1: foreign.pk, 2: cameras[1].pk}
    client.post(f"/video/walls/{layout.pk}/change/", {**sent, "place_1": cameras[0].gb_id})
    assert dict(layout.places.values_list("position", "camera_id")) == {1: cameras[0].pk, 2: cameras[1].pk}


def test_who_operates_a_hall_lays_out_its_walls(supervisor: User, hall: Hall, cameras: list[Camera]) -> None:
    client = _client(supervisor)
    client.post("/video/walls/new/", {"name": "Ours", "hall": "own", "size": "9", "place_9": cameras[0].gb_id})
    layout = WallLayout.objects.get()
    assert (layout.hall, layout.owner) == (hall, None)
    assert "Change" in client.get(f"/video/walls/{layout.pk}/").content.decode()


def test_a_wall_belongs_to_a_hall_or_to_a_user_and_has_its_places(manager: User, hall: Hall, cameras: list[Camera]) -> None:
    def save(**values: object) -> None:
        save_wall(layout=None, values=WallValues(**{"name": "x", "size": 4, **values}), by=SYSTEM, now=timezone.now())

    for bad in ({}, {"hall": hall, "owner": manager}, {"owner": manager, "size": 5}, {"owner": manager, "cameras": {5: cameras[0]}}):
        with pytest.raises(BadWall):
            save(**bad)


def test_pictures_of_a_wall_may_come_from_the_nodes_of_its_cameras_and_no_others(manager: User, cameras: list[Camera], hall: Hall) -> None:
    ours = a_node(media_url="https://node-1.example:8443/video/")
    a_node(media_url="https://node-2.example/")
    Camera.objects.filter(pk=cameras[0].pk).update(node=ours)
    layout = _a_wall(cameras[0], cameras[1], owner=manager)
    for url in (f"/video/walls/{layout.pk}/", f"/video/walls/of/?cameras={cameras[0].gb_id}"):
        policy = _client(manager).get(url)["Content-Security-Policy"]
        assert re.search(r"img-src 'self' data: blob: https://node-1\.example:8443(;|$)", policy), policy
        assert "node-2" not in policy
        assert "connect-src" not in policy
