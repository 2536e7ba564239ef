"""Background work of special topics: one topic at a time, and every night those whose data are newer than they."""

from datetime import time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.domain.schedules import Schedule, register
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..models import Topic
from ..selectors.topics import stale_topics
from ..selectors.topics.pages import TOPIC
from ..services.topics import NothingToCompute, gather, keep, start_topic

REFRESH = "complaints.refresh_topics"


@job(TOPIC, queue="reports", time_limit=timedelta(minutes=20), label=gettext_lazy("Work out a special topic"))
def compute_topic(run: JobRun) -> None:
    topic = Topic.objects.select_related("region").filter(pk=run.params["topic"]).first()
    if topic is None:
        raise JobRefused(_("The topic has been removed."))
    try:
        gathered = gather(topic=topic, on_progress=run.progress)
    except NothingToCompute:
        raise JobRefused(_("There are no data of the days of this topic.")) from None
    result: dict[str, int] = {}
    with run.commit(result):
        result["tickets"] = keep(topic=topic, gathered=gathered, now=run.now()).tickets


@job(REFRESH, queue="reports", label=gettext_lazy("Work out special topics anew"))
def refresh_topics(run: JobRun) -> None:
    topics = list(stale_topics())
    with run.commit({"topics": len(topics)}):
        for topic in topics:
            start_topic(topic=topic, by=SYSTEM, now=run.now())


register(Schedule(code=REFRESH, kind=REFRESH, at=time(4, 40)))
