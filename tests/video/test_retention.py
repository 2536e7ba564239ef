"""Footage that goes, on real files: what is past its days, what makes room, and what a kill in the middle leaves behind."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.db import connection

from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.models import Job
from tests.builders import a_user
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.adapters.removal import NotThisVolume, remove_files
from video.adapters.volumes import MARKER, Place, Report, mark
from video.domain.causes import VolumeState
from video.domain.retention import RESERVE_BYTES
from video.models import Camera, Holding, Segment, Volume, VolumeOutlook
from video.services.holds import HoldIsReleased, place_hold, release_hold
from video.services.places import place_of
from video.services.recording.room import ask_for_room
from video.services.retention import enforce_retention, set_keep_days
from video.services.rounds import send_rounds

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ROOMY = 1000 * RESERVE_BYTES


@pytest.fixture
def volume(tmp_path: Path) -> Volume:
    volume = a_volume(a_node("east"), path=tmp_path / "disk")
    mark(tmp_path / "disk", str(volume.marker))
    return volume


def ample(place: Place) -> Report:
    """A disk with room, marked or not as the folder is."""
    return Report(VolumeState.READY if (place.path / MARKER).exists() else VolumeState.NO_MARKER, ROOMY, ROOMY)


def tight(place: Place) -> Report:
    """A disk that wants three reserves of room, more than any test has."""
    return Report(VolumeState.READY, ROOMY, 0)


def days_ago(days: float) -> datetime:
    return NOON - days * DAY


def files(volume: Volume) -> set[str]:
    root = Path(volume.path)
    return {path.relative_to(root).as_posix() for path in root.rglob("*.mp4")}


def enforced(volume: Volume, **options: Any) -> Any:
    return enforce_retention(volume=volume, by=SYSTEM, now=NOON, **{"look": ample, **options})


def test_what_is_past_its_days_goes_with_file_row_and_folder_and_the_rest_stays(volume: Volume) -> None:
    ordinary = a_camera(a_hall(), node=volume.node)
    key = a_camera(a_hall(hall_class="key"), node=volume.node, keep_days=10)
    held = a_camera(a_hall(), node=volume.node)
    old, young = (recorded(ordinary, volume, start=days_ago(age), seconds=1) for age in (31, 29))
    lifted, ancient = (recorded(key, volume, start=days_ago(age), seconds=1) for age in (60, 91))
    kept = recorded(held, volume, start=days_ago(50), seconds=1)
    hold = place_hold(
        camera=held, start=kept.start, end=kept.end, reason="案件 7", user=a_user("supervisor", at=held.hall.region), by=SYSTEM, now=NOON
    )
    done = enforced(volume, batch=1)
    assert (done.removed, done.failed, done.short, done.freed) == (2, 0, 0, old.size + ancient.size)
    assert files(volume) == {young.path, lifted.path, kept.path} == set(Segment.objects.values_list("path", flat=True))
    assert not (Path(volume.path) / old.path).parent.exists()
    events = AuditEvent.objects.filter(action="video.remove_footage")
    assert sum(event.detail["past_their_days"] for event in events) == 2
    release_hold(hold=hold, reason="结案", user=hold.placed_by, by=SYSTEM, now=NOON)
    with pytest.raises(HoldIsReleased):
        release_hold(hold=hold, reason="again", user=hold.placed_by, by=SYSTEM, now=NOON)
    assert enforced(volume).removed == 1
    assert files(volume) == {young.path, lifted.path}


def test_want_of_room_takes_the_oldest_past_the_law_then_stops_and_says_so(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node, keep_days=90)
    lawful = [recorded(camera, volume, start=days_ago(age), seconds=1) for age in (60, 50, 40)]
    young = recorded(camera, volume, start=days_ago(20), seconds=1)
    volume.quota_bytes = int(sum(each.size for each in (*lawful, young)) * 0.75)
    volume.save()
    done = enforced(volume)
    assert (done.removed, done.short) == (2, 0)
    assert files(volume) == {lawful[2].path, young.path}
    assert Alarm.objects.count() == 0
    done = enforced(volume, look=tight)
    assert (done.removed, done.short > 0) == (1, True)
    assert files(volume) == {young.path}
    alarm = Alarm.objects.get(kind="video.retention_danger", cleared_at=None)
    assert (alarm.severity, alarm.region) == ("critical", volume.node.region)
    assert volume.title in alarm.text
    assert f"?node={volume.node.name}" in alarm.url
    outlook = VolumeOutlook.objects.get(volume=volume)
    assert (outlook.short_bytes, outlook.used_bytes) == (done.short, young.size)
    volume.quota_bytes = None
    volume.save()
    assert enforce_retention(volume=volume, by=SYSTEM, now=NOON + timedelta(hours=2), look=ample).removed == 0
    assert Alarm.objects.get().cleared_at == NOON + timedelta(hours=2)


def test_local_copies_of_archived_footage_go_before_anything_is_lost(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node, keep_days=90)
    lawful = recorded(camera, volume, start=days_ago(60), seconds=1)
    archived = recorded(camera, volume, start=days_ago(5), seconds=1)
    Segment.objects.filter(pk=archived.pk).update(archive_key=archived.path)
    volume.quota_bytes = lawful.size + archived.size - 1
    volume.save()
    done = enforced(volume)
    assert (done.removed, done.evicted) == (0, 1)
    assert files(volume) == {lawful.path}
    archived.refresh_from_db()
    assert (archived.is_local, archived.state, archived.archive_key) == (False, "closed", archived.path)


def test_a_growing_file_and_a_volume_without_its_marker_are_left_alone(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    segment = recorded(camera, volume, start=days_ago(40), seconds=1)
    Segment.objects.filter(pk=segment.pk).update(state="open", sha256="")
    assert enforced(volume, look=tight).removed == 0
    Segment.objects.filter(pk=segment.pk).update(state="closed", sha256=segment.sha256)
    (Path(volume.path) / MARKER).unlink()
    with pytest.raises(NotThisVolume):
        enforced(volume)
    with pytest.raises(NotThisVolume):
        enforced(volume, look=tight)
    assert ask_for_room(volumes=[volume.pk], now=NOON) == 0
    assert files(volume) == {segment.path}


def test_no_path_leads_out_of_the_volume(volume: Volume, tmp_path: Path) -> None:
    gb_id = "34020000001320000001"
    name = f"{gb_id}/2026/10/01/20261001T000000.000000Z-e1.mp4"
    outside = tmp_path / "outside" / "2026/10/01"
    outside.mkdir(parents=True)
    precious = outside / Path(name).name
    precious.write_bytes(b"x")
    (Path(volume.path) / gb_id).symlink_to(tmp_path / "outside")
    removed = remove_files(place_of(volume), [name, f"../outside/{name}", "/etc/passwd", MARKER], now=NOON)
    assert (removed.gone, len(removed.failed)) == (frozenset(), 4)
    assert precious.exists()


def test_a_file_that_cannot_be_removed_stays_marked_and_is_tried_again(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    stuck, other = (recorded(camera, volume, start=days_ago(age), seconds=1) for age in (40, 35))
    place = Path(volume.path) / stuck.path
    place.unlink()
    place.mkdir()
    done = enforced(volume)
    assert (done.failed, set(Segment.objects.values_list("path", "state"))) == (1, {(stuck.path, "deleting")})
    assert not (Path(volume.path) / other.path).exists()
    place.rmdir()
    assert enforced(volume).failed == 0
    assert not Segment.objects.exists()


_KILLED = """
import json, os, shutil, signal, sqlite3, sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from portalkit.audit.domain.actors import SYSTEM
from video.models import Volume
from video.services.retention import enforce_retention
template, now, aside, disk, limits = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3], sys.argv[4], json.loads(sys.argv[5])

