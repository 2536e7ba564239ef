"""Schedules as lists and pages show them."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState

from ..domain.freezing import frozen
from ..models import Content, Playlist, Publication, Schedule, ScheduleRevision
from ..permissions import SignagePermission
from .playlists import pieces_of
from .scoping import seen


@dataclass(frozen=True)
class Rollout:
    """How far a publication has come: screens that have it, of those concerned."""

    publication: Publication
    done: int
    total: int


def visible_schedules(access: Access) -> QuerySet[Schedule]:
    return seen(access, Schedule.objects.select_related("region__parent", "on_air"))


def schedules_to(access: Access, permission: SignagePermission) -> QuerySet[Schedule]:
    """Those with which the caller may do what the permission says."""
    return access.scope(permission, Schedule.objects.select_related("region__parent", "on_air"))


def listed_schedules(access: Access) -> QuerySet[Schedule]:
    """With `newest_state` and `newest_number`; `priority`, `zone`, `first_day`, `last_day` of what is on air, else of the newest."""
    newest = ScheduleRevision.objects.filter(schedule=OuterRef("pk")).order_by("-number")
    is_on_air = Case(When(pk=F("schedule__on_air"), then=Value(0)), default=Value(1))
    shown = ScheduleRevision.objects.filter(schedule=OuterRef("pk")).order_by(is_on_air, "-number")
    first = {name: Subquery(shown.values(name)[:1]) for name in ("priority", "zone", "first_day", "last_day")}
    return visible_schedules(access).annotate(
        newest_state=Subquery(newest.values("state")[:1]), newest_number=Subquery(newest.values("number")[:1]), **first
    )


def waiting_revisions(access: Access) -> QuerySet[ScheduleRevision]:
    """What the caller could decide on or sees waiting, oldest first."""
    rows = ScheduleRevision.objects.filter(state=ApprovalState.SUBMITTED).select_related(
        "schedule__region__parent", "schedule__on_air", "author"
    )
    return access.scope(SignagePermission.VIEW, rows, region="schedule__region").order_by("submitted_at", "pk")


def newest_revision(schedule: Schedule) -> ScheduleRevision | None:
    return revisions_of(schedule).first()


def revisions_of(schedule: Schedule) -> QuerySet[ScheduleRevision]:
    return schedule.revisions.select_related("author", "decided_by", "playlist", "schedule__region").prefetch_related(
        "regions__parent", "screens__hall__region"
    )


def may_decide(revision: ScheduleRevision, access: Access, user: User) -> bool:
    is_open = revision.state == ApprovalState.SUBMITTED
    return is_open and revision.author_id != user.pk and access.covers(SignagePermission.APPROVE, revision.schedule.region)


def is_outdated(revision: ScheduleRevision) -> bool:
    """Whether its playlist, or the content in it, is no longer what the revision has a copy of."""
    return revision.playlist is not None and bool(revision.items) and frozen(pieces_of(revision.playlist)) != revision.items


def outdated_schedules(playlist: Playlist, access: Access) -> list[Schedule]:
    """Those on air with an older copy of the playlist."""
    rows = visible_schedules(access).filter(on_air__playlist=playlist).select_related("on_air__playlist")
    return [schedule for schedule in rows if schedule.on_air and is_outdated(schedule.on_air)]


def schedules_with(content: Content, access: Access) -> QuerySet[Schedule]:
    """The schedules on air whose playlist holds the content."""
    return visible_schedules(access).filter(on_air__playlist__items__content=content).distinct()


def rollout_of(publication: Publication) -> Rollout:
    """One query."""
    counted = publication.screens.aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(screen__status__complete_revision__gte=publication.pk))
    )
    return Rollout(publication, counted["done"], counted["total"])


def rollouts_of(schedule: Schedule) -> list[Rollout]:
    """The last publications, newest first. One query."""
    rows = schedule.publications.annotate(
        total=Count("screens"), done=Count("screens", filter=Q(screens__screen__status__complete_revision__gte=F("pk")))
    ).order_by("-pk")[:5]
    return [Rollout(row, row.done, row.total) for row in rows]


def active_emergencies(access: Access) -> QuerySet[Schedule]:
    rows = Schedule.objects.filter(kind=Schedule.Kind.EMERGENCY, on_air__isnull=False).select_related("region__parent", "on_air__author")
    return seen(access, rows)
