"""The topics that a caller may see, and one with everything on its page."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from portalkit.access.selectors import Access
from portalkit.jobs.models import Job, JobState

from ...models import Topic, TopicResult
from ...permissions import ComplaintsPermission
from ..coverage import data_version
from .summaries import TopicSummary, summary_of

TOPIC = "complaints.topic"


@dataclass(frozen=True)
class TopicPage:
    """`summary` is the snapshot looked at, None before the first; `snapshots` all of the topic as it is now, newest first.

    `job` is the work that is open or ended badly after the newest snapshot. `is_stale`: data are newer than the newest snapshot.
    """

    topic: Topic
    summary: TopicSummary | None
    snapshots: tuple[TopicResult, ...]
    job: Job | None
    is_stale: bool
    is_newest: bool
    can_edit: bool


def visible_topics(access: Access) -> QuerySet[Topic]:
    """Shared topics of the caller's regions and the caller's own, with `tickets` and `computed_at` of the newest snapshot."""
    newest = TopicResult.objects.filter(topic=OuterRef("pk"), revision=OuterRef("revision")).order_by("-pk")
    rows = access.scope(ComplaintsPermission.VIEW, Topic.objects.all()).filter(_open_to(access))
    return rows.select_related("region__parent", "owner").annotate(
        tickets=Subquery(newest.values("tickets")[:1]), computed_at=Subquery(newest.values("computed_at")[:1])
    )


def editable_topics(access: Access) -> QuerySet[Topic]:
    """Those that the caller may change: shared ones where the caller analyses, and the caller's own there."""
    return access.scope(ComplaintsPermission.ANALYSE, Topic.objects.all()).filter(_open_to(access)).select_related("region")


def topic_work(access: Access, *, pk: int) -> tuple[Topic, Job | None]:
    """The topic and the job that is open or ended badly. Raises Topic.DoesNotExist. Four queries."""
    topic = visible_topics(access).get(pk=pk)
    return topic, _job(topic, TopicResult.objects.filter(topic=topic, revision=topic.revision).defer("figures").order_by("-pk").first())


def topic_page(access: Access, *, pk: int, snapshot: int | None = None) -> TopicPage:
    """Everything on a topic's page, of the newest snapshot or of an earlier one. Raises Topic.DoesNotExist."""
    topic = visible_topics(access).get(pk=pk)
    results = tuple(TopicResult.objects.filter(topic=topic, revision=topic.revision).defer("figures").order_by("-pk"))
    chosen = next((one for one in results if one.pk == snapshot), results[0] if results else None)
    return TopicPage(
        topic=topic,
        summary=summary_of(access, topic=topic, result=chosen) if chosen else None,
        snapshots=results,
        job=_job(topic, results[0] if results else None),
        is_stale=bool(results) and results[0].version != data_version(),
        is_newest=chosen is None or chosen == results[0],
        can_edit=editable_topics(access).filter(pk=pk).exists(),
    )


def stale_topics() -> QuerySet[Topic]:
    """Topics without a snapshot of the present data."""
    fresh = TopicResult.objects.filter(topic=OuterRef("pk"), revision=OuterRef("revision"), version=data_version())
    return Topic.objects.exclude(pk__in=Topic.objects.filter(pk__in=Subquery(fresh.values("topic")))).select_related("region")


def key_of(topic: Topic) -> str:
    """What tells the jobs of a topic apart: a changed topic is worked out anew beside what is still running."""
    return f"{topic.pk}.{topic.revision}"


def _open_to(access: Access) -> Q:
    return Q(is_shared=True) | Q(owner=access.user) if access.user is not None else Q(is_shared=True)


def _job(topic: Topic, newest: TopicResult | None) -> Job | None:
    """The latest job, unless it ended well."""
    job = Job.objects.filter(kind=TOPIC, key=key_of(topic)).order_by("-pk").first()
    if job is None or job.state == JobState.DONE:
        return None
    if job.is_open or newest is None:
        return job
    return job if job.finished_at is not None and job.finished_at > newest.computed_at else None
