"""What users and machines see of background work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portalkit.access.models import User
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.permissions import JobsPermission
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province, a_token, a_user

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    def client_of(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


@pytest.fixture
def province() -> Region:
    return a_province()


def a_job(owner: User | None, **fields: object) -> Job:
    values = {"kind": "test.work", "key": str(Job.objects.count()), "title": "Import May", "queue": "default", **fields}
    return Job.objects.create(owner=owner, **values)


def page(client: Client, name: str, *arguments: object, **headers: str) -> str:
    response = client.get(reverse(f"jobs:{name}", args=arguments), headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_shows_the_own_jobs_only(signed_in: SignedIn, province: Region) -> None:
    user, other = a_user("manager", at=province), a_user("manager", at=province)
    a_job(user, title="My import")
    a_job(other, title="Their import", region=province)
    text = page(signed_in(user), "list")
    assert "My import" in text
    assert "Their import" not in text


def test_whoever_may_see_all_sees_those_of_the_own_regions(signed_in: SignedIn, province: Region) -> None:
    nanning, liuzhou = a_prefecture("Nanning", under=province), a_prefecture("Liuzhou", under=province)
    steward = a_user("data_steward", at=nanning)
    a_job(a_user(), title="Nanning import", region=nanning)
    foreign = a_job(a_user(), title="Liuzhou import", region=liuzhou)
    text = page(signed_in(steward), "list")
    assert "Nanning import" in text
    assert "Liuzhou import" not in text
    for name in ("job", "progress"):
        assert signed_in(steward).get(reverse(f"jobs:{name}", args=[foreign.pk])).status_code == 404
    assert signed_in(steward).post(reverse("jobs:cancel", args=[foreign.pk])).status_code == 404


def test_routine_work_is_out_of_sight_until_asked_for(signed_in: SignedIn, province: Region) -> None:
    client = signed_in(a_user("administrator", at=province))
    a_job(None, kind="audit.seal", title="")
    assert "Seal the audit trail</a>" not in page(client, "list")
    assert "Seal the audit trail</a>" in client.get(reverse("jobs:list"), {"origin": "routine"}).content.decode()


def test_the_list_is_downloaded_as_shown(signed_in: SignedIn) -> None:
    user = a_user()
    a_job(user, state=JobState.DONE, started_at=NOW, finished_at=NOW + timedelta(seconds=65))
    response = signed_in(user).get(reverse("jobs:list"), {"format": "csv"})
    assert "Import May,Done,100%" in b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_running_job_shows_its_progress_and_the_time_left(signed_in: SignedIn) -> None:
    user = a_user()
    started = timezone.now() - timedelta(seconds=60)
    job = a_job(
        user, state=JobState.RUNNING, claim="x", started_at=started, progress_done=5000, progress_total=10_000, progress_note="rows"
    )
    text = page(signed_in(user), "job", job.pk)
    assert "5,000 / 10,000 · 50%" in text
    assert "Still about 1 min" in text
    assert reverse("jobs:progress", args=[job.pk]) in text
    assert "Cancel this job" in text


def test_the_fragment_is_empty_while_nothing_changed(signed_in: SignedIn) -> None:
    user = a_user()
    job, client = a_job(user), signed_in(user)
    url = reverse("jobs:progress", args=[job.pk])
    first = client.get(url)
    version = first.headers["Live-Version"]
    assert client.get(url, headers={"live-version": version}).status_code == 204
    Job.objects.update(state=JobState.DONE)
    assert "All done." in client.get(url, headers={"live-version": version}).content.decode()


def test_a_failed_job_says_why_what_was_kept_and_what_to_do(signed_in: SignedIn) -> None:
    user = a_user()
    job = a_job(user, state=JobState.FAILED, error="The file holds no table.", result_url="/imports/7/")
    text = page(signed_in(user), "job", job.pk)
    assert "The file holds no table." in text
    assert "Nothing was changed" in text
    assert 'href="/imports/7/"' in text
    assert "Cancel this job" not in text


def test_a_failed_attempt_says_when_it_is_repeated(signed_in: SignedIn) -> None:
    user = a_user()
    job = a_job(user, attempts=1, error="the disk is full", run_after=timezone.now() + timedelta(minutes=5))
    text = page(signed_in(user), "job", job.pk)
    assert "tried again by itself" in text
    assert "1 of 3 attempts used" in text


def test_a_waiting_job_says_how_many_come_before(signed_in: SignedIn) -> None:
    user = a_user()
    a_job(None, run_after=NOW)
    a_job(None, run_after=NOW)
    job = a_job(user, run_after=NOW)
    assert "2 jobs come before this one." in page(signed_in(user), "job", job.pk)


def test_an_owner_cancels_the_own_job(signed_in: SignedIn) -> None:
    user = a_user()
    job = a_job(user)
    assert signed_in(user).get(reverse("jobs:cancel", args=[job.pk])).status_code == 405
    response = signed_in(user).post(reverse("jobs:cancel", args=[job.pk]), follow=True)
    assert "The job is cancelled." in response.content.decode()
    assert Job.objects.get().state == JobState.CANCELLED


def test_seeing_a_job_is_not_enough_to_cancel_it(signed_in: SignedIn, province: Region) -> None:
    job = a_job(a_user(), region=province)
    steward = signed_in(a_user("data_steward", at=province))
    assert "Cancel this job" not in page(steward, "job", job.pk)
    steward.post(reverse("jobs:cancel", args=[job.pk]))
    assert Job.objects.get().state == JobState.QUEUED
    signed_in(a_user("administrator", at=province)).post(reverse("jobs:cancel", args=[job.pk]))
    assert Job.objects.get().state == JobState.CANCELLED


def test_the_header_counts_open_jobs_and_is_empty_without(signed_in: SignedIn) -> None:
    user = a_user()
    client = signed_in(user)
    a_job(user, state=JobState.DONE)
    assert page(client, "header") == ""
    a_job(user, state=JobState.RUNNING, claim="a", progress_done=3, progress_total=4)
    a_job(user, state=JobState.RUNNING, claim="b", progress_done=1, progress_total=4)
    text = page(client, "header")
    assert "2 of your jobs are open" in text
    assert '<progress max="8" value="4"' in text


def test_pages_cost_few_queries(signed_in: SignedIn, province: Region, django_assert_max_num_queries: Callable[..., object]) -> None:
    steward = a_user("data_steward", at=province)
    for _ in range(30):
        a_job(a_user(), region=province)
    client = signed_in(steward)
    with django_assert_max_num_queries(12):
        client.get(reverse("jobs:list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("jobs:job", args=[Job.objects.first().pk]))  # type: ignore[union-attr]


def test_machines_read_and_cancel_their_own_jobs(province: Region) -> None:
    by = a_user("data_steward", at=province)
    token, secret = a_token("imports.upload", at=province, by=by)
    mine = a_job(None, actor_kind="machine", actor_id=str(token.pk))
    a_job(by)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    listed = client.get("/api/v1/jobs/")
    assert [row["id"] for row in listed.json()["results"]] == [mine.pk]
    assert client.get("/api/v1/jobs/", headers={"if-none-match": listed.headers["ETag"]}).status_code == 304
    assert client.get("/api/v1/jobs/?state=zzz").status_code == 400
    assert client.get(f"/api/v1/jobs/{mine.pk}/").json()["state"] == "queued"
    assert client.post(f"/api/v1/jobs/{mine.pk}/cancel/").json()["state"] == "cancelled"


def test_a_foreign_job_is_not_found_by_rest(signed_in: SignedIn, province: Region) -> None:
    job = a_job(a_user(), region=province)
    client = signed_in(a_user("manager", at=province))
    assert client.get(f"/api/v1/jobs/{job.pk}/").status_code == 404
    assert client.post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 404
    assert client.get("/api/v1/jobs/").json()["results"] == []


def test_rest_refuses_to_cancel_what_the_caller_only_sees(signed_in: SignedIn, province: Region) -> None:
    job = a_job(a_user(), region=province)
    client = signed_in(a_user("data_steward", at=province))
    assert client.get(f"/api/v1/jobs/{job.pk}/").status_code == 200
    assert client.post(f"/api/v1/jobs/{job.pk}/cancel/").status_code == 403


def test_the_permissions_are_named_after_the_app() -> None:
    assert {permission.value for permission in JobsPermission} == {"jobs.view_all", "jobs.manage"}
