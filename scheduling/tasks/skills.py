"""Calls of several queues are played in the background when that takes more than a moment."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..domain.erlang import Impossible
from ..services.skills import PLAY, from_json, played_result


@job(PLAY, queue="solver", time_limit=timedelta(minutes=15), label=gettext_lazy("Play calls of several queues"))
def play_skills(run: JobRun) -> None:
    try:
        found = played_result(from_json(run.params["question"]), on_progress=run.progress)
    except Impossible:
        raise JobRefused(_("These figures have no answer. Check loads, targets and groups.")) from None
    with run.commit(found):
        pass
