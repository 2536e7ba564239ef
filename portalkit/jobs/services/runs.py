"""What a handler holds while it works."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from portalkit.audit.domain.actors import Actor

from ..domain.failures import one_line
from ..models import Job, JobState

_SECONDS_BETWEEN_WRITES = 0.5
Clock = Callable[[], datetime]


class JobCancelled(Exception):
    """Somebody asked the job to stop. Raised by `progress` and `commit`; handlers let it pass."""


class JobRefused(Exception):
    """The work cannot be done however often it is tried; the message is for the owner. Raised by handlers."""


class LostClaim(Exception):
    """Another worker owns the job now. The transaction is taken back; handlers let it pass."""


class JobRun:
    """One run of a job. `attempt` counts from 1; `actor` is who asked for the work; `now()` is the time for services."""

    def __init__(self, *, job: Job, clock: Clock) -> None:
        self.job_id: int = job.pk
        self.params: Mapping[str, Any] = job.params
        self.actor: Actor = job.actor
        self.attempt: int = job.attempts + job.interruptions + 1
        self.now = clock
        self.is_done = False
        self._claim = job.claim
        self._next_write = 0.0

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Shows how far the work is. Raises JobCancelled and LostClaim.

        Writes twice a second at most, each time in a short transaction of its own, and only between the handler's own
        transactions: inside one it does nothing.
        """
        if _inside_transaction() or time.monotonic() < self._next_write:
            return
        self._next_write = time.monotonic() + _SECONDS_BETWEEN_WRITES
        written = self._row().update(progress_done=done, progress_total=total, progress_note=one_line(note)[:200])
        if not written:
            raise LostClaim
        self._stop_if_asked()

    @contextmanager
    def commit(self, result: Mapping[str, Any] | None = None) -> Iterator[None]:
        """One transaction that holds the work's effect and its end, so both happen, once, or neither does.

        `result` may still be filled inside the block. Raises JobCancelled before the block, LostClaim at its end.
        """
        with transaction.atomic():
            self._stop_if_asked()
            yield
            self._finish(result or {})
        self.is_done = True

    def _finish(self, result: Mapping[str, Any]) -> None:
        ended = self._row().update(state=JobState.DONE, claim="", error="", result=dict(result), finished_at=self.now())
        if not ended:
            raise LostClaim

    def _stop_if_asked(self) -> None:
        asked = self._row().values_list("cancel_requested", flat=True).first()
        if asked is None:
            raise LostClaim
        if asked:
            raise JobCancelled

    def _row(self) -> Any:
        return Job.objects.filter(pk=self.job_id, claim=self._claim, state=JobState.RUNNING)


def _inside_transaction() -> bool:
    return any(not block._from_testcase for block in connection.atomic_blocks)  # type: ignore[attr-defined]
