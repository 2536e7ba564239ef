"""Raises and clears by identity, in the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.identity import Severity
from ..domain.kinds import kind_of
from ..domain.states import AlarmState, Change, cleared, raised
from ..models import Alarm
from .history import note
from .telling import tell


@transaction.atomic
def raise_alarm(
    *,
    kind: str,
    instance: str,
    severity: Severity,
    by: Actor,
    now: datetime,
    region: Region | None = None,
    problem: str = "",
    params: Mapping[str, Any] | None = None,
    additional_text: str = "",
    url: str = "",
) -> Alarm:
    """The open alarm of this identity, raised now or brought up to date. Raises UnknownKind."""
    identity = kind_of(kind).identity(instance=instance, problem=problem)
    fresh = {
        "severity": severity, "region": region, "params": dict(params or {}), "additional_text": additional_text[:500], "url": url,
        "last_at": now,
    }  # fmt: skip
    alarm = _open(identity.key)
    if alarm is None:
        first = Alarm(
            identity=identity.key, kind=kind, object_class=identity.object_class, object_instance=identity.object_instance,
            event_type=identity.event_type, probable_cause=identity.probable_cause, specific_problem=identity.specific_problem,
            raised_at=now, changed_at=now, **fresh,
        )  # fmt: skip
        alarm, is_new = _inserted(first)
        if is_new:
            return _kept(alarm, raised(None, severity), by=by, now=now)
    change = raised(alarm.state, severity)
    for name, value in fresh.items():
        setattr(alarm, name, value)
    _take_on(alarm, change.state)
    if change.lines:
        alarm.changed_at = now
    alarm.save()
    return _kept(alarm, change, by=by, now=now)


@transaction.atomic
def clear_alarm(*, kind: str, instance: str, by: Actor, now: datetime, problem: str = "", comment: str = "") -> Alarm | None:
    """Ends the open alarm of this identity; None where none is open. Raises UnknownKind."""
    alarm = _open(kind_of(kind).identity(instance=instance, problem=problem).key)
    return None if alarm is None else end(alarm, by=by, now=now, comment=comment)


def end(alarm: Alarm, *, by: Actor, now: datetime, comment: str = "") -> Alarm:
    """Ends an open alarm, in the caller's transaction."""
    change = cleared(alarm.state)
    alarm.cleared_at = alarm.changed_at = max(now, alarm.raised_at)
    alarm.save(update_fields=["cleared_at", "changed_at"])
    return _kept(alarm, change, by=by, now=now, comment=comment)


def _open(key: str) -> Alarm | None:
    return Alarm.objects.select_for_update(of=("self",)).select_related("region").filter(identity=key, cleared_at=None).first()


def _inserted(alarm: Alarm) -> tuple[Alarm, bool]:
    """The alarm, or the one that somebody else opened at the same moment."""
    try:
        with transaction.atomic():
            alarm.save(force_insert=True)
    except IntegrityError:
        if (there := _open(alarm.identity)) is not None:
            return there, False
        raise
    return alarm, True


def _take_on(alarm: Alarm, state: AlarmState | None) -> None:
    assert state is not None
    alarm.count = state.count
    if not state.is_acknowledged:
        alarm.acknowledged_at, alarm.acknowledged_by = None, ""


def _kept(alarm: Alarm, change: Change, *, by: Actor, now: datetime, comment: str = "") -> Alarm:
    note(alarm, change, by=by, now=now, comment=comment)
    if change.lines:
        detail = {"severity": str(alarm.severity), "text": [str(line) for line in change.lines]}
        action = "alarms.clear" if alarm.cleared_at else "alarms.raise"
        record(by=by, action=action, on=alarm, region_code=alarm.region.code if alarm.region else "", detail=detail, at=now)
    if change.tells:
        tell(alarm, now=now)
    return alarm
