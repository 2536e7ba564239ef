"""The archive, against an S3 server on loopback: copied and read back, evicted, exported from there, aged out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from noc_portal.settings.archive import s3
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from tests.builders import a_user
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.adapters import archive
from video.adapters.volumes import Place, Report, mark
from video.domain.causes import VolumeState
from video.domain.retention import RESERVE_BYTES
from video.models import EvidenceExport, Segment, Volume
from video.services.archiving import archive_footage
from video.services.evidence.asking import ask_export
from video.services.footage import FootageDamaged, FootageGone, open_segment
from video.services.holds import place_hold
from video.services.retention import enforce_retention
from video.services.rounds import send_rounds

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BUCKET = "footage"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any) -> Iterator[Any]:
    entry = s3(bucket=BUCKET, endpoint=endpoint, access_key="test", secret_key="test")
    settings.STORAGES = {**settings.STORAGES, "archive": entry}
    settings.NOC_ARCHIVE_AFTER_DAYS = 3
    client = boto3.resource("s3", endpoint_url=endpoint, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    found = client.create_bucket(Bucket=BUCKET)
    yield found
    found.objects.all().delete()
    client.meta.client.close()


@pytest.fixture
def volume(tmp_path: Path, settings: Any) -> Volume:
    settings.NOC_EVIDENCE_KEY_FILE = str(tmp_path / "evidence.key")
    volume = a_volume(a_node("east"), path=tmp_path / "disk")
    mark(tmp_path / "disk", str(volume.marker))
    return volume


def tight(_place: Place) -> Report:
    return Report(VolumeState.READY, 100 * RESERVE_BYTES, 0)


def ample(_place: Place) -> Report:
    return Report(VolumeState.READY, 100 * RESERVE_BYTES, 100 * RESERVE_BYTES)


def keys(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def test_footage_moves_to_the_archive_plays_and_is_exported_from_there_and_ages_out(bucket: Any, volume: Volume, run_jobs: Any) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    old, young = (recorded(camera, volume, start=NOON - days * DAY, seconds=3) for days in (5, 1))
    body = (Path(volume.path) / old.path).read_bytes()
    assert send_rounds(by=SYSTEM, now=NOON) == 1
    jobs = {job.kind: job for job in run_jobs(now=NOON)}
    assert jobs["video.archive"].result == {"copied": 1, "bytes": old.size, "failed": 0, "removed": 0}
    assert keys(bucket) == {old.path}
    assert archive_footage(volume=volume, by=SYSTEM, now=NOON).copied == 0

    assert enforce_retention(volume=volume, by=SYSTEM, now=NOON, look=tight).evicted == 1
    old.refresh_from_db()
    assert (old.is_local, (Path(volume.path) / old.path).exists(), young.is_local) == (False, False, True)
    with open_segment(old) as path:
        assert path.read_bytes() == body
    assert not path.exists()

    user = a_user("supervisor", at=camera.hall.region)
    ask_export(camera=camera, start=old.start, end=old.end, reason="case", holds=False, user=user, by=user.actor, now=NOON)
    assert [job.state for job in run_jobs(now=NOON)] == ["done"]
    assert EvidenceExport.objects.get().finished_at == NOON

    hold = place_hold(camera=camera, start=old.start, end=old.end, reason="case", user=user, by=SYSTEM, now=NOON)
    later = NOON + 26 * DAY
    done = archive_footage(volume=volume, by=SYSTEM, now=later)
    assert (done.removed, done.copied) == (0, 1)
    hold.released_at, hold.released_by = later, user
    hold.save()
    done = archive_footage(volume=volume, by=SYSTEM, now=later)
    assert (done.removed, done.copied, keys(bucket)) == (1, 0, {young.path})
    assert set(Segment.objects.values_list("path", flat=True)) == {young.path}
    assert AuditEvent.objects.filter(action__in=["video.archive_footage", "video.remove_archived"]).count() == 3


def test_what_has_both_copies_loses_both_when_its_days_are_over(bucket: Any, volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    segment = recorded(camera, volume, start=NOON - 5 * DAY, seconds=1)
    archive_footage(volume=volume, by=SYSTEM, now=NOON)
    later = NOON + 30 * DAY
    assert enforce_retention(volume=volume, by=SYSTEM, now=later, look=ample).removed == 1
    assert list(Segment.objects.values_list("state", "is_local")) == [("deleting", False)]
    assert not (Path(volume.path) / segment.path).exists()
    assert archive_footage(volume=volume, by=SYSTEM, now=later).removed == 1
    assert (Segment.objects.count(), keys(bucket)) == (0, set())


def test_a_copy_that_differs_does_not_count_and_one_that_is_gone_is_said(bucket: Any, volume: Volume) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    good, bad = (recorded(camera, volume, start=NOON - days * DAY, seconds=1) for days in (6, 5))
    place = Path(volume.path) / bad.path
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    done = archive_footage(volume=volume, by=SYSTEM, now=NOON, batch=1)
    assert (done.copied, done.failed, keys(bucket)) == (1, 1, {good.path})
    enforce_retention(volume=volume, by=SYSTEM, now=NOON, look=tight)
    good.refresh_from_db()
    bucket.put_object(Key=good.path, Body=b"something else")
    with pytest.raises(FootageDamaged), open_segment(good):
        pass
    bucket.objects.all().delete()
    with pytest.raises(FootageGone), open_segment(good):
        pass
    archive.remove(good.path)


def test_a_store_that_is_away_leaves_everything_as_it_is(bucket: Any, volume: Volume, settings: Any) -> None:
    camera = a_camera(a_hall(), node=volume.node)
    recorded(camera, volume, start=NOON - 5 * DAY, seconds=1)
    entry = s3(bucket="nobody", endpoint="http://127.0.0.1:9", access_key="AKIASECRET", secret_key="very secret")
    settings.STORAGES = {**settings.STORAGES, "archive": entry}
    with pytest.raises(archive.ArchiveAway) as away:
        archive_footage(volume=volume, by=SYSTEM, now=NOON)
    assert "secret" not in str(away.value).lower()
    assert Segment.objects.get().archive_key == ""
    settings.STORAGES = {name: entry for name, entry in settings.STORAGES.items() if name != "archive"}
    assert not archive.has_archive()
