"""Puts approved revisions on air, and takes them off."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals.services import NoReason, approve, send_back
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...models import Schedule, ScheduleRevision
from ..publishing import publish
from .reach import check_reach
from .telling import tell_author


class NotOnAir(Exception):
    """There is nothing to take off air."""


class NotWhatWasSeen(Exception):
    """The revision was taken back, changed and handed in anew after the page was read: nobody approves what they have not seen."""


@transaction.atomic
def put_on_air(*, revision: ScheduleRevision, seen: str, by: Actor, user: User, now: datetime) -> ScheduleRevision:
    """Approves the revision and publishes it: from the next moment screens have it. `seen` is the `stamp` that the decider read.

    Raises NotWhatWasSeen, OutOfReach, and OwnWork, NotNow of approvals.
    """
    schedule = Schedule.objects.select_for_update(of=("self",)).select_related("region").get(pk=revision.schedule_id)
    revision = ScheduleRevision.objects.get(pk=revision.pk)
    if revision.stamp != seen:
        raise NotWhatWasSeen
    check_reach(revision)
    approved = approve(revision, by=by, user=user, now=now, region_code=schedule.region.code)
    publish(schedule=schedule, revision=approved, by=by, now=now)
    tell_author(approved, now=now)
    return approved


@transaction.atomic
def refuse(*, revision: ScheduleRevision, by: Actor, user: User, note: str, now: datetime) -> ScheduleRevision:
    """Returns it to its author with a word why; what is on air stays. Raises NoReason, OwnWork, NotNow of approvals."""
    refused = send_back(revision, by=by, user=user, note=note, now=now, region_code=revision.schedule.region.code)
    tell_author(refused, now=now)
    return refused


@transaction.atomic
def take_off_air(*, schedule: Schedule, by: Actor, reason: str, now: datetime) -> Schedule:
    """Screens play on without it. Raises NoReason, NotOnAir."""
    if not reason.strip():
        raise NoReason
    found = Schedule.objects.select_for_update(of=("self",)).select_related("region").get(pk=schedule.pk)
    if found.on_air_id is None:
        raise NotOnAir
    publish(schedule=found, revision=None, by=by, now=now)
    found.refresh_from_db()
    found.withdrawal_reason = reason.strip()[:300]
    found.save(update_fields=["withdrawal_reason"])
    record(by=by, action="signage.withdraw", on=found, region_code=found.region.code, detail={"reason": found.withdrawal_reason}, at=now)
    return found