def child(database, limit):
    count = 0
    def step(frame, event, arg):
        nonlocal count
        count += event == "line"
        if count == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return step
    def watch(frame, event, arg):
        name = frame.f_code.co_filename
        return step(frame, event, arg) if "video/services/retention" in name or "video/adapters/removal" in name else None
    settings.DATABASES["default"]["NAME"] = database
    sys.settrace(watch)
    enforce_retention(volume=Volume.objects.select_related("node__region").get(), by=SYSTEM, now=now, batch=2)
    os._exit(0)

def run(database, limit):
    pid = os.fork()
    if pid == 0:
        try:
            child(database, limit)
        finally:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

for limit in limits:
    database = f"{template}.{limit}"
    shutil.copyfile(template, database)
    shutil.copytree(aside, disk, dirs_exist_ok=True)
    ends = [run(database, limit), run(database, 10**9)]
    with sqlite3.connect(database) as there:
        rows = there.execute("SELECT path, state FROM video_segment").fetchall()
    print(json.dumps({"ends": ends, "rows": rows, "files": [str(path.relative_to(disk)) for path in Path(disk).rglob("*.mp4")]}))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="copies the database as a file")
def test_killed_at_any_step_the_next_run_ends_what_was_begun(volume: Volume, tmp_path: Path) -> None:
    """Real processes under SIGKILL at lines spread over a whole run, each on its own copy of database and disk."""
    camera = a_camera(a_hall(), node=volume.node)
    for age in (50, 45, 40):
        recorded(camera, volume, start=days_ago(age), seconds=1)
    young = recorded(camera, volume, start=days_ago(2), seconds=1)
    copytree(volume.path, tmp_path / "aside")
    database = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{database}'")
    limits = [*range(20, 300, 20), 100_000]
    arguments = [sys.executable, "-c", _KILLED, str(database), NOON.isoformat(), str(tmp_path / "aside"), volume.path, json.dumps(limits)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "noc_portal.settings.test"}
    ran = subprocess.run(arguments, env=environment, check=True, timeout=120, stdout=subprocess.PIPE)
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(outcomes) == len(limits)
    assert sum(outcome["ends"][0] == -signal.SIGKILL for outcome in outcomes) >= 8
    for outcome in outcomes:
        assert outcome["ends"][1] == 0
        assert outcome["files"] == [young.path]
        assert outcome["rows"] == [[young.path, "closed"]]


