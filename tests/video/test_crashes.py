"""What a recorder that is killed leaves behind, and what the next one makes of it."""

import random
import time
from hashlib import sha256
from pathlib import Path

import av
import pytest

from portalkit.vault.services.sealing import seal
from tests.video.builders import a_camera, a_node, a_volume
from tests.video.cameras import cameras, write_units
from tests.video.clips import clip
from tests.video.footage import spans
from tests.video.recorders import RecorderProcess
from tests.video.waiting import eventually
from video.adapters.volumes import mark
from video.models import Camera, Gap, Segment, Volume

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rtsp]
PASSWORD = "p@ss:w/rd%"


def test_a_killed_recorder_loses_a_group_of_pictures_at_most_and_every_file_is_indexed(tmp_path: Path) -> None:
    units = write_units(clip(seconds=4, gop=25), tmp_path / "main.bin")
    node = a_node("north")
    volume = a_volume(node, path=tmp_path / "disk")
    mark(Path(volume.path), str(volume.marker))
    mounts = {f"/{number}": {"units": str(units), "rate": 25} for number in range(2)}
    with cameras(mounts, user="admin", password=PASSWORD) as running:
        there = [a_camera(node=node, main_url=running.url(mount), username="admin", password_sealed=seal(PASSWORD)) for mount in mounts]
        for kills in range(2):
            recorder = RecorderProcess(node, state=tmp_path / "state")
            wanted = 2 * (kills + 1)
            eventually(lambda wanted=wanted: len(list(Path(volume.path).rglob("*.mp4"))) >= wanted)
            time.sleep(random.uniform(2.0, 3.0))
            killed_at = time.time()
            recorder.kill()
            assert all(killed_at - _last_picture(volume, camera) < 1.6 for camera in there)
        recorder = RecorderProcess(node, state=tmp_path / "state")
        eventually(lambda: Gap.objects.filter(end__isnull=False).count() == 4)
        recorder.stop()
    _every_file_plays_and_has_its_row(volume)
    assert PASSWORD not in recorder.log.read_text()
    for camera in there:
        first, second, third = spans(camera)
        assert set(Segment.objects.filter(camera=camera).values_list("epoch", flat=True)) == {1, 2, 3}
        gaps = list(Gap.objects.filter(camera=camera).order_by("start").values_list("start", "end", "cause"))
        assert gaps[:2] == [(first[1], second[0], "recorder_crashed"), (second[1], third[0], "recorder_crashed")]


def _last_picture(volume: Volume, camera: Camera) -> float:
    newest = max(Path(volume.path, camera.gb_id).rglob("*.mp4"))
    with av.open(str(newest)) as played:
        return max(float(packet.pts * packet.time_base) for packet in played.demux(video=0) if packet.pts is not None)


def _every_file_plays_and_has_its_row(volume: Volume) -> None:
    files = sorted(Path(volume.path).rglob("*.mp4"))
    assert [path.relative_to(volume.path).as_posix() for path in files] == sorted(Segment.objects.values_list("path", flat=True))
    for segment in Segment.objects.all():
        data = Path(volume.path, segment.path).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (segment.size, segment.sha256)
        with av.open(str(Path(volume.path, segment.path))) as played:
            assert sum(1 for _ in played.decode(video=0)) == segment.packets
