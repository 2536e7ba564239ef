"""What people do with an alarm."""

from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.states import Change, acknowledged, unacknowledged
from ..models import Alarm
from .history import note
from .raising import end


class AlarmIsCleared(Exception):
    """The alarm has ended meanwhile; there is nothing left to do."""


@transaction.atomic
def acknowledge(*, alarm: Alarm, comment: str, by: Actor, now: datetime) -> Alarm:
    """Somebody has taken the alarm on; a second acknowledgement adds its comment. Raises AlarmIsCleared."""
    alarm = _locked(alarm)
    assert alarm.state is not None
    change = acknowledged(alarm.state, comment=bool(comment.strip()))
    if alarm.acknowledged_at is None:
        alarm.acknowledged_at, alarm.acknowledged_by = now, by.name
    return _kept(alarm, change, "alarms.acknowledge", by=by, now=now, comment=comment.strip())


@transaction.atomic
def unacknowledge(*, alarm: Alarm, comment: str, by: Actor, now: datetime) -> Alarm:
    """Nobody works on it any more. Raises AlarmIsCleared."""
    alarm = _locked(alarm)
    assert alarm.state is not None
    change = unacknowledged(alarm.state)
    alarm.acknowledged_at, alarm.acknowledged_by = None, ""
    return _kept(alarm, change, "alarms.unacknowledge", by=by, now=now, comment=comment.strip())


@transaction.atomic
def clear_by_hand(*, alarm: Alarm, comment: str, by: Actor, now: datetime) -> Alarm:
    """Ends the alarm on somebody's word; whoever finds the same again raises it anew. Raises AlarmIsCleared."""
    return end(_locked(alarm), by=by, now=now, comment=comment.strip())


def _locked(alarm: Alarm) -> Alarm:
    found = Alarm.objects.select_for_update(of=("self",)).select_related("region").get(pk=alarm.pk)
    if not found.is_open:
        raise AlarmIsCleared
    return found


def _kept(alarm: Alarm, change: Change, action: str, *, by: Actor, now: datetime, comment: str) -> Alarm:
    if change.lines:
        alarm.changed_at = now
        alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "changed_at"])
        note(alarm, change, by=by, now=now, comment=comment)
        region = alarm.region.code if alarm.region else ""
        record(by=by, action=action, on=alarm, region_code=region, detail={"comment": comment[:200]}, at=now)
    return alarm
