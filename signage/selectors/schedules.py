"""Schedules as lists and pages show them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.audit.models import AuditEvent
from portalkit.audit.selectors import events

from ..domain.days import usual_day
from ..domain.freezing import frozen
from ..models import Content, Playlist, PlaylistItem, Schedule, ScheduleRevision
from ..permissions import SignagePermission
from .layouts import named_zones
from .playlists import pieces_of
from .scoping import seen


def visible_schedules(access: Access) -> QuerySet[Schedule]:
    return seen(access, Schedule.objects.select_related("region__parent", "on_air"))


def seen_of(access: Access, schedules: Iterable[Schedule]) -> frozenset[int]:
    """Those of them that the caller may open, by their ids. One query."""
    rows = visible_schedules(access).filter(pk__in=[one.pk for one in schedules])
    return frozenset(rows.values_list("pk", flat=True))


def schedules_to(access: Access, permission: SignagePermission) -> QuerySet[Schedule]:
    """Those with which the caller may do what the permission says."""
    return access.scope(permission, Schedule.objects.select_related("region__parent", "on_air"))


def listed_schedules(access: Access, *, now: datetime) -> QuerySet[Schedule]:
    """With `newest_state` and `newest_number`; `priority`, `zone`, `first_day`, `last_day` of what is on air, else of the newest;
    `zone_title` as a layout calls the zone; `is_over` as `is_over` says."""
    newest = ScheduleRevision.objects.filter(schedule=OuterRef("pk")).order_by("-number")
    is_on_air = Case(When(pk=F("schedule__on_air"), then=Value(0)), default=Value(1))
    shown = ScheduleRevision.objects.filter(schedule=OuterRef("pk")).order_by(is_on_air, "-number")
    first = {name: Subquery(shown.values(name)[:1]) for name in ("priority", "zone", "first_day", "last_day")}
    rows = visible_schedules(access).annotate(
        newest_state=Subquery(newest.values("state")[:1]), newest_number=Subquery(newest.values("number")[:1]), is_over=_over(now), **first
    )
    zones = named_zones(access).filter(name=OuterRef("zone"))
    return rows.annotate(zone_title=Subquery(zones.values("title")[:1]))


def waiting_revisions(access: Access) -> QuerySet[ScheduleRevision]:
    """What the caller could decide on or sees waiting, oldest first."""
    rows = ScheduleRevision.objects.filter(state=ApprovalState.SUBMITTED).select_related(
        "schedule__region__parent", "schedule__on_air", "author"
    )
    return access.scope(SignagePermission.VIEW, rows, region="schedule__region").order_by("submitted_at", "pk")


def revisions_to_decide(access: Access, *, user: User) -> QuerySet[ScheduleRevision]:
    """Of those that wait, what the caller may decide on."""
    rows = ScheduleRevision.objects.filter(state=ApprovalState.SUBMITTED).exclude(author=user)
    return access.scope(SignagePermission.APPROVE, rows, region="schedule__region").order_by()


def newest_revision(schedule: Schedule) -> ScheduleRevision | None:
    return revisions_of(schedule).first()


def on_air_revision(schedule: Schedule) -> ScheduleRevision | None:
    return revisions_of(schedule).filter(pk=schedule.on_air_id).first() if schedule.on_air_id else None


def revisions_of(schedule: Schedule) -> QuerySet[ScheduleRevision]:
    return schedule.revisions.select_related("author", "decided_by", "playlist", "schedule__region").prefetch_related(
        "regions__parent", "screens__hall__region"
    )


def events_of_schedule(schedule: Schedule) -> QuerySet[AuditEvent]:
    """What happened to it and to all of its revisions, newest first."""
    revisions = [str(pk) for pk in schedule.revisions.values_list("pk", flat=True)]
    own = Q(object_type=Schedule._meta.label_lower, object_id=str(schedule.pk))
    return events().filter(own | Q(object_type=ScheduleRevision._meta.label_lower, object_id__in=revisions))


def may_decide(revision: ScheduleRevision, access: Access, user: User) -> bool:
    is_open = revision.state == ApprovalState.SUBMITTED
    return is_open and revision.author_id != user.pk and access.covers(SignagePermission.APPROVE, revision.schedule.region)


def is_over(schedule: Schedule, *, now: datetime) -> bool:
    """Whether what is on air has come to its end: it shows no more, though nobody took it off."""
    on_air = schedule.on_air
    if on_air is None:
        return False
    is_past = on_air.last_day is not None and on_air.last_day < usual_day(now)
    return is_past or (on_air.ends_at is not None and on_air.ends_at <= now)


def is_outdated(revision: ScheduleRevision) -> bool:
    """Whether its playlist, or the content in it, is no longer what the revision has a copy of."""
    return revision.playlist is not None and bool(revision.items) and frozen(pieces_of(revision.playlist)) != revision.items


def outdated_schedules(
    access: Access,
    *,
    now: datetime,
    permission: SignagePermission | None = None,
    playlist: Playlist | None = None,
    content: Content | None = None,
) -> list[Schedule]:
    """Those on air, and not over, with an older copy than their playlist would give now; of a playlist, or that show an older version of a
    content, only when named.

    With a permission, those with which the caller may do what it says. Three queries, with a content four.
    """
    rows = schedules_to(access, permission) if permission else visible_schedules(access)
    rows = (
        rows.exclude(kind=Schedule.Kind.EMERGENCY).filter(on_air__playlist__isnull=False).annotate(is_over=_over(now)).filter(is_over=False)
    )
    if playlist is not None:
        rows = rows.filter(on_air__playlist=playlist)
    items = PlaylistItem.objects.select_related("content__current", "content__region")
    found = rows.prefetch_related("on_air__playlist", Prefetch("on_air__playlist__items", queryset=items)).order_by("title", "pk")
    older = None if content is None else set(content.versions.values_list("pk", flat=True)) - {content.current_id}
    return [
        schedule
        for schedule in found
        if schedule.on_air and is_outdated(schedule.on_air) and (older is None or schedule.on_air.shows(older))
    ]


def active_emergencies(access: Access, *, now: datetime) -> QuerySet[Schedule]:
    """Those that lie over screens now."""
    rows = Schedule.objects.filter(kind=Schedule.Kind.EMERGENCY, on_air__isnull=False).select_related("region__parent", "on_air__author")
    rows = rows.filter(Q(on_air__ends_at=None) | Q(on_air__ends_at__gt=now)).prefetch_related(
        "on_air__regions__parent", "on_air__screens__hall__region"
    )
    return seen(access, rows)


def _over(now: datetime) -> Case:
    past = Q(on_air__last_day__lt=usual_day(now)) | Q(on_air__ends_at__lte=now)
    return Case(When(past, then=Value(True)), default=Value(False))
