"""Writes an alarm's history."""

from datetime import datetime

from portalkit.audit.domain.actors import Actor

from ..domain.states import Change
from ..models import Alarm, AlarmEvent


def note(alarm: Alarm, change: Change, *, by: Actor, now: datetime, comment: str = "") -> None:
    """One line for each thing that happened; the comment stands with the first."""
    AlarmEvent.objects.bulk_create(
        AlarmEvent(
            alarm=alarm,
            at=now,
            what=line,
            severity=alarm.severity,
            by_name=by.name,
            comment=comment[:500] if number == 0 else "",
        )
        for number, line in enumerate(change.lines)
    )
