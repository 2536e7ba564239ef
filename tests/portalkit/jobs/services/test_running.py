"""A job from the button to its end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.domain import kinds
from portalkit.jobs.domain.endings import _LISTENERS, when_failed
from portalkit.jobs.domain.kinds import JobKind, UnknownKind
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.services import JobCancelled, JobRefused, JobRun, cancel, enqueue, run_job
from portalkit.jobs.services.claiming import claim
from portalkit.jobs.services.ending import retry_or_fail
from portalkit.regions.models import Region
from tests.builders import a_province, a_user

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RunJobs = Callable[..., list[Job]]
Declare = Callable[..., None]
pytestmark = pytest.mark.django_db


@pytest.fixture
def declare() -> Iterator[Declare]:
    """Declares the kind "test.work" for one test."""

    def with_handler(handler: Callable[[JobRun], None], **fields: object) -> None:
        kinds.register(JobKind(code="test.work", **fields), handler)

    yield with_handler
    kinds._KINDS.pop("test.work", None)


def put_in_line(**fields: object) -> Job:
    return enqueue(**{"kind": "test.work", "key": "1", "title": "Work", "params": {}, "by": SYSTEM, "now": NOW, **fields})


def rename(run: JobRun) -> None:
    with run.commit({"name": "renamed"}):
        Region.objects.update(name="renamed")


def test_effect_and_end_are_committed_together(declare: Declare, run_jobs: RunJobs) -> None:
    a_province("Guangxi")
    declare(rename)
    put_in_line()
    (job,) = run_jobs()
    assert (job.state, job.result, job.claim) == (JobState.DONE, {"name": "renamed"}, "")
    assert Region.objects.get().name == "renamed"
    assert job.finished_at is not None


def test_a_handler_that_commits_nothing_is_done_when_it_returns(declare: Declare, run_jobs: RunJobs) -> None:
    declare(lambda run: None)
    put_in_line()
    assert [job.state for job in run_jobs()] == [JobState.DONE]


def test_the_same_button_pressed_twice_starts_one_job(declare: Declare) -> None:
    declare(rename)
    assert put_in_line() == put_in_line(title="Again")
    assert Job.objects.count() == 1


def test_a_finished_job_does_not_stand_in_the_way_of_the_next(declare: Declare, run_jobs: RunJobs) -> None:
    declare(rename)
    first = put_in_line()
    run_jobs()
    assert put_in_line() != first


def test_a_job_vanishes_with_the_transaction_that_put_it_in_line(declare: Declare) -> None:
    declare(rename)
    with transaction.atomic():
        put_in_line()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_work_that_nobody_does_is_refused_at_the_button() -> None:
    with pytest.raises(UnknownKind):
        put_in_line(kind="nobody.does_this")


def test_a_failed_run_is_tried_again_later_and_leaves_no_effect(declare: Declare, run_jobs: RunJobs) -> None:
    a_province("Guangxi")
    runs: list[int] = []

    def fail_once(run: JobRun) -> None:
        runs.append(run.attempt)
        with run.commit():
            Region.objects.update(name="renamed")
            if len(runs) == 1:
                raise OSError("the disk is full\nsecond line 13812345678")

    declare(fail_once)
    put_in_line()
    (job,) = run_jobs(now=NOW)
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 1, "the disk is full")
    assert Region.objects.get().name == "Guangxi"
    assert run_jobs(now=NOW + timedelta(seconds=5)) == []
    (job,) = run_jobs(now=NOW + timedelta(seconds=10))
    assert (job.state, job.error, runs) == (JobState.DONE, "", [1, 2])


def test_texts_with_control_characters_do_not_stop_a_job(declare: Declare, run_jobs: RunJobs) -> None:
    def work(run: JobRun) -> None:
        run.progress(1, 2, note="row\x00 1")
        raise JobRefused("bad\x00 cell\x1b")

    declare(work)
    put_in_line(title="file\x00.csv")
    (job,) = run_jobs()
    assert (job.title, job.progress_note, job.error) == ("file .csv", "row  1", "bad  cell")


def test_after_the_last_attempt_the_job_is_failed_and_says_why(declare: Declare, run_jobs: RunJobs) -> None:
    def fail(run: JobRun) -> None:
        raise ValueError("number 13812345678 is wrong")

    declare(fail, max_attempts=2)
    put_in_line()
    run_jobs(now=NOW)
    (job,) = run_jobs(now=NOW + timedelta(hours=1))
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 2, "number 138****5678 is wrong")
    assert "Traceback" not in job.error


def test_a_refusal_is_not_tried_again(declare: Declare, run_jobs: RunJobs) -> None:
    def refuse(run: JobRun) -> None:
        raise JobRefused("The file holds no table.")

    declare(refuse)
    put_in_line()
    (job,) = run_jobs()
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 1, "The file holds no table.")


def test_a_failure_is_told_and_a_teller_that_fails_does_not_matter(declare: Declare, run_jobs: RunJobs) -> None:
    told: list[str] = []

    def fail_to_tell(job: Job) -> None:
        Region.objects.get(pk=-1)

    when_failed("test.broken", fail_to_tell)
    when_failed("test", lambda job: told.append(job.error))
    try:
        declare(lambda run: (_ for _ in ()).throw(JobRefused("no")))
        put_in_line()
        (job,) = run_jobs()
    finally:
        _LISTENERS.pop("test.broken")
        _LISTENERS.pop("test")
    assert (job.state, told) == (JobState.FAILED, ["no"])


def test_a_job_in_line_is_cancelled_at_once(declare: Declare, run_jobs: RunJobs) -> None:
    declare(rename)
    user = a_user()
    job = cancel(job=put_in_line(by=user.actor), by=user.actor, now=NOW)
    assert (job.state, job.finished_at) == (JobState.CANCELLED, NOW)
    assert run_jobs() == []
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == ["jobs.enqueue", "jobs.cancel"]


def test_a_running_job_stops_at_its_next_progress(declare: Declare, run_jobs: RunJobs) -> None:
    a_province("Guangxi")

    def work(run: JobRun) -> None:
        cancel(job=Job.objects.get(), by=SYSTEM)
        run.progress(1, 10)
        raise AssertionError("it should have stopped")

    declare(work)
    put_in_line()
    (job,) = run_jobs()
    assert (job.state, job.progress_done, job.error) == (JobState.CANCELLED, 1, "")


def test_a_cancelled_job_does_not_commit(declare: Declare, run_jobs: RunJobs) -> None:
    a_province("Guangxi")

    def work(run: JobRun) -> None:
        cancel(job=Job.objects.get(), by=SYSTEM)
        with pytest.raises(JobCancelled):
            rename(run)
        raise JobCancelled

    declare(work)
    put_in_line()
    assert [job.state for job in run_jobs()] == [JobState.CANCELLED]
    assert Region.objects.get().name == "Guangxi"


def test_a_run_whose_job_was_given_to_another_worker_leaves_nothing(declare: Declare) -> None:
    a_province("Guangxi")

    def work(run: JobRun) -> None:
        Job.objects.update(claim="somebody else")
        rename(run)

    declare(work)
    job = run_job(job_id=put_in_line().pk, clock=lambda: NOW)
    assert job is not None
    assert (job.state, job.claim) == (JobState.RUNNING, "somebody else")
    assert Region.objects.get().name == "Guangxi"


def test_a_run_that_lost_its_claim_cannot_fail_the_job_of_another(declare: Declare) -> None:
    declare(rename)
    job = claim(job_id=put_in_line().pk, now=NOW)
    assert job is not None
    Job.objects.update(claim="somebody else")
    retry_or_fail(job=job, error="mine", is_final=True, now=NOW)
    assert Job.objects.get().state == JobState.RUNNING


def test_progress_inside_a_transaction_waits(declare: Declare, run_jobs: RunJobs) -> None:
    def work(run: JobRun) -> None:
        with run.commit():
            run.progress(5, 10)

    declare(work)
    put_in_line()
    (job,) = run_jobs()
    assert job.progress_done == 0


def test_progress_is_written_twice_a_second_at_most(declare: Declare, run_jobs: RunJobs) -> None:
    def work(run: JobRun) -> None:
        for done in range(1000):
            run.progress(done, 1000, note=f"row {done}")

    declare(work)
    put_in_line()
    (job,) = run_jobs()
    assert job.progress_total == 1000
    assert job.progress_done < 1000


def test_work_speaks_the_language_of_who_asked(declare: Declare, run_jobs: RunJobs) -> None:
    spoken: list[str | None] = []
    declare(lambda run: spoken.append(translation.get_language()))
    with translation.override("en"):
        put_in_line()
    run_jobs()
    assert spoken == ["en"]


def test_a_job_put_off_is_not_run_early(declare: Declare, run_jobs: RunJobs) -> None:
    declare(rename)
    job = put_in_line(run_after=NOW + timedelta(hours=1))
    assert run_jobs(now=NOW) == []
    assert job.rung_at is None
    assert [ran.pk for ran in run_jobs(now=NOW + timedelta(hours=1))] == [job.pk]


def test_a_handler_that_fails_after_its_commit_stays_done(declare: Declare, run_jobs: RunJobs) -> None:
    def work(run: JobRun) -> None:
        with run.commit():
            pass
        raise ValueError("too late")

    declare(work)
    put_in_line()
    assert [job.state for job in run_jobs()] == [JobState.DONE]


def test_a_worker_is_called_only_after_the_commit(declare: Declare, django_capture_on_commit_callbacks: Callable[..., object]) -> None:
    declare(rename)
    with django_capture_on_commit_callbacks() as calls:
        put_in_line()
        put_in_line()
    assert len(calls) == 1
    assert connection.in_atomic_block
