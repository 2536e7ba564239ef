"""The recorder against real cameras over RTSP."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import av
import pytest
from django.utils import timezone

from portalkit.vault.services.sealing import seal
from tests.video.builders import a_camera, a_node, a_volume
from tests.video.cameras import Cameras, cameras, write_units
from tests.video.clips import clip
from tests.video.footage import spans
from tests.video.waiting import eventually
from video.adapters.volumes import mark
from video.models import Camera, CameraStatus, Gap, NodeStatus, Segment, StorageNode, Volume
from video.services.recording.node import NodeRecorder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rtsp]
PASSWORD = "p@ss:w/rd%"


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_units(clip(seconds=4, gop=25), tmp_path_factory.mktemp("units") / "main.bin")


@pytest.fixture(autouse=True)
def loopback(settings: object) -> None:
    settings.NOC_ALLOW_LOOPBACK_TARGETS = True  # type: ignore[attr-defined]


@pytest.fixture
def node() -> StorageNode:
    return a_node("north")


@pytest.fixture
def volume(node: StorageNode, tmp_path: Path) -> Volume:
    volume = a_volume(node, path=tmp_path / "disk")
    mark(Path(volume.path), str(volume.marker))
    return volume


@contextmanager
def recording(node: StorageNode, state: Path) -> Iterator[NodeRecorder]:
    stopping = threading.Event()
    recorder = NodeRecorder(name=node.name, state=state, clock=timezone.now, reserve=0)
    thread = threading.Thread(target=recorder.run, args=(stopping,))
    thread.start()
    try:
        yield recorder
    finally:
        stopping.set()
        thread.join(timeout=30)
        assert not thread.is_alive()


def a_real_camera(node: StorageNode, running: Cameras, mount: str = "/main", **fields: object) -> Camera:
    return a_camera(node=node, main_url=running.url(mount), username="admin", password_sealed=seal(PASSWORD), **fields)


def test_a_camera_whose_power_fails_leaves_segments_and_one_gap_between_them(
    node: StorageNode, volume: Volume, units: Path, tmp_path: Path
) -> None:
    with cameras({"/main": {"units": str(units), "rate": 25}}, user="admin", password=PASSWORD) as running:
        camera = a_real_camera(node, running)
        with recording(node, tmp_path / "state"):
            eventually(lambda: CameraStatus.objects.filter(camera=camera, state="recording", bit_rate__gt=0).exists())
            running.kill()
            eventually(lambda: Gap.objects.filter(camera=camera, end=None, cause="unreachable").exists())
            running.start()
            eventually(lambda: Gap.objects.filter(camera=camera, end__isnull=False).exists())
            eventually(lambda: CameraStatus.objects.get(camera=camera).state == "recording")
            time.sleep(1.5)
    before, after = spans(camera)
    lost, stopped = Gap.objects.filter(camera=camera).order_by("start")
    assert (lost.start, lost.end) == (before[1], after[0])
    assert (stopped.start, stopped.end, stopped.cause) == (after[1], None, "recorder_stopped")
    for segment in Segment.objects.filter(camera=camera):
        assert segment.state == "closed"
        with av.open(str(Path(volume.path) / segment.path)) as played:
            assert sum(1 for _ in played.decode(video=0)) == segment.packets
    assert timezone.now() - after[1] < timedelta(seconds=10)
    assert NodeStatus.objects.get(node=node).recording == 1
