"""Jobs of dead workers are freed at once, lost calls are made again, schedules start once a slot."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from noc_portal.celery import app
from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.adapters import doorbell, liveness
from portalkit.jobs.domain import kinds, schedules
from portalkit.jobs.domain.kinds import JobKind
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.models import Heartbeat, Job, JobState, ScheduleSlot
from portalkit.jobs.selectors import silence_of, work_figures
from portalkit.jobs.services import cancel, enqueue, run_job, start_due, sweep
from portalkit.jobs.services.claiming import claim
from portalkit.jobs.services.interrupting import MOST_INTERRUPTIONS
from portalkit.jobs.services.ticking import SCHEDULER, tick
from portalkit.jobs.services.tidying import KEPT_ROUTINE, forget_routine

NOW = datetime(2026, 11, 23, 1, 0, 30, tzinfo=UTC)
RunJobs = Callable[..., list[Job]]
pytestmark = pytest.mark.django_db

HOLDER = """
import os, sys
sys.path[:0] = [{root!r}]
import django
from django.conf import settings
os.environ["DJANGO_SETTINGS_MODULE"] = "noc_portal.settings.test"
django.setup()
settings.DATA_DIR = {data!r}
settings.DATABASES["default"].update({database!r})
from types import SimpleNamespace
from portalkit.jobs.adapters import liveness
assert liveness.hold(SimpleNamespace(pk={pk}, claim={claim!r}))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    kinds.register(JobKind(code="test.work", queue="test-sweeping"), lambda run: None)
    yield
    kinds._KINDS.pop("test.work")


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    yield
    with app.connection_for_write() as connected:
        connected.default_channel.queue_purge("test-sweeping")


@pytest.fixture
def schedule() -> Iterator[Schedule]:
    """The only schedule there is."""
    others = dict(schedules._SCHEDULES)
    schedules._SCHEDULES.clear()
    declared = Schedule(code="test.minutely", kind="test.work", every=timedelta(minutes=1), params={"a": 1})
    schedules.register(declared)
    yield declared
    schedules._SCHEDULES.clear()
    schedules._SCHEDULES.update(others)


def put_in_line(**fields: object) -> Job:
    return enqueue(**{"kind": "test.work", "key": "1", "title": "Work", "params": {}, "by": SYSTEM, "now": NOW, **fields})


def orphan(**fields: object) -> Job:
    """A running job whose worker has dropped its lock by dying."""
    job = claim(job_id=put_in_line(**fields).pk, now=NOW)
    assert job is not None
    liveness.release(job)
    return job


def test_a_job_whose_worker_died_is_put_back_in_line() -> None:
    orphan()
    assert sweep(now=NOW).freed == 1
    job = Job.objects.get()
    assert (job.state, job.claim, job.attempts, job.interruptions) == (JobState.QUEUED, "", 0, 1)


def test_a_job_whose_worker_lives_is_left_alone() -> None:
    job = claim(job_id=put_in_line().pk, now=NOW)
    assert job is not None
    try:
        assert sweep(now=NOW + timedelta(days=1)).freed == 0
        assert run_job(job_id=job.pk, clock=lambda: NOW) is None
    finally:
        liveness.release(job)
    assert Job.objects.get().state == JobState.RUNNING


def test_another_process_is_seen_alive_and_its_death_is_seen_at_once(data: Path) -> None:
    job = put_in_line()
    Job.objects.update(state=JobState.RUNNING, claim="c" * 32, started_at=NOW)
    job.refresh_from_db()
    database = {"NAME": str(connection.settings_dict["NAME"])}
    script = HOLDER.format(root=str(django_settings.BASE_DIR), data=str(data), database=database, pk=job.pk, claim=job.claim)
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin
    assert holder.stdout
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        assert liveness.living([job]) == {job.pk}
        assert sweep(now=NOW).freed == 0
        holder.kill()
        holder.wait()
    _until_dead(job)
    assert sweep(now=NOW).freed == 1


def test_a_message_delivered_again_takes_a_dead_workers_job_over() -> None:
    job = orphan()
    ended = run_job(job_id=job.pk, clock=lambda: NOW)
    assert ended is not None
    assert (ended.state, ended.interruptions) == (JobState.DONE, 1)


def test_a_job_that_kills_its_worker_every_time_is_failed() -> None:
    job = orphan()
    for _ in range(MOST_INTERRUPTIONS - 1):
        sweep(now=NOW)
        again = claim(job_id=job.pk, now=NOW)
        assert again is not None
        liveness.release(again)
    sweep(now=NOW)
    job.refresh_from_db()
    assert (job.state, job.interruptions) == (JobState.FAILED, MOST_INTERRUPTIONS)
    assert job.error


