"""What a job's page and the header show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from django.utils.translation import gettext as _

from portalkit.access.selectors import Access

from .domain.durations import in_units
from .domain.estimate import time_left
from .models import Job, JobState
from .selectors import jobs_ahead, may_cancel

TONES = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "info",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warn",
}


@dataclass(frozen=True)
class JobPanel:
    """`left` and `took` are words, empty where nothing is known; `retry_at` is when a failed attempt is repeated."""

    job: Job
    tone: str
    ahead: int
    left: str
    took: str
    retry_at: datetime | None
    can_cancel: bool

    @property
    def version(self) -> str:
        """Changes with anything that the page shows."""
        job = self.job
        shown = (job.state, job.progress_done, job.progress_total, job.progress_note, job.error, job.attempts, job.interruptions)
        return f"{crc32(repr((*shown, job.cancel_requested, self.ahead)).encode()):08x}"


def job_panel(job: Job, *, access: Access, now: datetime) -> JobPanel:
    return JobPanel(
        job=job,
        tone=tone_of(job),
        ahead=jobs_ahead(job) if job.state == JobState.QUEUED else 0,
        left=_left(job, now),
        took=took(job, now=now),
        retry_at=job.run_after if job.state == JobState.QUEUED and job.run_after > now else None,
        can_cancel=job.is_open and not job.cancel_requested and may_cancel(access, job),
    )


def tone_of(job: Job) -> str:
    return TONES[JobState(job.state)]


def took(job: Job, *, now: datetime) -> str:
    """How long it ran, or has run so far."""
    if job.started_at is None or (job.finished_at is None and job.state != JobState.RUNNING):
        return ""
    return words((job.finished_at or now) - job.started_at)


def progress_text(job: Job) -> str:
    """For the list: a share where the end is known, else what the work says."""
    if job.state == JobState.DONE:
        return _("100%")
    if job.progress_total:
        return f"{min(job.progress_done / job.progress_total, 1):.0%}"
    return job.progress_note


def words(duration: timedelta) -> str:
    """`3 min 5 s` in the reader's language."""
    units = {"d": _("{count} d"), "h": _("{count} h"), "min": _("{count} min"), "s": _("{count} s")}
    return " ".join(units[unit].format(count=count) for count, unit in in_units(duration))


def _left(job: Job, now: datetime) -> str:
    if job.state != JobState.RUNNING or job.started_at is None:
        return ""
    left = time_left(done=job.progress_done, total=job.progress_total, elapsed=now - job.started_at)
    return "" if left is None else words(left)
