"""Rosters and shift designs, worked out in the background."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.access.models import User
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job
from portalkit.regions.models import Region

from ..domain.shift_design import NoDemand
from ..services.rosters.building import SOLVE, CannotBuild, RosterWish, keep_roster, problem_for, solved, wants_stop
from ..services.shift_design import DESIGN, DesignWish, design_shifts

_REASONS = {
    "requirement": gettext_lazy("No forecast with staffing covers these days. Forecast and staff them first."),
    "shifts": gettext_lazy("There is no active shift that the labour rules allow."),
    "agents": gettext_lazy("The hotline has no agents in these days."),
    "skills": gettext_lazy("No agent has a skill that these days need."),
}


@job(SOLVE, queue="solver", time_limit=timedelta(minutes=30), max_attempts=2, label=gettext_lazy("Build a roster"))
def build_roster(run: JobRun) -> None:
    author = User.objects.filter(pk=run.actor.user_id).first() if run.actor.user_id else None
    if author is None:
        raise JobRefused(_("A roster needs an author; whoever asked for it is gone."))
    try:
        drawn = problem_for(_wish(run))
    except CannotBuild as missing:
        raise JobRefused(str(_REASONS[missing.what])) from None
    solution = solved(drawn, seconds=int(run.params["seconds"]), on_progress=run.progress, should_stop=_stop(run))
    result: dict[str, int] = {}
    with run.commit(result):
        result["roster"] = keep_roster(drawn=drawn, solution=solution, author=author, by=run.actor, now=run.now()).pk


@job(DESIGN, queue="solver", time_limit=timedelta(minutes=15), label=gettext_lazy("Propose shifts"))
def propose_shifts(run: JobRun) -> None:
    params = run.params
    wish = DesignWish(
        region=Region.objects.get(pk=params["region"]),
        first_day=date.fromisoformat(params["first_day"]),
        last_day=date.fromisoformat(params["last_day"]),
        most=params["most"],
        lengths=tuple(params["lengths"]),
        break_minutes=params["break_minutes"],
        start_step=params["start_step"],
    )
    try:
        found = design_shifts(wish, on_progress=run.progress)
    except NoDemand:
        raise JobRefused(str(_REASONS["requirement"])) from None
    with run.commit(found):
        pass


def _wish(run: JobRun) -> RosterWish:
    return RosterWish(
        region=Region.objects.get(pk=run.params["region"]),
        first_day=date.fromisoformat(run.params["first_day"]),
        last_day=date.fromisoformat(run.params["last_day"]),
        seconds=int(run.params["seconds"]),
    )


def _stop(run: JobRun) -> Callable[[], bool]:
    return lambda: wants_stop(job_id=run.job_id)
