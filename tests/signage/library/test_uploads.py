"""Files that come in piece by piece, and what becomes of them."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portalkit.audit.models import AuditEvent
from portalkit.files.services import path_of
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.services import cancel
from portalkit.regions.models import Region
from signage.adapters import pieces
from signage.models import Content, ContentVersion, Upload
from signage.services.library.tidying import sweep_uploads
from signage.services.library.uploading import MOST_OPEN, PIECE_BYTES
from tests.builders import a_prefecture, a_province, a_user
from tests.signage.library import decks, files

pytestmark = pytest.mark.django_db
RunJobs = Callable[..., list[Job]]
Committed = Callable[..., Any]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    """`with committed(execute=True):` does what waits for the commit of what stands inside."""
    return django_capture_on_commit_callbacks


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def east() -> Region:
    return a_prefecture("东海市", under=a_province())


@pytest.fixture
def author(client: Client, east: Region) -> Client:
    client.force_login(a_user("noc_staff", at=east))
    return client


def begun(client: Client, region: Region, data: bytes, *, name: str = "海报.jpg", **fields: Any) -> str:
    """The address that pieces go to."""
    form = {"kind": "brand", "region": region.pk, "name": name, "size": len(data), "modified": 1, **fields}
    answer = client.post(reverse("signage:begin_upload"), form)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"])


def put(client: Client, url: str, data: bytes, offset: int) -> Any:
    return client.put(url, data, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)})


def uploaded(client: Client, region: Region, data: bytes, **fields: Any) -> Upload:
    answer = put(client, url := begun(client, region, data, **fields), data, 0)
    assert answer.json()["done"], answer.text
    return Upload.objects.get(pk=url.rstrip("/").rpartition("/")[2])


def results_of(client: Client, *uploads: Upload) -> list[dict[str, Any]]:
    """In the order of the uploads, in English."""
    answer = client.get(reverse("signage:upload_results"), {"key": [upload.pk for upload in uploads]}, headers={"Accept-Language": "en"})
    by_key = {result["key"]: result for result in answer.json()["results"]}
    return [by_key[str(upload.pk)] for upload in uploads if str(upload.pk) in by_key]


def test_an_upload_goes_on_where_it_was_cut_off(author: Client, east: Region, run_jobs: RunJobs, committed: Committed) -> None:
    data = files.a_picture()
    url = begun(author, east, data, title="春节海报", tags="春节， 5G", licence_note="自有")
    assert put(author, url, data[:2000], 0).json()["offset"] == 2000
    assert author.get(url).json()["offset"] == 2000
    assert not Job.objects.exists()
    assert put(author, url, data[2000:], 2000).json()["done"] is True
    with committed(execute=True):
        [job] = run_jobs()
    assert (job.state, job.queue) == (JobState.DONE, "media")
    content = Content.objects.get()
    assert (content.title, content.media, content.region) == ("春节海报", "image", east)
    assert {tag.name for tag in content.tags.all()} == {"春节", "5G"}
    assert content.current is not None
    assert content.current.made_from["name"] == "海报.jpg"
    [file] = content.current.files.all()
    assert len(file.chunks) == 1
    assert file.chunks[0] == file.file.sha256
    assert not pieces.path_of(Upload.objects.get().pk).exists()
    assert author.get(job.result_url)["Location"] == reverse("signage:content", args=[content.pk])


@pytest.mark.parametrize("offset", [0, 1999, 2001])
def test_a_piece_at_the_wrong_place_is_told_the_right_one_and_changes_nothing(author: Client, east: Region, offset: int) -> None:
    data = files.a_picture()
    url = begun(author, east, data)
    put(author, url, data[:2000], 0)
    answer = put(author, url, b"x" * 10, offset)
    assert (answer.status_code, answer.json()["offset"]) == (409, 2000)
    assert pieces.path_of(Upload.objects.get().pk).read_bytes() == data[:2000]


def test_bytes_that_were_written_but_never_acknowledged_are_written_again(author: Client, east: Region, run_jobs: RunJobs) -> None:
    """The power went between the disk and the row."""
    data = files.a_picture()
    url = begun(author, east, data)
    put(author, url, data[:2000], 0)
    with pieces.path_of(Upload.objects.get().pk).open("ab") as draft:
        draft.write(b"half a piece")
    assert author.get(url).json()["offset"] == 2000
    put(author, url, data[2000:], 2000)
    assert run_jobs()[0].state == JobState.DONE


def test_a_piece_without_its_place_or_larger_than_agreed_is_refused(author: Client, east: Region) -> None:
    data = bytes(PIECE_BYTES + 10)
    url = begun(author, east, data, name="x.mp4")
    assert author.put(url, b"x", content_type="application/octet-stream").status_code == 400
    assert put(author, url, data, 0).status_code == 413
    assert put(author, url, b"x" * 20, len(data) - 10).status_code == 413
    assert put(author, url, b"", 0).status_code == 409


def test_two_windows_do_not_write_one_file_at_once(author: Client, east: Region) -> None:
    url = begun(author, east, bytes(100))
    with pieces.held(Upload.objects.get().pk):
        assert put(author, url, bytes(100), 0).status_code == 503
    assert put(author, url, bytes(100), 0).status_code == 200


def test_an_upload_is_its_owners_alone(author: Client, east: Region) -> None:
    url = begun(author, east, bytes(100))
    other = Client()
    other.force_login(a_user("noc_staff", at=east))
    assert other.get(url).status_code == 404
    assert put(other, url, bytes(100), 0).status_code == 404
    assert other.delete(url).status_code == 404
    assert other.get(url + "done/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"size": 0}, "empty"),
        ({"size": 3 * 1024**3}, "2.0 GiB"),
        ({"kind": "nonsense"}, "nonsense"),
        ({"valid_from": "2026-11-03T00:00", "valid_to": "2026-11-03T00:00"}, "later"),
    ],
)
def test_what_cannot_be_is_said_before_a_byte_is_sent(author: Client, east: Region, fields: dict[str, Any], words: str) -> None:
    form = {"kind": "brand", "region": east.pk, "name": "a.jpg", "size": 10, **fields}
    answer = author.post(reverse("signage:begin_upload"), form, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Upload.objects.exists()


def test_nobody_uploads_into_a_region_that_is_not_theirs(author: Client, east: Region) -> None:
    west = a_prefecture("西山市", under=Region.objects.get(parent=None))
    for region in (west, west.parent):
        answer = author.post(reverse("signage:begin_upload"), {"kind": "brand", "region": region.pk, "name": "a.jpg", "size": 10})  # type: ignore[union-attr]
        assert answer.status_code == 422


def test_a_person_has_a_bounded_number_of_unfinished_uploads(author: Client, east: Region) -> None:
    for _number in range(MOST_OPEN):
        begun(author, east, bytes(10))
    answer = author.post(reverse("signage:begin_upload"), {"kind": "brand", "region": east.pk, "name": "a.jpg", "size": 10})
    assert answer.status_code == 422
    assert author.delete(reverse("signage:upload_piece", args=[Upload.objects.first().pk])).status_code == 204  # type: ignore[union-attr]
    begun(author, east, bytes(10))


def test_a_refused_file_is_explained_where_it_was_uploaded_and_not_kept(
    author: Client, east: Region, run_jobs: RunJobs, committed: Committed
) -> None:
    upload = uploaded(author, east, files.SVG, name="logo.png")
    with committed(execute=True):
        [job] = run_jobs()
    assert job.state == JobState.FAILED
    page = author.get(reverse("signage:upload_done", args=[upload.pk]), headers={"Accept-Language": "en"})
    assert "SVG is not taken" in page.text
    assert not Content.objects.exists()
    assert not pieces.path_of(upload.pk).exists()
    assert json.loads(Upload.objects.get().refusal) == {"reason": "svg", "figures": []}
    assert AuditEvent.objects.filter(action="signage.refuse_upload").exists()


def test_what_became_of_several_files_is_told_at_once(author: Client, east: Region, run_jobs: RunJobs) -> None:
    good = uploaded(author, east, files.a_picture(), title="海报")
    bad = uploaded(author, east, files.SVG, name="logo.png")
    assert [result["is_open"] for result in results_of(author, good, bad)] == [True, True]
    run_jobs()
    taken, refused = results_of(author, good, bad)
    assert (taken["is_open"], taken["is_bad"]) == (False, False)
    assert taken["url"] == reverse("signage:content", args=[Content.objects.get().pk])
    assert "海报" in taken["words"]
    assert (refused["is_open"], refused["is_bad"], refused["url"]) == (False, True, "")
    assert "SVG is not taken" in refused["words"]


def test_how_far_the_checking_is_stands_beside_the_file(author: Client, east: Region) -> None:
    upload = uploaded(author, east, files.a_picture())
    Job.objects.update(state=JobState.RUNNING, progress_done=1, progress_total=4)
    [result] = results_of(author, upload)
    assert (result["is_open"], result["share"]) == (True, 0.25)
    Job.objects.update(state=JobState.CANCELLED)
    [result] = results_of(author, upload)
    assert (result["is_bad"], result["url"]) == (True, reverse("signage:upload_done", args=[upload.pk]))


def test_nobody_is_told_what_became_of_a_strangers_file(author: Client, east: Region) -> None:
    upload = uploaded(author, east, files.a_picture())
    other = Client()
    other.force_login(a_user("noc_staff", at=east))
    assert results_of(other, upload) == []
    assert author.get(reverse("signage:upload_results"), {"key": "nonsense"}).status_code == 404


def test_a_refused_replacement_says_so_on_the_page_that_waits_for_it(author: Client, east: Region, run_jobs: RunJobs) -> None:
    uploaded(author, east, files.a_picture())
    run_jobs()
    content = Content.objects.get()
    upload = uploaded(author, east, files.a_pdf(pages=1), content=content.pk)
    url = reverse("signage:upload_progress", args=[upload.pk])
    assert url in author.get(reverse("signage:upload_done", args=[upload.pk])).text
    run_jobs()
    shown = author.get(url, headers={"Accept-Language": "en"}).text
    assert "The file was not taken" in shown
    assert "The content stays as it was" in shown
    assert "number of this job" not in shown


def test_the_page_that_waits_for_a_replacement_leads_on_to_the_content(author: Client, east: Region, run_jobs: RunJobs) -> None:
    uploaded(author, east, files.a_picture())
    run_jobs()
    content = Content.objects.get()
    upload = uploaded(author, east, files.a_picture("PNG"), content=content.pk)
    run_jobs()
    answer = author.get(reverse("signage:upload_progress", args=[upload.pk]), headers={"Accept-Language": "en"})
    assert answer.headers["HX-Redirect"] == reverse("signage:content", args=[content.pk])
    assert "The new version is in the library" in author.get(answer.headers["HX-Redirect"], headers={"Accept-Language": "en"}).text


def test_a_clip_that_is_cut_off_is_told_how_many_bytes_it_lacks(author: Client, east: Region, run_jobs: RunJobs) -> None:
    clip = files.a_clip()
    upload = uploaded(author, east, clip[:-2000], name="cut.mp4")
    run_jobs()
    [result] = results_of(author, upload)
    assert f"{len(clip) - 2000:,} of the {len(clip):,} bytes" in result["words"]


def test_a_file_whose_checking_was_cancelled_can_be_checked_again(author: Client, east: Region, run_jobs: RunJobs) -> None:
    upload = uploaded(author, east, files.a_picture())
    cancel(job=Job.objects.get(), by=upload.owner.actor)
    assert author.get(reverse("signage:upload_done", args=[upload.pk])).status_code == 200
    author.post(reverse("signage:check_upload_again", args=[upload.pk]))
    run_jobs()
    assert Content.objects.count() == 1


def test_a_replacement_is_the_next_version_and_leaves_the_first_as_it_was(author: Client, east: Region, run_jobs: RunJobs) -> None:
    uploaded(author, east, files.a_picture(), title="海报")
    run_jobs()
    content = Content.objects.get()
    first = content.current
    answer = author.post(reverse("signage:begin_upload"), {"content": content.pk, "name": "b.png", "size": 3, "modified": 0})
    assert answer.status_code == 201
    Upload.objects.filter(made=None).delete()
    data = files.a_picture("PNG")
    upload_url = author.post(reverse("signage:begin_upload"), {"content": content.pk, "name": "b.png", "size": len(data)}).json()["url"]
    put(author, upload_url, data, 0)
    run_jobs()
    content.refresh_from_db()
    assert content.current is not None
    assert first is not None
    assert (content.current.number, content.title) == (2, "海报")
    assert ContentVersion.objects.get(pk=first.pk).files.get().content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "reason"), [(files.a_picture(), "same_as_current"), (files.a_pdf(pages=1), "other_medium")], ids=["same file", "other medium"]
)
def test_a_replacement_has_to_be_another_file_of_the_same_medium(
    author: Client, east: Region, run_jobs: RunJobs, data: bytes, reason: str
) -> None:
    uploaded(author, east, files.a_picture())
    run_jobs()
    content = Content.objects.get()
    url = author.post(reverse("signage:begin_upload"), {"content": content.pk, "name": "b", "size": len(data)}).json()["url"]
    put(author, url, data, 0)
    run_jobs()
    assert json.loads(Upload.objects.get(made=None).refusal)["reason"] == reason
    assert content.versions.count() == 1


def test_the_same_bytes_uploaded_twice_are_told(author: Client, east: Region, run_jobs: RunJobs) -> None:
    for title in ("甲", "乙"):
        uploaded(author, east, files.a_picture(), title=title)
    run_jobs()
    page = author.get(reverse("signage:content", args=[Content.objects.get(title="乙").pk]))
    assert reverse("signage:content", args=[Content.objects.get(title="甲").pk]) in page.text


def test_the_same_upload_makes_one_content_however_often_its_job_runs(author: Client, east: Region, run_jobs: RunJobs) -> None:
    """A worker that died after its commit is run again by the sweeper."""
    uploaded(author, east, files.a_picture())
    [job] = run_jobs()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    run_jobs()
    assert Content.objects.count() == 1


def test_old_unfinished_uploads_go_with_their_bytes(author: Client, east: Region) -> None:
    old, young = begun(author, east, bytes(100)), begun(author, east, bytes(100))
    put(author, old, bytes(50), 0)
    put(author, young, bytes(50), 0)
    now = timezone.now()
    Upload.objects.filter(pk=old.split("/")[-2]).update(created_at=now - timedelta(days=4))
    stray = pieces.folder() / "00000000-0000-4000-8000-000000000000"
    stray.write_bytes(b"x")
    swept = sweep_uploads(now=now)
    assert (swept.uploads, swept.drafts) == (1, 2)
    assert author.get(old).status_code == 404
    assert put(author, young, bytes(50), 50).status_code == 200


def test_a_whole_file_that_waits_to_be_checked_is_not_swept(author: Client, east: Region, run_jobs: RunJobs) -> None:
    uploaded(author, east, files.a_picture())
    sweep_uploads(now=timezone.now() + timedelta(days=5))
    run_jobs()
    assert Content.objects.count() == 1


def test_no_upload_begins_that_the_disk_has_no_room_for(author: Client, east: Region, settings: LazySettings) -> None:
    settings.NOC_SIGNAGE_LARGEST_UPLOAD = 2**50
    answer = author.post(reverse("signage:begin_upload"), {"kind": "brand", "region": east.pk, "name": "a.mp4", "size": 2**49})
    assert answer.status_code == 422


def test_a_version_has_a_thumbnail_and_the_digests_of_its_pieces(author: Client, east: Region, run_jobs: RunJobs) -> None:
    uploaded(author, east, files.a_clip())
    run_jobs()
    version = ContentVersion.objects.select_related("thumbnail").get()
    assert version.thumbnail is not None
    assert path_of(version.thumbnail).read_bytes()[8:12] == b"WEBP"
    assert version.duration_ms == 2000
    assert Path(path_of(version.files.get().file)).read_bytes() == files.a_clip()


@pytest.mark.office
def test_a_presentation_comes_in_page_by_page_and_leaves_nothing_behind(
    author: Client, east: Region, run_jobs: RunJobs, tmp_path: Path
) -> None:
    uploaded(author, east, decks.a_deck(), name="春节.pptx")
    assert [job.state for job in run_jobs()] == [JobState.DONE]
    version = ContentVersion.objects.get()
    assert (version.content.media, version.width, version.height) == ("document", 2560, 1920)
    assert version.made_from["notes"] == ["converted", "pages"]
    assert [file.content_type for file in version.files.order_by("page")] == ["image/jpeg"] * 3
    assert not [*(tmp_path / "scratch").iterdir()]


def test_the_sweep_takes_what_killed_work_left_and_nothing_younger(tmp_path: Path) -> None:
    now = timezone.now()
    for name, age in (("old", timedelta(days=2)), ("young", timedelta(hours=2))):
        (tmp_path / "scratch" / name).mkdir(parents=True)
        os.utime(tmp_path / "scratch" / name, ((now - age).timestamp(),) * 2)
    sweep_uploads(now=now)
    assert [folder.name for folder in (tmp_path / "scratch").iterdir()] == ["young"]
