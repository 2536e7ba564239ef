"""What supervisors, load balancers and collectors are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portalkit.jobs.models import Heartbeat, Job
from portalkit.jobs.permissions import JobsPermission
from portalkit.jobs.services.ticking import SCHEDULER
from tests.builders import a_province, a_token, a_user

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_lives(client: Client) -> None:
    assert client.get("/live").content == b"live\n"


def test_the_portal_is_ready_while_its_scheduler_works(client: Client) -> None:
    Heartbeat.objects.create(name=SCHEDULER, at=timezone.now())
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


@pytest.mark.parametrize("silence", [None, timedelta(minutes=5)])
def test_the_portal_is_not_ready_without_a_scheduler(client: Client, silence: timedelta | None) -> None:
    if silence is not None:
        Heartbeat.objects.create(name=SCHEDULER, at=timezone.now() - silence)
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["scheduler"]) == (503, False)


def test_metrics_tell_how_the_work_stands(client: Client) -> None:
    Job.objects.create(kind="audit.seal", key="1", queue="default", run_after=timezone.now() - timedelta(seconds=90))
    text = client.get("/metrics").content.decode()
    assert 'portal_jobs{kind="audit.seal",state="queued"} 1.0' in text
    assert 'portal_jobs_oldest_waiting_seconds{queue="default"} 9' in text


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "10.1.1.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.1.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer nonsense"},
    ],
)
def test_metrics_are_not_for_everybody(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", **headers).status_code == 403


def test_a_machine_reads_metrics_by_its_token(client: Client) -> None:
    province = a_province()
    by = a_user()
    _, reader = a_token(JobsPermission.VIEW_ALL, at=province, by=by)
    _, other = a_token("complaints.view", at=province, by=by)
    remote = {"REMOTE_ADDR": "10.1.1.1"}
    assert client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {reader}", **remote).status_code == 200
    assert client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {other}", **remote).status_code == 403
