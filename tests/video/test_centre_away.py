"""The database behind a line that fails: what the recorder of a node does meanwhile, and what the centre knows afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import av
import pytest
from django.db import connection
from django.utils import timezone

from tests.lines import Line
from tests.video.builders import a_camera, a_node, a_volume
from tests.video.footage import spans
from tests.video.recorders import RecorderProcess
from tests.video.waiting import eventually
from video.adapters.volumes import mark
from video.models import Camera, Gap, NodeStatus, RecordingLease, Segment, StorageNode, Volume

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def line() -> Iterator[Line]:
    where = connection.settings_dict
    line = Line(host=where["HOST"] or "127.0.0.1", port=int(where["PORT"] or 5432))
    yield line
    line.speak()
    line.cut()


def through(line: Line) -> str:
    where = connection.settings_dict
    return f"postgres://{where['USER']}@127.0.0.1:{line.port}/{where['NAME']}"


def a_site(name: str, folder: Path) -> tuple[StorageNode, Volume]:
    node = a_node(name)
    volume = a_volume(node, path=folder / name)
    mark(Path(volume.path), str(volume.marker))
    return node, volume


@contextmanager
def recorded_by(recorder: RecorderProcess) -> Iterator[RecorderProcess]:
    try:
        yield recorder
    finally:
        if recorder.process.poll() is None:
            recorder.kill()


def stored(volume: Volume) -> int:
    return sum(path.stat().st_size for path in Path(volume.path).rglob("*.mp4"))


def goes_on(volume: Volume) -> bool:
    before = stored(volume)
    return bool(eventually(lambda: stored(volume) > before, seconds=8))


def test_without_the_centre_recording_goes_on_and_nothing_is_forgotten(line: Line, tmp_path: Path) -> None:
    node, volume = a_site("north", tmp_path)
    camera = a_camera(node=node, source=Camera.Source.DEMO)
    state, began = tmp_path / "state", timezone.now() - timedelta(seconds=2)
    with recorded_by(RecorderProcess(node, state=state, database=through(line))) as recorder:
        eventually(lambda: Segment.objects.filter(camera=camera).exists())
        line.silence()
        assert goes_on(volume)
        line.speak()
        line.cut()
        heard = NodeStatus.objects.get(node=node).heartbeat_at
        assert goes_on(volume)
        recorder.kill()
    with recorded_by(RecorderProcess(node, state=state, database=through(line))) as recorder:
        eventually(lambda: len(list(Path(volume.path).rglob("*.mp4"))) == 2)
        assert goes_on(volume)
        known = Segment.objects.count()
        line.restore()
        eventually(lambda: NodeStatus.objects.get(node=node).heartbeat_at > heard)
        eventually(lambda: Segment.objects.count() > known and Gap.objects.filter(end__isnull=False).exists())
        recorder.stop()
    first, second = spans(camera)
    assert began < first[0] < second[1] < timezone.now() + timedelta(seconds=1)
    gap = Gap.objects.filter(end__isnull=False).get()
    assert (gap.start, gap.end, gap.cause) == (first[1], second[0], "recorder_crashed")
    for segment in Segment.objects.all():
        assert segment.state == Segment.State.CLOSED
        assert sha256(Path(volume.path, segment.path).read_bytes()).hexdigest() == segment.sha256
        with av.open(str(Path(volume.path, segment.path))) as played:
            assert sum(1 for packet in played.demux(video=0) if packet.size) == segment.packets
    assert Segment.objects.count() == len(list(Path(volume.path).rglob("*.mp4")))


def test_a_camera_that_moves_is_recorded_by_one_node_at_a_time(line: Line, tmp_path: Path) -> None:
    (north, there), (south, here) = a_site("north", tmp_path), a_site("south", tmp_path)
    camera = a_camera(node=north, source=Camera.Source.DEMO)
    with (
        recorded_by(RecorderProcess(north, state=tmp_path / "north-state", database=through(line))) as old,
        recorded_by(RecorderProcess(south, state=tmp_path / "south-state")) as new,
    ):
        eventually(lambda: Segment.objects.filter(camera=camera, volume=there).exists())
        line.cut()
        Camera.objects.filter(pk=camera.pk).update(node=south)
        time.sleep(6)
        assert not Segment.objects.filter(volume=here).exists()
        line.restore()
        eventually(lambda: Segment.objects.filter(camera=camera, volume=here).exists())
        before = stored(there)
        time.sleep(3)
        assert stored(there) == before
        old.stop()
        new.stop()
    assert set(Segment.objects.values_list("volume", "epoch")) == {(there.pk, 1), (here.pk, 2)}
    assert RecordingLease.objects.get(camera=camera).epoch == 2
    (first, second) = spans(camera)
    moved = Gap.objects.filter(end__isnull=False).get()
    assert (moved.start, moved.end) == (first[1], second[0])
