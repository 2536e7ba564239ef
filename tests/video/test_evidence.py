"""Evidence exports on real footage: what is in the file, what the manifest says, and that a changed byte is found."""

import base64
import io
import json
import stat
import zipfile
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portalkit.access.models import User
from portalkit.audit.models import AuditEvent
from portalkit.files.services import path_of
from portalkit.jobs.models import Job
from tests.builders import a_user
from tests.video.builders import NOON, a_camera, a_gap, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.adapters.signing import KeyUnusable, public_key, signing_key
from video.adapters.volumes import mark
from video.models import Camera, EvidenceExport, LegalHold, Segment, Volume
from video.services.evidence import asking
from video.services.evidence.keys import evidence_public_key

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=1)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def volume(tmp_path: Path, settings: Any) -> Volume:
    settings.NOC_EVIDENCE_KEY_FILE = str(tmp_path / "keys" / "evidence.key")
    volume = a_volume(a_node("east"), path=tmp_path / "disk")
    mark(tmp_path / "disk", str(volume.marker))
    return volume


@pytest.fixture
def camera(volume: Volume) -> Camera:
    """Footage from 0 to 6 s and from 6 to 12 s, an outage, and from 20 to 26 s."""
    camera = a_camera(a_hall(), node=volume.node)
    for start in (0, 6, 20):
        recorded(camera, volume, start=at(start), seconds=6)
    a_gap(camera, start=at(12), end=at(20), cause="unreachable")
    return camera


@pytest.fixture
def supervisor(camera: Camera) -> User:
    return a_user("supervisor", at=camera.hall.region, full_name="Wang")


def asked(camera: Camera, user: User, start: float, end: float, **options: Any) -> EvidenceExport:
    wishes = {"reason": "案件 2026-7", "holds": False, "now": NOW, **options}
    return asking.ask_export(camera=camera, start=at(start), end=at(end), user=user, by=user.actor, **wishes)


def written(export: EvidenceExport, folder: Path) -> tuple[Path, Path]:
    """Footage and manifest as somebody downloads them."""
    export.refresh_from_db()
    assert export.footage is not None
    assert export.manifest is not None
    footage, manifest = folder / "e.mp4", folder / "e.json"
    footage.write_bytes(path_of(export.footage).read_bytes())
    manifest.write_bytes(path_of(export.manifest).read_bytes())
    return footage, manifest


