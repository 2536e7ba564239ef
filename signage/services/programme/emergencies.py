"""Emergencies: on air at once by one person, reviewed afterwards by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals.services import NoReason, approve, send_back, submit
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...domain.days import usual_day
from ...domain.freezing import frozen, unusable
from ...models import Playlist, Schedule, ScheduleRevision, Screen
from ...selectors.playlists import pieces_of
from ..publishing import publish
from .reach import check_reach
from .schedules import NothingToShow
from .telling import tell_approvers, tell_author


class NoScreens(Exception):
    """No screen in service is meant."""


@dataclass(frozen=True)
class EmergencyValues:
    """`ends_at` None: until it is ended. `reason` says why nobody else was asked. What `playlist` holds follows the text."""

    title: str
    body: str
    severity: int
    reason: str
    region: Region
    regions: Sequence[Region] = ()
    screens: Sequence[Screen] = ()
    playlist: Playlist | None = None
    ends_at: datetime | None = None

    @property
    def text(self) -> dict[str, str]:
        tone = {1: "notice", 2: "warning", 3: "danger"}[self.severity]
        return {"title": self.title, "body": self.body, "tone": tone}


@transaction.atomic
def announce(*, values: EmergencyValues, by: Actor, user: User, now: datetime) -> Schedule:
    """Puts the notice on the screens now. Raises NoReason, NoScreens; NothingToShow, OutOfReach of a playlist."""
    if not values.reason.strip():
        raise NoReason
    items = _copied(values.playlist, now=now) if values.playlist else []
    schedule = Schedule.objects.create(title=values.title, kind=Schedule.Kind.EMERGENCY, region=values.region, created_at=now)
    revision = ScheduleRevision.objects.create(
        schedule=schedule,
        number=1,
        title=values.title,
        author=user,
        playlist=values.playlist,
        items=items,
        text=values.text,
        severity=values.severity,
        reason=values.reason.strip(),
        is_whole_region=not (values.regions or values.screens),
        first_day=usual_day(now),
        starts_at=now,
        ends_at=values.ends_at,
        made_at=now,
    )
    revision.regions.set(values.regions)
    revision.screens.set(values.screens)
    check_reach(revision)
    waiting = submit(revision, by=by, now=now, region_code=values.region.code)
    made = publish(schedule=schedule, revision=waiting, by=by, now=now)
    screens = made.screens.count()
    if not screens:
        raise NoScreens
    detail = {"severity": values.severity, "reason": values.reason, "screens": screens, "text": values.text}
    record(by=by, action="signage.announce_emergency", on=schedule, region_code=values.region.code, detail=detail, at=now)
    tell_approvers(waiting, now=now)
    return schedule


@transaction.atomic
def end_emergency(*, schedule: Schedule, by: Actor, now: datetime) -> Schedule:
    """Takes it off the screens now. Its review stays open. Nothing happens to one that is over."""
    found = Schedule.objects.select_for_update(of=("self",)).select_related("region").get(pk=schedule.pk)
    if found.on_air_id is not None:
        publish(schedule=found, revision=None, by=by, now=now)
        record(by=by, action="signage.end_emergency", on=found, region_code=found.region.code, at=now)
    return found


@transaction.atomic
def review(*, revision: ScheduleRevision, is_right: bool, note: str, by: Actor, user: User, now: datetime) -> ScheduleRevision:
    """Another person says afterwards whether it was right; if not, with a word why, it leaves the screens.

    Raises OwnWork, NotNow, NoReason of approvals.
    """
    schedule = Schedule.objects.select_for_update(of=("self",)).select_related("region").get(pk=revision.schedule_id)
    if is_right:
        confirmed = approve(revision, by=by, user=user, now=now, region_code=schedule.region.code)
        tell_author(confirmed, now=now)
        return confirmed
    refused = send_back(revision, by=by, user=user, note=note, now=now, region_code=schedule.region.code)
    if schedule.on_air_id == revision.pk:
        publish(schedule=schedule, revision=None, by=by, now=now)
    tell_author(refused, now=now)
    return refused


def _copied(playlist: Playlist, *, now: datetime) -> list[dict[str, Any]]:
    pieces = pieces_of(playlist)
    if len(unusable(pieces, now=now)) == len(pieces):
        raise NothingToShow
    return frozen(pieces)
