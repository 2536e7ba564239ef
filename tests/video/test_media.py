"""Playlists and bytes: who gets them, exactly which, and what stands about it in the audit trail."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from portalkit.access.models import User
from portalkit.audit.models import AuditEvent
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.domain.test_playlists import parsed
from tests.video.footage import recorded, recorded_hours
from video.adapters.footage_files import OpenFootage, Pieces
from video.domain.media_tokens import check
from video.models import Camera, Segment
from video.selectors.media_links import media_secret

pytestmark = pytest.mark.django_db


class Scene:
    """A province with one recorded camera, somebody of the centre, and the manager of another hall."""

    def __init__(self, folder: Path) -> None:
        self.province = a_province()
        county = a_county("城东县", under=a_prefecture("东海市", under=self.province))
        self.node = a_node(region=self.province)
        self.volume = a_volume(self.node, path=folder)
        self.camera = a_camera(a_hall(county=county), node=self.node)
        self.segment = recorded(self.camera, self.volume, start=NOON, seconds=3)
        self.data = (folder / self.segment.path).read_bytes()
        self.staff = self.client(a_user("noc_staff", at=self.province))
        self.stranger = self.client(a_user("hall_manager", at=a_hall("西门营业厅", county=county).region))
        self.media = reverse("video:media", kwargs={"pk": self.segment.pk})

    @staticmethod
    def client(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def playlist(self, start: datetime = NOON, end: datetime = NOON + timedelta(hours=1), *, camera: Camera | None = None) -> str:
        path = reverse("video:playlist", kwargs={"gb_id": (camera or self.camera).gb_id})
        return f"{path}?from={start:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_playlist_names_the_bytes_of_every_group_of_pictures(scene: Scene) -> None:
    response = scene.staff.get(scene.playlist())
    assert (response.status_code, response["Content-Type"]) == (200, "application/vnd.apple.mpegurl")
    entries = parsed(response.content.decode())
    assert [(entry.uri, entry.offset, entry.offset + entry.length) for entry in entries] == [
        (scene.media, scene.segment.init_bytes, len(scene.data))
    ]
    assert entries[0].map_range == f"{scene.segment.init_bytes}@0"
    init = scene.staff.get(scene.media, headers={"range": f"bytes=0-{scene.segment.init_bytes - 1}"})
    assert init.getvalue()[4:8] == b"ftyp"
    assert scene.staff.get(scene.media, headers={"range": f"bytes={entries[0].offset}-"}).getvalue()[4:8] == b"moof"


def test_a_growing_recording_leaves_the_list_open_and_is_never_kept_by_browsers(scene: Scene) -> None:
    Segment.objects.filter(pk=scene.segment.pk).update(state="open", sha256="", size=len(scene.data) - 100)
    far = datetime.now(tz=UTC) + timedelta(hours=1)
    start = far - timedelta(hours=24)
    Segment.objects.filter(pk=scene.segment.pk).update(start=start, end=start + timedelta(seconds=3))
    text = scene.staff.get(scene.playlist(start, far)).content.decode()
    assert "PLAYLIST-TYPE:EVENT" in text
    assert "ENDLIST" not in text
    whole = scene.staff.get(scene.media)
    assert whole.getvalue() == scene.data[:-100]
    assert (whole["Cache-Control"], whole.get("ETag")) == ("private, no-store", None)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=2026-11-02T00:00:00Z", "缺少时间"),
        ("from=yesterday&to=2026-11-02T00:00:00Z", "2026-11-02T12:00:00"),
        ("from=2026-11-02T01:00:00Z&to=2026-11-02T00:00:00Z", "结束"),
        ("from=2026-11-02T00:00:00Z&to=2026-11-04T00:00:00Z", "25"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_in_words(scene: Scene, query: str, message: str) -> None:
    response = scene.staff.get(f"{scene.playlist().split('?')[0]}?{query}")
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not AuditEvent.objects.filter(action="video.play").exists()


def test_watching_is_audited_once_a_viewing_and_not_by_the_byte(scene: Scene) -> None:
    for _ in range(3):
        scene.staff.get(scene.playlist())
        scene.staff.get(scene.media)
    scene.staff.get(scene.playlist(end=NOON + timedelta(hours=2)))
    events = AuditEvent.objects.filter(action="video.play").order_by("pk")
    assert [event.detail["to"] for event in events] == ["2026-11-02T05:00:00+00:00", "2026-11-02T06:00:00+00:00"]
    assert {event.region_code for event in events} == {scene.camera.hall.region.code}
    assert events[0].action_label == "观看录像"


def test_nobody_gets_a_byte_of_a_hall_that_is_not_theirs(scene: Scene) -> None:
    for client in (scene.stranger, Client()):
        for url in (scene.playlist(), scene.media):
            assert client.get(url).status_code in (302, 404)
            assert client.head(url).status_code in (302, 404)
    assert scene.stranger.get(scene.media, headers={"if-none-match": f'"{scene.segment.sha256}"'}).status_code == 404


def test_a_playlist_of_a_camera_day_reads_its_segments_in_one_query(scene: Scene) -> None:
    camera = a_camera(scene.camera.hall, node=scene.node)
    recorded_hours(camera, scene.volume, start=NOON, count=288)
    url = scene.playlist(NOON, NOON + timedelta(hours=24), camera=camera)
    with CaptureQueriesContext(connection) as captured:
        response = scene.staff.get(url)
    assert len(parsed(response.content.decode())) == 288 * 38
    assert sum('FROM "video_segment"' in query["sql"] for query in captured) == 1


def test_ranges_are_exact(scene: Scene) -> None:
    size = len(scene.data)
    for header, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=100-299", 100, 299),
        ("bytes=-7", size - 7, size - 1),
        ("bytes=500-", 500, size - 1),
    ):
        part = scene.staff.get(scene.media, headers={"range": header})
        assert part.status_code == 206
        assert part.getvalue() == scene.data[first : last + 1]
        assert part["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert part["Content-Length"] == str(last - first + 1)
    whole = scene.staff.get(scene.media)
    assert (whole.status_code, whole["Accept-Ranges"], whole["Content-Length"]) == (200, "bytes", str(size))
    assert sha256(whole.getvalue()).hexdigest() == scene.segment.sha256
    behind = scene.staff.get(scene.media, headers={"range": f"bytes={size}-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{size}")
    assert scene.staff.get(scene.media, headers={"range": "bytes=0-1,5-6"}).status_code == 200
    head = scene.staff.head(scene.media, headers={"range": "bytes=0-1"})
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(size), b"")
    assert head["Content-Type"] == "video/mp4"


def test_a_browser_that_has_the_file_asks_again_and_is_sent_nothing(scene: Scene) -> None:
    tag = f'"{scene.segment.sha256}"'
    first = scene.staff.get(scene.media)
    assert (first["ETag"], first["Cache-Control"]) == (tag, "private, no-cache")
    again = scene.staff.get(scene.media, headers={"if-none-match": tag, "range": "bytes=0-5"})
    assert (again.status_code, again.content) == (304, b"")
    same = scene.staff.get(scene.media, headers={"if-range": tag, "range": "bytes=0-5"})
    other = scene.staff.get(scene.media, headers={"if-range": '"another"', "range": "bytes=0-5"})
    assert (same.status_code, other.status_code) == (206, 200)


def test_sending_breaking_off_and_refusing_leave_no_file_open(scene: Scene) -> None:
    def descriptors() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    scene.staff.get(scene.media).getvalue()
    before = descriptors()
    for headers in ({}, {"range": "bytes=1-2"}, {"range": "bytes=99999999-"}, {"if-none-match": f'"{scene.segment.sha256}"'}):
        response = scene.staff.get(scene.media, headers=headers)
        assert not response.streaming or response.getvalue()
    scene.staff.head(scene.media)
    broken_off = Pieces(OpenFootage(folder=scene.volume.path, path=scene.segment.path), first=0, length=len(scene.data))
    assert next(iter(broken_off))
    broken_off.close()
    assert descriptors() == before


@pytest.mark.parametrize("how", ["deleted", "deleting", "archived", "linked", "outside", "folder"])
def test_footage_that_is_not_on_its_volume_is_gone(scene: Scene, tmp_path: Path, how: str) -> None:
    place = Path(scene.volume.path) / scene.segment.path
    changes: dict[str, object] = {}
    if how == "deleted":
        place.unlink()
    elif how == "deleting":
        changes = {"state": "deleting"}
    elif how == "archived":
        changes = {"is_local": False}
    elif how == "linked":
        place.unlink()
        place.symlink_to("/etc/hostname")
    elif how == "outside":
        changes = {"path": "../../../../../../../../etc/hostname"}
    else:
        changes = {"path": str(Path(scene.segment.path).parent)}
    Segment.objects.filter(pk=scene.segment.pk).update(**changes)
    response = scene.staff.get(scene.media)
    assert response.status_code == 410
    assert response.content.decode() == "该录像已不在其存储卷上。"


def test_nginx_is_told_where_the_file_lies_inside_its_folder(scene: Scene, settings: Settings) -> None:
    settings.NOC_ACCEL_REDIRECT = str(Path(scene.volume.path).resolve().parent)
    response = scene.staff.get(scene.media, headers={"range": "bytes=0-1"})
    assert response["X-Accel-Redirect"] == f"/footage-inside/{Path(scene.volume.path).name}/{scene.segment.path}"
    assert (response.status_code, response.content, response["Cache-Control"]) == (200, b"", "private, no-cache")
    assert "X-Accel-Redirect" not in scene.stranger.get(scene.media).headers
    settings.NOC_ACCEL_REDIRECT = "/somewhere/else"
    assert scene.staff.get(scene.media).getvalue() == scene.data


def test_footage_on_another_machine_is_fetched_there_with_a_signature(scene: Scene) -> None:
    scene.node.media_url = "https://node-1.example:8443/"
    scene.node.save()
    (Path(scene.volume.path) / scene.segment.path).unlink()
    response = scene.staff.get(scene.media, headers={"range": "bytes=0-1"})
    assert (response.status_code, response["Cache-Control"]) == (307, "private, no-store")
    address = urlsplit(response["Location"])
    assert (address.netloc, address.path) == ("node-1.example:8443", f"/segment/{scene.segment.path}")
    token = parse_qs(address.query)["t"][0]
    now = int(datetime.now(tz=UTC).timestamp())
    assert check(media_secret(), token, scene.segment.camera.gb_id, now=now, purpose="segment")
    assert not check(media_secret(), token, scene.segment.camera.gb_id, now=now + 3600, purpose="segment")
