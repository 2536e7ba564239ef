"""Schedules and their revisions, from draft to hand-in. What is on air does not change here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.approvals.services import NotNow, submit, withdraw
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...domain.freezing import frozen, unusable
from ...models import Playlist, Schedule, ScheduleRevision, Screen
from ...selectors.playlists import pieces_of
from .reach import OutOfReach, check_reach
from .telling import tell_approvers

_MANY = ("regions", "screens")


class NothingToShow(Exception):
    """The playlist has no item that can be shown now or later."""


class WaitsForApproval(Exception):
    """A revision is handed in; it is decided or taken back before the next is written."""


class UnfinishedDraft(Exception):
    """Somebody writes the next revision already."""


class RegionFixed(Exception):
    """The schedule is on air: where nothing narrower is named, its region is what was approved, and no edit changes that."""


@dataclass(frozen=True)
class ScheduleValues:
    """What a revision says; see `ScheduleRevision`. The target lies in `region`'s subtree: whoever builds these has seen to it."""

    title: str
    region: Region
    first_day: date
    playlist: Playlist | None = None
    text: dict[str, str] = field(default_factory=dict)
    zone: str = "main"
    priority: int = 5
    order: int = 0
    share_seconds: int | None = None
    plays_per_hour: int | None = None
    regions: Sequence[Region] = ()
    screens: Sequence[Screen] = ()
    tags_any: Sequence[str] = ()
    tags_all: Sequence[str] = ()
    tags_none: Sequence[str] = ()
    last_day: date | None = None
    day_parts: Sequence[Sequence[str]] = ()
    weekdays: Sequence[int] = ()
    rrule: str = ""
    exceptions: Sequence[str] = ()
    holidays: str = "ignore"

    @property
    def plain(self) -> dict[str, Any]:
        """The fields of the row itself."""
        told = {name: _listed(value) for name, value in vars(self).items() if name not in {"region", *_MANY}}
        return told | {"is_whole_region": not (self.regions or self.screens)}


@transaction.atomic
def add_schedule(*, kind: str, values: ScheduleValues, by: Actor, user: User, now: datetime) -> Schedule:
    """A schedule with its first draft."""
    schedule = Schedule.objects.create(title=values.title, kind=kind, region=values.region, created_at=now)
    _draft(schedule, values, number=1, user=user, now=now)
    record(by=by, action="signage.add_schedule", on=schedule, region_code=values.region.code, detail={"kind": kind}, at=now)
    return schedule


@transaction.atomic
def change_schedule(*, schedule: Schedule, values: ScheduleValues, by: Actor, user: User, now: datetime) -> ScheduleRevision:
    """Changes the draft, or begins the next revision beside the one that was decided. Raises WaitsForApproval, RegionFixed, NotNow."""
    found = _locked(schedule)
    newest = found.revisions.order_by("-number").first()
    if newest is not None and newest.state == ApprovalState.SUBMITTED:
        raise WaitsForApproval
    if found.on_air_id is not None and found.region_id != values.region.pk:
        raise RegionFixed
    if found.on_air_id is None:
        found.title, found.region = values.title, values.region
        found.save(update_fields=["title", "region"])
    if newest is not None and newest.state in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        revision = _redraft(newest, values, user=user)
    else:
        revision = _draft(found, values, number=(newest.number if newest else 0) + 1, user=user, now=now)
    detail = {"revision": revision.number}
    record(by=by, action="signage.change_schedule", on=found, region_code=values.region.code, detail=detail, at=now)
    return revision


@transaction.atomic
def hand_in(*, revision: ScheduleRevision, by: Actor, user: User, now: datetime) -> ScheduleRevision:
    """Takes the copy of the playlist that will be on air, and hands the revision in. Whoever does answers for that copy, and is the author
    from then on: somebody else approves it. Raises NothingToShow, OutOfReach, NotNow.
    """
    _locked(revision.schedule)
    revision = ScheduleRevision.objects.select_related("schedule__region", "playlist").get(pk=revision.pk)
    if revision.playlist is not None:
        pieces = pieces_of(revision.playlist)
        if len(unusable(pieces, now=now)) == len(pieces):
            raise NothingToShow
        revision.items = frozen(pieces)
        revision.save(update_fields=["items"])
    check_reach(revision)
    waiting = submit(revision, by=by, now=now, author=user, region_code=revision.schedule.region.code)
    tell_approvers(waiting, now=now)
    return waiting


