"""What a node sees in its footage: events of real clips, once each, over the borders of segments, and what is left when it is killed."""

import subprocess
import sys
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.models import JobState
from tests.video import scenes
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.footage import recorded
from tests.video.health_builders import a_node_status, a_status
from video.adapters.volumes import MARKER, mark
from video.models import Camera, CameraEvent, PictureLook, Segment, Volume
from video.services import looking
from video.services.looking import Looked, look_at_pictures
from video.services.retention import enforce_retention
from video.services.rounds import LOOK, send_rounds
from video.services.watching import watch

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def volume(tmp_path: Path) -> Volume:
    volume = a_volume(a_node("east"), path=tmp_path / "disk")
    mark(tmp_path / "disk", str(volume.marker))
    return volume


@pytest.fixture
def camera(volume: Volume) -> Camera:
    return a_camera(a_hall(), node=volume.node)


@cache
def clip(*parts: tuple[str, int]) -> bytes:
    return scenes.clip_of(*((scenes.SCENES[name], count) for name, count in parts))


def filmed(camera: Camera, volume: Volume, *parts: tuple[str, int], pictures: slice = slice(None)) -> Segment:
    """From noon on, a picture every two seconds; with `pictures` only those, at their time."""
    start = NOON + (pictures.start or 0) * scenes.APART * SECOND
    return recorded(camera, volume, start=start, data=clip(*parts), pictures=pictures)


def look(volume: Volume, **options: Any) -> Looked:
    return look_at_pictures(node=volume.node, now=options.pop("now", NOON + timedelta(hours=1)), **options)


def seen(camera: Camera) -> list[tuple[str, int, int]]:
    """Kind, begin and end in seconds after noon."""
    rows = CameraEvent.objects.filter(camera=camera).order_by("start", "kind")
    return [(row.kind, round((row.start - NOON) / SECOND), round((row.end - NOON) / SECOND)) for row in rows]


def faults(camera: Camera) -> list[tuple[str, int, int]]:
    return [one for one in seen(camera) if one[0] != "motion"]


def test_somebody_who_walks_is_motion_and_clock_noise_and_lamp_are_none(camera: Camera, volume: Volume) -> None:
    filmed(camera, volume, ("still", 20), ("walked", 10), ("still", 10), ("lit", 40), ("flickering", 20))
    done = look(volume)
    assert (done.segments, done.pictures, done.unreadable, done.waiting) == (1, 100, 0, 0)
    assert seen(camera) == [("motion", 38, 60)]


def test_black_frozen_and_red_pictures_are_told_with_their_times(camera: Camera, volume: Volume) -> None:
    filmed(camera, volume, ("still", 20), ("black", 20), ("still", 20), ("frozen", 40), ("still", 20), ("red", 40), ("still", 20))
    look(volume)
    assert faults(camera) == [("black", 40, 80), ("frozen", 120, 198), ("colour_cast", 240, 320)]


def test_a_picture_out_of_focus_is_told_against_the_cameras_own_past(camera: Camera, volume: Volume) -> None:
    filmed(camera, volume, ("still", 310), ("blurred", 40), ("still", 10))
    look(volume)
    assert faults(camera) == [("blurred", 618, 700)]


def test_an_event_goes_on_over_the_border_of_two_segments_whether_they_are_looked_at_together_or_not(
    camera: Camera, volume: Volume
) -> None:
    scene = (("still", 10), ("frozen", 60), ("still", 10))
    filmed(camera, volume, *scene, pictures=slice(0, 50))
    assert look(volume).segments == 1
    assert seen(camera) == [("frozen", 20, 98)]
    filmed(camera, volume, *scene, pictures=slice(50, 80))
    assert look(volume).segments == 1
    assert seen(camera) == [("frozen", 20, 138)]
    apart = list(CameraEvent.objects.values_list("kind", "start", "end", "score"))
    CameraEvent.objects.all().delete()
    PictureLook.objects.all().delete()
    assert look(volume).segments == 2
    assert list(CameraEvent.objects.values_list("kind", "start", "end", "score")) == apart
    assert look(volume) == Looked()


