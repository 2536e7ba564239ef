"""The alarm of a volume that cannot hold, or soon cannot hold, what the law wants kept."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.alarms.domain.identity import EventType, Severity
from portalkit.alarms.domain.kinds import AlarmKind
from portalkit.alarms.services import clear_alarm, raise_alarm
from portalkit.audit.domain.actors import Actor
from portalkit.periods.domain.calendar import local_day
from portalkit.ui.domain.formats import bytes_text
from video.models import VolumeOutlook

SOON = timedelta(days=7)
RETENTION_DANGER = AlarmKind(
    code="video.retention_danger",
    object_class="volume",
    event_type=EventType.QUALITY_OF_SERVICE,
    probable_cause="storageCapacityProblem",
    label=_("Legal retention in danger"),
    text=_("Volume {volume} of {node}: from {day} on it no longer holds what the law wants kept. Wanted now and not to be had: {short}."),
    formats={"short": bytes_text},
)


@transaction.atomic
def tell_danger(*, outlook: VolumeOutlook, by: Actor, now: datetime) -> None:
    """Critical while room is wanted that must not be made, major within a week of it, else a warning; cleared when it will hold."""
    volume = outlook.volume
    instance = str(volume.marker)
    if not outlook.short_bytes and outlook.danger_at is None:
        clear_alarm(kind=RETENTION_DANGER.code, instance=instance, by=by, now=now)
        return
    at = now if outlook.short_bytes or outlook.danger_at is None else outlook.danger_at
    raise_alarm(
        kind=RETENTION_DANGER.code,
        instance=instance,
        severity=_severity(outlook, at, now),
        region=volume.node.region,
        params={"volume": volume.title, "node": volume.node.title, "day": str(local_day(at)), "short": outlook.short_bytes},
        url=f"{reverse('video:retention_volumes')}?node={volume.node.name}",
        by=by,
        now=now,
    )


def _severity(outlook: VolumeOutlook, at: datetime, now: datetime) -> Severity:
    if outlook.short_bytes:
        return Severity.CRITICAL
    return Severity.MAJOR if at - now <= SOON else Severity.WARNING