def test_a_mark_without_a_file_is_ended_and_one_with_a_file_too(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    with_file, without, evicted = (recorded(camera, volume, start=days_ago(age), seconds=1) for age in (5, 4, 3))
    Segment.objects.filter(pk__in=[with_file.pk, without.pk]).update(state="deleting")
    Segment.objects.filter(pk=evicted.pk).update(state="evicting", archive_key=evicted.path)
    (Path(volume.path) / without.path).unlink()
    assert enforced(volume).failed == 0
    assert list(Segment.objects.values_list("pk", "state", "is_local")) == [(evicted.pk, "closed", False)]
    assert files(volume) == set()


def test_the_count_tells_days_held_the_share_recorded_and_the_day_of_danger(volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    first = recorded(camera, volume, start=days_ago(2), seconds=6)
    recorded(camera, volume, start=days_ago(1), seconds=6)
    volume.quota_bytes = first.size * 8
    volume.save()
    enforced(volume)
    holding = Holding.objects.get()
    assert (holding.oldest_at, holding.seconds, holding.size) == (first.start, 12, first.size * 2)
    assert holding.bytes_per_day == pytest.approx(first.size, rel=0.01)
    outlook = VolumeOutlook.objects.get()
    assert outlook.days_it_holds == pytest.approx(8 * 0.97, rel=0.01)
    assert outlook.danger_at == NOON + 6 * DAY
    assert Alarm.objects.get().severity == "major"
    recorded(camera, volume, start=days_ago(0.5), seconds=6)


def test_a_finished_file_asks_for_a_run_where_room_is_wanted_or_a_day_has_passed(volume: Volume) -> None:
    def asked(minutes: int, look: Any) -> int:
        return ask_for_room(volumes=[volume.pk], now=NOON + timedelta(minutes=minutes), look=look)

    recorded(a_camera(a_hall(), node=volume.node), volume, start=days_ago(40), seconds=1)
    assert asked(0, ample) == 1
    assert asked(0, ample) == 1
    job = Job.objects.get(kind="video.retention")
    assert (job.queue, job.params, job.state) == (volume.node.queue, {"node": volume.node.pk}, "queued")
    enforced(volume)
    assert asked(5, ample) == 0
    assert asked(5, tight) == 1
    VolumeOutlook.objects.update(short_bytes=1)
    assert asked(5, tight) == 0
    assert asked(11, tight) == 1
    assert asked(24 * 60, ample) == 1


def test_every_node_in_service_gets_its_round_on_its_own_queue(volume: Volume, run_jobs: Any) -> None:
    a_volume(a_node("west", is_enabled=False))
    camera = a_camera(a_hall(), node=volume.node)
    recorded(camera, volume, start=days_ago(400), seconds=1)
    absent = a_volume(volume.node)
    assert send_rounds(by=SYSTEM, now=NOON) == 1
    assert send_rounds(by=SYSTEM, now=NOON) == 1
    assert list(Job.objects.values_list("kind", "queue")) == [
        ("video.retention", "video.east"),
        ("video.look_at_pictures", "video.east"),
    ]
    job, look = run_jobs(now=NOON)
    assert (job.state, absent.title in job.error, look.state) == ("failed", True, "done")
    assert not Segment.objects.exists()


def test_days_are_set_with_their_trace(volume: Volume) -> None:
    cameras = [a_camera(a_hall(), node=volume.node, keep_days=days) for days in (None, 45)]
    assert set_keep_days(cameras=cameras, days=45, by=SYSTEM, now=NOON) == 1
    assert set(Camera.objects.values_list("keep_days", flat=True)) == {45}
    assert AuditEvent.objects.get(action="video.set_keep_days").detail == {"before": None, "after": 45}