def test_a_worker_killed_before_its_row_is_kept_loses_nothing_and_doubles_nothing(
    camera: Camera, volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = (("still", 10), ("black", 30), ("still", 10))
    filmed(camera, volume, *scene, pictures=slice(0, 30))
    filmed(camera, volume, *scene, pictures=slice(30, 50))

    class Killed(BaseException):
        pass

    def killed(done: int, _total: int) -> None:
        if done == 1:
            raise Killed

    with pytest.raises(Killed):
        look(volume, progress=killed)
    assert seen(camera) == [("black", 20, 58)]
    assert look(volume).segments == 1
    assert seen(camera) == [("black", 20, 80)]


def test_of_two_workers_the_slower_leaves_nothing_behind(camera: Camera, volume: Volume) -> None:
    filmed(camera, volume, ("still", 10), ("black", 20))
    segment = Segment.objects.select_related("volume").get()
    stale = PictureLook.objects.create(camera=camera, node=volume.node)
    assert look(volume).segments == 1
    assert not looking._kept(stale, segment, None, looking.Followed(looking.Memory(), ()))
    assert seen(camera) == [("black", 20, 58)]


def test_work_is_bounded_oldest_first_and_old_footage_is_passed_over(camera: Camera, volume: Volume) -> None:
    other = a_camera(camera.hall, node=volume.node)
    late = recorded(camera, volume, start=NOON, data=clip(("still", 3)))
    early = recorded(other, volume, start=NOON - 60 * SECOND, data=clip(("still", 3)))
    recorded(camera, volume, start=NOON - 3 * DAY, data=clip(("still", 3)))
    told: list[tuple[int, int]] = []
    done = look(volume, budget=1, progress=lambda count, total: told.append((count, total)))
    assert (done.segments, done.waiting, told) == (1, 1, [(0, 1)])
    assert PictureLook.objects.get().segment_start == early.start
    assert look(volume).segments == 1
    assert set(PictureLook.objects.values_list("segment_start", flat=True)) == {early.start, late.start}


def test_a_damaged_file_is_passed_over_and_a_missing_volume_waited_for(camera: Camera, volume: Volume) -> None:
    broken = filmed(camera, volume, ("black", 40), pictures=slice(0, 20))
    filmed(camera, volume, ("black", 40), pictures=slice(20, 40))
    marker = Path(volume.path) / MARKER
    kept = marker.read_bytes()
    marker.unlink()
    assert (look(volume).waiting, PictureLook.objects.count()) == (2, 0)
    marker.write_bytes(kept)
    (Path(volume.path) / broken.path).write_bytes(b"\0" * broken.size)
    done = look(volume)
    assert (done.segments, done.unreadable) == (2, 1)
    assert seen(camera) == [("black", 40, 78)]


def test_growing_files_are_left_until_they_are_closed(camera: Camera, volume: Volume) -> None:
    segment = filmed(camera, volume, ("black", 20))
    Segment.objects.update(state="open", sha256="")
    assert look(volume) == Looked()
    Segment.objects.update(state="closed", sha256=segment.sha256)
    assert look(volume).segments == 1


def test_events_go_with_the_footage_that_shows_them(camera: Camera, volume: Volume) -> None:
    scene = (("still", 10), ("black", 20), ("still", 10), ("frozen", 60), ("still", 10))
    first = filmed(camera, volume, *scene, pictures=slice(0, 80))
    filmed(camera, volume, *scene, pictures=slice(80, 110))
    look(volume)
    assert [one[0] for one in seen(camera)] == ["black", "frozen"]
    enforce_retention(volume=volume, by=SYSTEM, now=first.end + 30 * DAY)
    assert [one[0] for one in seen(camera)] == ["frozen"]
    enforce_retention(volume=volume, by=SYSTEM, now=first.end + 40 * DAY)
    assert seen(camera) == []


def test_a_picture_black_for_ten_minutes_of_opening_hours_raises_an_alarm_and_clears_it(volume: Volume) -> None:
    camera = a_camera(a_hall(opening="每天 09:00-18:00"), node=volume.node, name="门口")
    evening = NOON.replace(hour=14)
    black = PictureLook.objects.create(
        camera=camera, node=volume.node, fault="black", fault_since=NOON, fault_until=NOON + timedelta(minutes=9)
    )

    def watched(until: Any) -> list[tuple[str, bool]]:
        a_node_status(volume.node, heartbeat_at=NOON)
        a_status(camera, at=NOON)
        PictureLook.objects.filter(pk=black.pk).update(fault_until=until)
        watch(by=SYSTEM, now=NOON)
        return [(alarm.severity, alarm.cleared_at is None) for alarm in Alarm.objects.filter(kind="video.picture_fault")]

    assert watched(NOON + timedelta(minutes=9)) == []
    assert watched(NOON + timedelta(minutes=10)) == [("minor", True)]
    assert watched(NOON + timedelta(minutes=61)) == [("major", True)]
    assert watched(evening) == [("major", True)]
    alarm = Alarm.objects.get()
    assert "门口" in alarm.text
    assert alarm.url == reverse("video:camera", args=[camera.gb_id])
    PictureLook.objects.update(fault="", fault_since=None, fault_until=None)
    watch(by=SYSTEM, now=NOON)
    assert Alarm.objects.get().cleared_at is not None


def test_the_dark_of_the_night_raises_none(volume: Volume) -> None:
    camera = a_camera(a_hall(opening="每天 09:00-18:00"), node=volume.node)
    a_node_status(volume.node, heartbeat_at=NOON)
    a_status(camera, at=NOON)
    night = NOON.replace(hour=18)
    look = PictureLook.objects.create(camera=camera, node=volume.node, fault="black", fault_since=night, fault_until=night + 3 * DAY / 24)
    watch(by=SYSTEM, now=NOON)
    assert not Alarm.objects.exists()
    PictureLook.objects.filter(pk=look.pk).update(fault="frozen")
    watch(by=SYSTEM, now=NOON)
    assert Alarm.objects.get().severity == "major"
    camera.node = a_node("west")
    camera.save()
    a_node_status(camera.node, heartbeat_at=NOON)
    watch(by=SYSTEM, now=NOON)
    assert Alarm.objects.get().cleared_at is not None, "the node that it was moved away from looks no more"


def test_every_node_is_sent_its_look_on_its_own_queue_and_its_job_tells_what_was_seen(
    camera: Camera, volume: Volume, run_jobs: Any, settings: Any
) -> None:
    filmed(camera, volume, ("still", 10), ("black", 20))
    now = NOON + timedelta(hours=1)
    send_rounds(by=SYSTEM, now=now)
    (job,) = [job for job in run_jobs(now=now) if job.kind == LOOK]
    assert (job.state, job.queue) == (JobState.DONE, "video.east")
    assert job.result == {"segments": 1, "pictures": 30, "unreadable": 0, "events": 1, "waiting": 0}
    settings.NOC_PICTURE_EVENTS = False
    send_rounds(by=SYSTEM, now=now)
    assert LOOK not in {job.kind for job in run_jobs(now=now)}


@pytest.mark.parametrize(
    ("program", "module", "absent"),
    [
        ("", "noc_portal.urls", ["cv2"]),
        ("recorder", "video.management.commands.recorder", ["cv2", "boto3", "celery", "pandas", "numpy"]),
    ],
)
def test_the_web_and_the_recorder_load_little(program: str, module: str, absent: list[str]) -> None:
    """A process of its own for each: what they import when they start."""
    code = f"import sys, django; django.setup(); import {module}; sys.exit(', '.join(sys.modules.keys() & set({absent})) or None)"
    environment = {"DJANGO_SETTINGS_MODULE": "noc_portal.settings.test", "NOC_PROGRAM": program, "PATH": ""}
    loaded = subprocess.run([sys.executable, "-c", code], env=environment, check=False, timeout=60, capture_output=True, text=True)
    assert loaded.stderr == ""
