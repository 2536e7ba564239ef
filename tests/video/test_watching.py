"""The watch raises and clears the alarms of cameras, nodes and volumes, each once and only on news."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.domain.schedules import all_schedules
from portalkit.jobs.models import JobState
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province
from tests.video.health_builders import a_camera, a_gap, a_hall, a_node, a_node_status, a_status, a_volume
from video.models import Camera, CameraStatus, StorageNode
from video.services.watching import KINDS, Watched, watch
from video.tasks.watching import WATCH

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NOTHING = Watched(raised=0, cleared=0, marked=0)


@pytest.fixture
def city() -> Region:
    return a_prefecture("柳溪市", under=a_province())


@pytest.fixture
def node(city: Region) -> StorageNode:
    return a_node("north", title="城北节点", region=city, heartbeat_at=NOW)


@pytest.fixture
def camera(city: Region, node: StorageNode) -> Camera:
    return a_camera("大门", hall=a_hall("南湖厅", under=city), node=node)


def _watch(now: datetime) -> Watched:
    return watch(by=SYSTEM, now=now)


def _beat(node: StorageNode, now: datetime, **fields: object) -> None:
    a_node_status(node, heartbeat_at=now, **fields)


def _open() -> dict[str, Alarm]:
    return {alarm.kind.removeprefix("video."): alarm for alarm in Alarm.objects.filter(kind__in=KINDS, cleared_at=None)}


def test_all_well_means_no_alarm_and_not_a_single_write(node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW)
    a_volume(node, state="ready", checked_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert _watch(NOW) == NOTHING
    assert not [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_a_camera_that_fails_is_held_back_then_raised_once_and_gets_graver(node: StorageNode, camera: Camera) -> None:
    began = NOW - 30 * SECOND
    a_gap(camera, start=began)
    a_status(camera, at=NOW, state="failing", cause="unreachable", since=began)
    assert _watch(NOW) == NOTHING

    seen = []
    for after in (2 * MINUTE, 3 * MINUTE, 15 * MINUTE, 90 * MINUTE):
        _beat(node, began + after)
        a_status(camera, at=began + after, state="failing", cause="unreachable", since=began + after - 5 * SECOND)
        seen.append((_watch(began + after).raised, _open()["camera_not_recording"].severity))
    assert seen == [(1, "warning"), (0, "warning"), (1, "minor"), (1, "major")]

    (alarm,) = Alarm.objects.all()
    assert (alarm.object_instance, alarm.region, alarm.url) == (camera.gb_id, camera.hall.region, f"/video/halls/{camera.hall.code}/")
    with translation.override("en"):
        assert alarm.text == "柳溪市 南湖厅, 大门: not recorded since 2026-11-20 11:59 (Camera not reachable)"


def test_an_alarm_outlives_brief_pictures_and_ends_with_steady_ones(node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW, state="failing", cause="stream_ended", since=NOW - 5 * MINUTE)
    _watch(NOW)

    later = NOW + 2 * MINUTE
    _beat(node, later)
    a_status(camera, at=later, since=later - 20 * SECOND)
    assert _watch(later) == NOTHING

    later += 2 * MINUTE
    _beat(node, later)
    a_status(camera, at=later, state="failing", cause="stream_ended", since=later - 10 * SECOND)
    assert _watch(later) == NOTHING, "it stands already, and its time goes on"

    later += 3 * MINUTE
    _beat(node, later)
    a_status(camera, at=later, since=later - 90 * SECOND)
    assert _watch(later).cleared == 1
    assert not _open()


def test_the_alarm_of_a_camera_ends_at_once_when_nobody_wants_it_and_not_for_want_of_a_node(node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW, state="failing", cause="unreachable", since=NOW - 5 * MINUTE)
    _watch(NOW)
    Camera.objects.filter(pk=camera.pk).update(node=None)
    assert _watch(NOW + SECOND) == Watched(raised=1, cleared=0, marked=0)
    assert _open()["camera_not_recording"].params["cause"] == "no_node"
    Camera.objects.filter(pk=camera.pk).update(is_enabled=False)
    assert _watch(NOW + SECOND).cleared == 1


def test_a_silent_node_raises_one_alarm_for_all_its_cameras_and_marks_them_unknown(city: Region, node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW)
    other = a_camera("柜台", hall=camera.hall, node=node)
    a_status(other, at=NOW, state="failing", cause="unreachable", since=NOW - 5 * MINUTE)
    _beat(node, NOW, cameras=2)
    _watch(NOW)

    silent = NOW + 3 * MINUTE
    assert _watch(silent) == Watched(raised=1, cleared=0, marked=2)
    assert set(_open()) == {"camera_not_recording", "node_lost"}
    assert (_open()["node_lost"].severity, _open()["node_lost"].region) == ("major", city)
    assert list(CameraStatus.objects.values_list("state", "updated_at").distinct()) == [("unknown", NOW)]
    assert AuditEvent.objects.get(action="video.mark_unknown").detail == {"cameras": 2}
    assert _watch(silent + SECOND) == NOTHING

    assert _watch(NOW + 20 * MINUTE).raised == 1
    assert _open()["node_lost"].severity == "critical"

    back = NOW + 30 * MINUTE
    _beat(node, back)
    for one in (camera, other):
        a_status(one, at=back, since=back - 10 * MINUTE)
    assert _watch(back) == Watched(raised=0, cleared=2, marked=0)


def test_a_camera_whose_status_alone_is_silent_is_an_alarm_of_its_own(node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW - 3 * MINUTE)
    assert _watch(NOW).raised == 1
    assert set(_open()) == {"camera_not_recording"}


def test_many_short_gaps_raise_a_warning_that_ends_when_they_are_few(node: StorageNode, camera: Camera) -> None:
    a_status(camera, at=NOW)
    for number in range(5):
        start = NOW - (50 - number * 5) * MINUTE
        a_gap(camera, start=start, end=start + 10 * SECOND)
    assert _watch(NOW).raised == 1
    assert set(_open()) == {"camera_unstable"}

    later = NOW + 25 * MINUTE
    _beat(node, later)
    a_status(camera, at=later)
    assert _watch(later).cleared == 1


def test_volumes_alarm_by_what_is_wrong_and_graver_where_no_other_is_left(node: StorageNode) -> None:
    bad = a_volume(node, title="甲盘", state="no_marker", checked_at=NOW)
    full = a_volume(node, title="乙盘", state="full", checked_at=NOW)
    assert _watch(NOW).raised == 2
    assert {alarm.severity for alarm in _open().values()} == {"critical"}
    with translation.override("en"):
        assert "No marker file" in _open()["volume_failed"].text
    assert _open()["volume_full"].object_instance == str(full.marker)

    a_volume(node, title="丙盘", state="ready", checked_at=NOW)
    assert _watch(NOW + SECOND).raised == 2
    assert {alarm.severity for alarm in _open().values()} == {"major"}

    later = NOW + 10 * MINUTE
    _beat(node, later)
    assert _watch(later).cleared == 0, "nobody has looked at them since"
    for volume in (bad, full):
        type(volume).objects.filter(pk=volume.pk).update(state="ready", checked_at=later)
    assert _watch(later).cleared == 2


def test_rows_that_wait_long_for_the_centre_are_an_alarm(node: StorageNode) -> None:
    _beat(node, NOW, spool_rows=40, spool_since=NOW - 5 * MINUTE)
    assert _watch(NOW) == NOTHING
    _beat(node, NOW, spool_rows=40, spool_since=NOW - 20 * MINUTE)
    _watch(NOW)
    assert _open()["spool_lag"].severity == "minor"
    _beat(node, NOW)
    assert _watch(NOW).cleared == 1


def test_a_node_out_of_service_or_new_and_idle_raises_nothing(city: Region, camera: Camera) -> None:
    StorageNode.objects.update(is_enabled=False)
    a_node("new", region=city)
    a_status(camera, at=NOW - timedelta(days=1))
    assert _watch(NOW + timedelta(days=1)) == NOTHING


def test_a_camera_that_nobody_records_is_in_doubt_then_an_alarm_and_ends_with_the_first_frame(
    node: StorageNode, camera: Camera, city: Region
) -> None:
    stray = a_camera("后门", hall=camera.hall)
    assert _watch(NOW).raised == 2
    assert {alarm.severity for alarm in _open_of(camera, stray)} == {"indeterminate"}
    assert _watch(NOW + SECOND) == NOTHING
    for after, severity in ((MINUTE, "warning"), (10 * MINUTE, "minor"), (60 * MINUTE, "major")):
        _beat(node, NOW + after)
        assert _watch(NOW + after).raised == 2
        assert {alarm.severity for alarm in _open_of(camera, stray)} == {severity}
    with translation.override("en"):
        texts = sorted(alarm.text.rsplit("(", 1)[1] for alarm in _open_of(camera, stray))
    assert texts == ["It has no storage node)", "Its storage node has never spoken of it)"]

    fresh = a_camera("新", hall=camera.hall, node=node)
    later = NOW + 61 * MINUTE
    _beat(node, later)
    _watch(later)
    a_status(fresh, at=later + SECOND, since=later)
    a_status(camera, at=later + SECOND, since=later)
    assert _watch(later + SECOND).cleared == 1, "the doubt of the new one; the others were certain"
    _beat(node, later + 2 * MINUTE)
    for one in (fresh, camera):
        a_status(one, at=later + 2 * MINUTE, since=later)
    assert _watch(later + 2 * MINUTE).cleared == 1
    Camera.objects.filter(pk=stray.pk).update(is_enabled=False)
    assert _watch(later + 2 * MINUTE).cleared == 1
    assert not _open()


def test_a_node_that_never_spoke_is_one_alarm_for_the_cameras_that_it_should_record(city: Region) -> None:
    mute = a_node("mute", region=city)
    for _number in range(3):
        a_camera(hall=a_hall(under=city), node=mute)
    for after, severity in ((0 * MINUTE, "indeterminate"), (2 * MINUTE, "major"), (12 * MINUTE, "critical")):
        assert _watch(NOW + after).raised == 1
        assert [(alarm.severity, alarm.params["cameras"]) for alarm in _open().values()] == [(severity, 3)]
    _beat(mute, NOW + 13 * MINUTE)
    assert _watch(NOW + 13 * MINUTE) == Watched(raised=3, cleared=1, marked=0)


def _open_of(*cameras: Camera) -> list[Alarm]:
    return list(Alarm.objects.filter(object_instance__in=[camera.gb_id for camera in cameras], cleared_at=None))


def test_the_number_of_queries_does_not_grow_with_the_province(city: Region, node: StorageNode) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            _watch(NOW)
        return len(asked)

    for number in range(2):
        a_status(a_camera(hall=a_hall(f"hall {number}", under=city), node=node), at=NOW)
    few = cost()
    for number in range(30):
        a_status(a_camera(hall=a_hall(f"hall more {number}", under=city), node=node), at=NOW)
        a_node(region=city, heartbeat_at=NOW)
    assert cost() == few


def test_the_watch_is_a_job_that_runs_every_minute(run_jobs: object, node: StorageNode, camera: Camera) -> None:
    assert [one.every for one in all_schedules() if one.kind == WATCH] == [MINUTE]
    a_status(camera, at=NOW, state="failing", cause="unreachable", since=NOW - 5 * MINUTE)
    enqueue(kind=WATCH, key="", title="", params={}, by=SYSTEM, now=NOW)
    (done,) = run_jobs(now=NOW)  # type: ignore[operator]
    assert (done.state, done.result) == (JobState.DONE, {"raised": 1, "cleared": 0, "marked": 0})
