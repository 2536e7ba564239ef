"""Alarms of a made-up kind, raised in a province."""

from datetime import UTC, datetime, timedelta

from portalkit.alarms.domain.identity import EventType, Severity
from portalkit.alarms.domain.kinds import AlarmKind, register
from portalkit.alarms.models import Alarm
from portalkit.alarms.services import raise_alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KIND = AlarmKind(
    code="test.link_down", object_class="link", event_type=EventType.COMMUNICATIONS, probable_cause="lossOfSignal", label="Link down",
    text="Link {name} in {region} is down",
)  # fmt: skip
register(KIND)


def an_alarm(*, at: Region | None, severity: Severity = Severity.MAJOR, instance: str = "L1", minutes: int = 0, **more: str) -> Alarm:
    return raise_alarm(
        kind=KIND.code, instance=instance, severity=severity, region=at, params={"name": instance}, by=SYSTEM,
        now=NOW + timedelta(minutes=minutes), **more,
    )  # fmt: skip