def test_a_job_that_was_to_be_cancelled_is_cancelled_when_its_worker_dies() -> None:
    job = orphan()
    cancel(job=job, by=SYSTEM, now=NOW)
    sweep(now=NOW)
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_call_that_was_lost_is_made_again_after_a_while() -> None:
    put_in_line()
    assert sweep(now=NOW + timedelta(seconds=10)).called == 0
    assert sweep(now=NOW + timedelta(seconds=30)).called == 1
    assert doorbell.waiting("test-sweeping") == 1


def test_no_more_calls_are_made_than_jobs_wait() -> None:
    for key in "abc":
        put_in_line(key=key)
    assert sweep(now=NOW + timedelta(seconds=30)).called == 3
    assert sweep(now=NOW + timedelta(seconds=90)).called == 0
    assert doorbell.waiting("test-sweeping") == 3


def test_a_job_put_off_is_called_for_when_its_time_comes() -> None:
    put_in_line(run_after=NOW + timedelta(minutes=5))
    assert sweep(now=NOW + timedelta(minutes=4)).called == 0
    assert sweep(now=NOW + timedelta(minutes=5)).called == 1


def test_a_schedule_seen_first_starts_with_its_next_slot(schedule: Schedule, run_jobs: RunJobs) -> None:
    assert start_due(now=NOW) == []
    assert start_due(now=NOW + timedelta(seconds=20)) == []
    (job,) = start_due(now=NOW + timedelta(seconds=30))
    assert (job.kind, job.key, job.params, job.owner) == ("test.work", "test.minutely", {"a": 1}, None)
    assert start_due(now=NOW + timedelta(seconds=50)) == []


def test_after_a_pause_only_the_latest_slot_is_caught_up(schedule: Schedule) -> None:
    start_due(now=NOW)
    assert len(start_due(now=NOW + timedelta(hours=8))) == 1
    assert Job.objects.count() == 1


def test_work_still_open_is_not_started_twice(schedule: Schedule) -> None:
    start_due(now=NOW)
    (first,) = start_due(now=NOW + timedelta(minutes=1))
    (second,) = start_due(now=NOW + timedelta(minutes=2))
    assert first == second
    assert ScheduleSlot.objects.filter(job=first).count() == 2


def test_a_slot_taken_by_another_scheduler_is_left_to_it(schedule: Schedule) -> None:
    start_due(now=NOW)
    ScheduleSlot.objects.create(schedule=schedule.code, slot=schedules.latest_slot(schedule, NOW + timedelta(minutes=1)))
    assert start_due(now=NOW + timedelta(minutes=1)) == []


def test_a_round_says_that_the_scheduler_works(schedule: Schedule) -> None:
    assert silence_of(SCHEDULER, now=NOW) is None
    tick(now=NOW)
    tick(now=NOW + timedelta(seconds=5))
    assert Heartbeat.objects.get().at == NOW
    tick(now=NOW + timedelta(seconds=15))
    assert silence_of(SCHEDULER, now=NOW + timedelta(seconds=20)) == timedelta(seconds=5)


def test_the_command_does_one_round(schedule: Schedule, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("scheduler", once=True)
    assert capsys.readouterr().out == "Started 0 scheduled jobs, called for 0, freed 0.\n"


def test_routine_work_is_forgotten_and_failures_and_users_jobs_are_not(run_jobs: RunJobs) -> None:
    put_in_line()
    run_jobs(now=NOW)
    failed = put_in_line(key="2")
    Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED, finished_at=NOW)
    assert forget_routine(now=NOW + KEPT_ROUTINE) == 0
    assert forget_routine(now=NOW + KEPT_ROUTINE + timedelta(seconds=1)) == 1
    assert Job.objects.get() == failed


def test_figures_tell_states_and_the_longest_wait() -> None:
    put_in_line()
    put_in_line(key="2", now=NOW + timedelta(seconds=10))
    figures = work_figures(now=NOW + timedelta(minutes=1))
    assert figures.by_state == {("test.work", "queued"): 2}
    assert figures.oldest_waiting == {"test-sweeping": timedelta(minutes=1)}


def _until_dead(job: Job) -> None:
    """PostgreSQL's server notices a closed connection in its own time, which is short but not nothing."""
    for _ in range(100):
        if not liveness.living([job]):
            return
        connection.cursor().execute("SELECT pg_sleep(0.05)")
    raise AssertionError("the dead worker still counts as living")
