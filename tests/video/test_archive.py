"""The archive, against an S3 server on loopback: copied and read back, evicted, exported from there, aged out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from noc_portal.settings.archive import s3
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.models import Job
from tests.builders import a_user
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.adapters import archive
from video.adapters.volumes import Place, Report, mark
from video.domain.causes import VolumeState
from video.domain.retention import RESERVE_BYTES
from video.models import EvidenceExport, NodeStatus, Segment, Volume
from video.services.archived import ArchivedFootage
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
    assert [(job.state, job.queue) for job in run_jobs(now=NOON)] == [("done", "default")]
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


def archived(volume: Volume, *, days: int = 5, seconds: int = 3) -> tuple[Segment, bytes]:
    """A segment that only the archive has, and its bytes."""
    segment = recorded(a_camera(a_hall(), node=volume.node), volume, start=NOON - days * DAY, seconds=seconds)
    place = Path(volume.path) / segment.path
    body = place.read_bytes()
    archive_footage(volume=volume, by=SYSTEM, now=NOON)
    place.unlink()
    Segment.objects.filter(pk=segment.pk).update(is_local=False)
    segment.refresh_from_db()
    return segment, body


def viewer(segment: Segment, role: str = "supervisor") -> Client:
    client = Client()
    client.force_login(a_user(role, at=segment.camera.hall.region), backend="django.contrib.auth.backends.ModelBackend")
    return client


def media(segment: Segment) -> str:
    return reverse("video:media", args=[segment.pk])


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def test_archived_footage_plays_by_ranges_with_the_scope_of_the_rest(bucket: Any, volume: Volume) -> None:
    segment, body = archived(volume)
    client = viewer(segment)
    span = {"from": f"{segment.start:%Y-%m-%dT%H:%M:%SZ}", "to": f"{segment.end + DAY / 24:%Y-%m-%dT%H:%M:%SZ}"}
    assert media(segment) in client.get(reverse("video:playlist", args=[segment.camera.gb_id]), span).content.decode()
    for header, first, last in (("bytes=0-0", 0, 0), ("bytes=100-299", 100, 299), ("bytes=-7", len(body) - 7, len(body) - 1)):
        part = client.get(media(segment), headers={"range": header})
        assert (part.status_code, part.getvalue()) == (206, body[first : last + 1])
        assert part["Content-Range"] == f"bytes {first}-{last}/{len(body)}"
    whole = client.get(media(segment))
    assert (whole.status_code, whole["ETag"], whole.getvalue()) == (200, f'"{segment.sha256}"', body)
    assert client.get(media(segment), headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert client.get(media(segment), headers={"range": f"bytes={len(body)}-"}).status_code == 416
    other = Client()
    other.force_login(a_user("hall_manager", at=a_hall("西门营业厅").region), backend="django.contrib.auth.backends.ModelBackend")
    assert other.get(media(segment)).status_code == 404


def test_only_what_was_asked_for_is_fetched_and_only_a_little_at_a_time(bucket: Any, volume: Volume) -> None:
    segment, body = archived(volume, seconds=20)
    part = ArchivedFootage(segment).part(first=5, length=len(body) - 9)
    pieces = list(part)
    assert b"".join(pieces) == body[5:-4]
    assert max(map(len, pieces)) <= 256 * 1024
    broken_off = ArchivedFootage(segment).part(first=0, length=len(body))
    assert next(iter(broken_off))
    broken_off.close()


@pytest.mark.parametrize("how", ["gone", "shorter", "longer", "deleting"])
def test_an_object_that_is_not_what_was_archived_is_gone(bucket: Any, volume: Volume, how: str) -> None:
    segment, body = archived(volume)
    if how == "gone":
        bucket.objects.all().delete()
    elif how == "deleting":
        Segment.objects.filter(pk=segment.pk).update(state="deleting")
    else:
        bucket.put_object(Key=segment.archive_key, Body=body[:50] if how == "shorter" else body + b"!")
    answer = viewer(segment).get(media(segment), headers={"range": "bytes=0-99"})
    assert (answer.status_code, answer.content.decode()) == (
        410,
        "该录像已不在其存储卷上。" if how == "deleting" else "该录像已不在归档中。",
    )


def test_a_store_that_is_away_is_said_and_not_asked_again_at_once(bucket: Any, volume: Volume, settings: Any) -> None:
    segment, body = archived(volume)
    entry = s3(bucket=BUCKET, endpoint="http://127.0.0.1:9", access_key="AKIASECRET", secret_key="very secret")
    reachable = settings.STORAGES
    settings.STORAGES = {**reachable, "archive": entry}
    client = viewer(segment)
    answer = client.get(media(segment), headers={"range": "bytes=0-99"})
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "归档存储没有响应" in answer.content.decode()
    settings.STORAGES = reachable
    assert client.get(media(segment)).status_code == 503
    cache.clear()
    assert client.get(media(segment)).getvalue() == body
    settings.STORAGES = {name: entry for name, entry in reachable.items() if name != "archive"}
    assert client.get(media(segment)).status_code == 503


def test_what_both_have_comes_from_the_archive_while_its_node_is_silent(bucket: Any, volume: Volume) -> None:
    segment, body = archived(volume)
    Segment.objects.filter(pk=segment.pk).update(is_local=True)
    volume.node.media_url = "https://node-1.example:8443/"
    volume.node.save()
    client = viewer(segment)
    assert client.get(media(segment)).getvalue() == body
    now = timezone.now()
    NodeStatus.objects.create(node=volume.node, holder="x", started_at=now, heartbeat_at=now)
    assert client.get(media(segment)).status_code == 307
    Segment.objects.filter(pk=segment.pk).update(state="evicting")
    assert client.get(media(segment)).getvalue() == body


def test_the_archive_of_a_node_out_of_service_ages_at_the_centre(bucket: Any, volume: Volume, run_jobs: Any) -> None:
    segment, _body = archived(volume)
    volume.node.is_enabled = False
    volume.node.save()
    (Path(volume.path) / ".noc-volume").unlink()
    assert send_rounds(by=SYSTEM, now=NOON + 30 * DAY) == 0
    assert Job.objects.get(kind="video.archive").queue == "default"
    (job,) = run_jobs(now=NOON + 30 * DAY)
    assert (job.state, job.result["removed"]) == ("done", 1)
    assert (Segment.objects.filter(pk=segment.pk).exists(), keys(bucket)) == (False, set())
