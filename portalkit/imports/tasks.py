"""The jobs of an import. Each is one service call; what they write commits together with the job."""

from collections.abc import Callable
from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobCancelled, JobRefused, JobRun
from portalkit.jobs.tasks import job

from .panels.reasons import explain
from .services.checking import run_check
from .services.committing import run_commit
from .services.requests import note_cancelled, sweep_stages
from .services.states import BatchBusy
from .services.undoing import run_undo

_LONGEST = timedelta(hours=4)


@job("imports.check", queue="imports", time_limit=_LONGEST, label=_("Check an import file"))
def check(run: JobRun) -> None:
    _attend(run, lambda batch_id: run_check(batch_id=batch_id, run=run, explain=explain, by=run.actor, now=run.now()))


@job("imports.commit", queue="imports", time_limit=_LONGEST, label=_("Import a checked file"))
def commit(run: JobRun) -> None:
    _attend(run, lambda batch_id: run_commit(batch_id=batch_id, run=run, explain=explain, by=run.actor, now=run.now()))


@job("imports.undo", queue="imports", time_limit=_LONGEST, label=_("Undo an import"))
def undo(run: JobRun) -> None:
    _attend(run, lambda batch_id: run_undo(batch_id=batch_id, run=run, by=run.actor, now=run.now()))


@job("imports.sweep", label=_("Drop staging tables of broken-off imports"))
def sweep(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["tables"] = sweep_stages()


schedules.register(Schedule(code="imports.sweep", kind="imports.sweep", at=time(4, 10)))


def _attend(run: JobRun, step: Callable[[int], object]) -> None:
    batch_id = int(run.params["batch"])
    try:
        step(batch_id)
    except JobCancelled:
        note_cancelled(batch_id=batch_id, by=run.actor, now=run.now())
        raise
    except BatchBusy as busy:
        raise JobRefused(str(_("The import is not in a state for this step any more ({state}).")).format(state=busy.state)) from busy