def verified(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    try:
        call_command("verify_export", *map(str, arguments), "--json", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_an_export_plays_tells_its_gaps_and_is_found_out_when_anything_is_changed(
    camera: Camera, supervisor: User, tmp_path: Path, run_jobs: Any
) -> None:
    export = asked(camera, supervisor, 2.5, 22.2, holds=True)
    (job,) = run_jobs(now=NOW)
    assert (job.queue, job.state, job.result["pictures"]) == ("video.east", "done", 325)
    footage, manifest = written(export, tmp_path)
    with av.open(str(footage)) as played:
        times = [float(frame.pts * frame.time_base) for frame in played.decode(video=0)]
    assert len(times) == job.result["pictures"]
    assert times[0] == 0
    assert times[-1] == pytest.approx(20.96, abs=0.01)
    assert max(late - early for early, late in pairwise(times)) == pytest.approx(8.04, abs=0.01)
    says = json.loads(manifest.read_bytes())
    assert says["camera"]["gb_id"] == camera.gb_id
    assert says["export"]["exporter"] == {"user": supervisor.username, "name": "Wang"}
    assert (says["asked"]["from"], says["real"]["from"]) == ("2026-11-02T12:00:02.500+08:00", "2026-11-02T12:00:02.000+08:00")
    assert says["gaps"] == [
        {"from": "2026-11-02T12:00:12.000+08:00", "to": "2026-11-02T12:00:20.000+08:00", "cause": "unreachable"},
    ]
    digests = list(Segment.objects.order_by("start").values_list("sha256", flat=True))
    assert [source["sha256"] for source in says["sources"]] == digests
    hold = LegalHold.objects.get()
    assert (hold.start, hold.end, export.hold) == (at(2.5), at(22.2), hold)
    assert set(AuditEvent.objects.filter(action__startswith="video.").values_list("action", flat=True)) == {
        "video.ask_export", "video.make_export", "video.place_hold",
    }  # fmt: skip
    _changes_are_found(footage, manifest, tmp_path)


def _changes_are_found(footage: Path, manifest: Path, folder: Path) -> None:
    ours = evidence_public_key()
    assert verified(footage, manifest) == (0, {"good": True, "faults": [], "fingerprint": ours.fingerprint})
    pem = folder / "public.pem"
    pem.write_text(ours.pem)
    assert verified(footage, manifest, "--key", pem)[0] == verified(footage, manifest, "--key", ours.text)[0] == 0
    foreign = signing_key(folder / "foreign.key").public.text
    assert verified(footage, manifest, "--key", foreign) == (1, {"good": False, "faults": ["foreign_key"], "fingerprint": ours.fingerprint})
    body = footage.read_bytes()
    footage.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert verified(footage, manifest)[1]["faults"] == ["altered_footage"]
    footage.write_bytes(body)
    says = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps({**says, "gaps": []}))
    assert verified(footage, manifest)[1]["faults"] == ["altered_manifest"]
    manifest.write_text(json.dumps({**says, "sources": says["sources"][1:]}))
    assert verified(footage, manifest)[1]["faults"] == ["altered_manifest", "broken_chain"]
    manifest.write_text(json.dumps({**says, "signature": {**says["signature"], "value": base64.b64encode(b"0" * 64).decode()}}))
    assert verified(footage, manifest)[0] == 1
    manifest.write_text("no manifest")
    assert verified(footage, manifest)[1]["faults"] == ["no_manifest"]
    for arguments in ((footage, folder / "absent.json"), (footage, manifest, "--key", "none")):
        with pytest.raises(CommandError) as misuse:
            verified(*arguments)
        assert misuse.value.returncode == 2


def test_a_damaged_source_is_refused_and_named(camera: Camera, supervisor: User, volume: Volume, run_jobs: Any) -> None:
    segment = Segment.objects.order_by("start")[1]
    place = Path(volume.path) / segment.path
    body = bytearray(place.read_bytes())
    body[-5] ^= 1
    place.write_bytes(body)
    export = asked(camera, supervisor, 1, 9)
    (job,) = run_jobs(now=NOW)
    export.refresh_from_db()
    assert (job.state, "12:00:06" in job.error, export.finished_at, export.footage) == ("failed", True, None, None)
    place.unlink()
    asked(camera, supervisor, 1, 9)
    (job,) = run_jobs(now=NOW)
    assert (job.state, "12:00:06" in job.error) == ("failed", True)


def test_what_is_durable_of_a_growing_segment_can_be_exported(
    camera: Camera, supervisor: User, volume: Volume, tmp_path: Path, run_jobs: Any
) -> None:
    segment = Segment.objects.order_by("start")[2]
    Segment.objects.filter(pk=segment.pk).update(state="open", sha256="")
    with (Path(volume.path) / segment.path).open("ab") as growing:
        growing.write(b"\x00\x00\x01\x00moof and what is still being written")
    export = asked(camera, supervisor, 20, 26)
    assert run_jobs(now=NOW)[0].state == "done"
    footage, manifest = written(export, tmp_path)
    (source,) = json.loads(manifest.read_bytes())["sources"]
    assert (source["is_growing"], source["sha256"]) == (True, segment.sha256)
    assert verified(footage, manifest)[0] == 0


def test_what_cannot_be_one_file_is_said_before_any_work(camera: Camera, supervisor: User, tmp_path: Path) -> None:
    with pytest.raises(asking.TooLong):
        asked(camera, supervisor, 0, 6 * 3600 + 1)
    with pytest.raises(asking.NotRecordedYet):
        asked(camera, supervisor, 0, 3601)
    with pytest.raises(asking.NoFootage) as nothing:
        asked(camera, supervisor, 13, 19)
    assert (nothing.value.nearest.before, nothing.value.nearest.after) == (at(12), at(20))
    other = a_volume(a_node("west"), path=tmp_path / "west")
    Segment.objects.filter(start=at(6)).update(volume=other)
    with pytest.raises(asking.Divided) as divided:
        asked(camera, supervisor, 0, 9)
    assert (divided.value.at, divided.value.by_format) == (at(6), False)
    Segment.objects.filter(start=at(20)).update(width=640)
    with pytest.raises(asking.Divided) as divided:
        asked(camera, supervisor, 7, 22)
    assert (divided.value.at, divided.value.by_format) == (at(20), True)
    assert not EvidenceExport.objects.exists()
    assert not Job.objects.exists()


def test_the_key_is_made_once_for_its_owner_alone_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "evidence.key"
    first = signing_key(path)
    assert signing_key(path).public == first.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_key(first.public.pem) == public_key(first.public.text) == first.public
    assert "PRIVATE" not in repr(first)
    path.write_text("nothing")
    with pytest.raises(KeyUnusable):
        signing_key(path)
    with pytest.raises(KeyUnusable):
        public_key("AAAA")


def test_pages_ask_refuse_show_and_hand_out(client: Client, camera: Camera, supervisor: User, volume: Volume, run_jobs: Any) -> None:
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    url = reverse("video:ask_export", args=[camera.gb_id])
    page = client.get(url, {"from": "2026-11-02T12:00:02", "to": "2026-11-02T04:00:08Z"}).content.decode()
    assert 'value="2026-11-02T12:00:02"' in page
    assert 'value="2026-11-02T12:00:08"' in page
    wish = {"start": "2026-11-02T12:00:13", "end": "2026-11-02T12:00:19", "reason": "case"}
    refused = client.post(url, wish)
    assert refused.status_code == 422
    assert "ends at 2026-11-02 12:00:12" in refused.content.decode()
    assert client.post(url, {**wish, "reason": ""}).status_code == 422
    made = client.post(url, {**wish, "start": "2026-11-02T12:00:02", "end": "2026-11-02T12:00:08", "holds": "on"}, follow=True)
    export = EvidenceExport.objects.get()
    assert "Show the progress" in made.content.decode()
    assert client.get(reverse("video:evidence_file", args=[export.pk, "footage"])).status_code == 404
    run_jobs()
    page = client.get(reverse("video:evidence", args=[export.pk])).content.decode()
    assert evidence_public_key().fingerprint in page
    package = b"".join(client.get(reverse("video:evidence_file", args=[export.pk, "package"])))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name.rpartition(".")[2] for name in names] == ["mp4", "json", "txt"]
        export.refresh_from_db()
        assert export.footage is not None
        assert archive.getinfo(names[0]).file_size == export.footage.size
    footage = client.get(reverse("video:evidence_file", args=[export.pk, "footage"]))
    assert footage["Content-Disposition"].startswith("attachment")
    assert len(b"".join(footage)) == export.footage.size
    assert AuditEvent.objects.filter(action="video.download_export").count() == 2
    assert client.get(reverse("video:evidence_file", args=[export.pk, "other"])).status_code == 404
    hold = LegalHold.objects.get()
    released = client.post(reverse("video:hold", args=[hold.pk]), {"reason": "closed"}, follow=True)
    assert "Released" in released.content.decode()
    listed = client.get(reverse("video:exports"), {"ready": "yes"}).content.decode()
    assert "Ready for download" in listed


def test_a_file_that_another_machine_has_is_said_and_no_download_is_noted(
    camera: Camera, supervisor: User, client: Client, run_jobs: Any
) -> None:
    export = asked(camera, supervisor, 0, 3)
    run_jobs(now=NOW)
    export.refresh_from_db()
    assert export.footage is not None
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    path_of(export.footage).unlink()
    for what in ("footage", "package"):
        answer = client.get(reverse("video:evidence_file", args=[export.pk, what]), follow=True)
        assert answer.redirect_chain == [(reverse("video:evidence", args=[export.pk]), 302)]
        assert "不在本服务器上" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="video.download_export").exists()