@transaction.atomic
def take_back(*, revision: ScheduleRevision, by: Actor, now: datetime) -> ScheduleRevision:
    """Makes a draft of what was handed in. Raises NotNow."""
    _locked(revision.schedule)
    return withdraw(revision, by=by, now=now, region_code=revision.schedule.region.code)


@transaction.atomic
def renew(*, schedule: Schedule, by: Actor, user: User, now: datetime) -> ScheduleRevision:
    """Hands in the revision on air once more, with the playlist and the versions of now.

    Raises WaitsForApproval, UnfinishedDraft, NothingToShow, OutOfReach, NotNow.
    """
    found = _locked(schedule)
    newest = found.revisions.order_by("-number").first()
    if found.on_air is None or newest is None:
        raise NotNow("nothing is on air")
    if newest.state == ApprovalState.SUBMITTED:
        raise WaitsForApproval
    if newest.state == ApprovalState.DRAFT:
        raise UnfinishedDraft
    before = found.on_air
    copy = ScheduleRevision.objects.get(pk=before.pk)
    copy.pk, copy.number, copy.author, copy.made_at = None, newest.number + 1, user, now
    copy.state, copy.submitted_at = ApprovalState.DRAFT, None
    copy.decided_by, copy.decided_at, copy.decision_note = None, None, ""
    copy._state.adding = True
    copy.save()
    copy.regions.set(before.regions.all())
    copy.screens.set(before.screens.all())
    return hand_in(revision=copy, by=by, user=user, now=now)


@transaction.atomic
def remove_draft(*, schedule: Schedule, by: Actor, now: datetime) -> bool:
    """Takes away the draft; a schedule that was never on air goes with it. Tells whether it went. Raises WaitsForApproval, NotNow."""
    found = _locked(schedule)
    newest = found.revisions.order_by("-number").first()
    if newest is not None and newest.state == ApprovalState.SUBMITTED:
        raise WaitsForApproval
    if newest is None or newest.state not in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        raise NotNow("there is no draft")
    record(by=by, action="signage.remove_draft", on=found, region_code=found.region.code, detail={"revision": newest.number}, at=now)
    newest.delete()
    if found.revisions.exists() or found.play_counts.exists():
        return False
    found.delete()
    return True


@dataclass(frozen=True)
class Renewed:
    """How many were handed in, and the titles of those that were not: a revision waits already, nothing is left to show, or it may not be
    shown there."""

    count: int
    waiting: tuple[str, ...]
    empty: tuple[str, ...]
    beyond: tuple[str, ...]


@transaction.atomic
def renew_all(*, schedules: Sequence[Schedule], by: Actor, user: User, now: datetime) -> Renewed:
    """Hands in the new state of each that can be; one that cannot stops no other."""
    count, waiting, empty, beyond = 0, [], [], []
    for schedule in schedules:
        try:
            renew(schedule=schedule, by=by, user=user, now=now)
        except (WaitsForApproval, UnfinishedDraft, NotNow):
            waiting.append(schedule.title)
        except NothingToShow:
            empty.append(schedule.title)
        except OutOfReach:
            beyond.append(schedule.title)
        else:
            count += 1
    return Renewed(count, tuple(waiting), tuple(empty), tuple(beyond))


def _locked(schedule: Schedule) -> Schedule:
    """The row of now. An emergency is announced, reviewed and ended, nothing else: taken back it would slip past its review."""
    found = Schedule.objects.select_for_update(of=("self",)).select_related("on_air", "region").get(pk=schedule.pk)
    if found.kind == Schedule.Kind.EMERGENCY:
        raise NotNow("an emergency has no draft")
    return found


def _draft(schedule: Schedule, values: ScheduleValues, *, number: int, user: User, now: datetime) -> ScheduleRevision:
    revision = ScheduleRevision.objects.create(schedule=schedule, number=number, author=user, made_at=now, **values.plain)
    return _aimed(revision, values)


def _redraft(revision: ScheduleRevision, values: ScheduleValues, *, user: User) -> ScheduleRevision:
    for name, value in values.plain.items():
        setattr(revision, name, value)
    revision.author, revision.items = user, []
    revision.state, revision.submitted_at = ApprovalState.DRAFT, None
    revision.decided_by, revision.decided_at, revision.decision_note = None, None, ""
    revision.save()
    return _aimed(revision, values)


def _aimed(revision: ScheduleRevision, values: ScheduleValues) -> ScheduleRevision:
    revision.regions.set(values.regions)
    revision.screens.set(values.screens)
    return revision


def _listed(value: Any) -> Any:
    """Sequences as JSON keeps them."""
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value
