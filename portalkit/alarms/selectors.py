"""Alarms as a caller may see them, and who is to be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from portalkit.access.models import User
from portalkit.access.selectors import Access

from .domain.identity import Severity
from .models import Alarm, AlarmEvent, Subscription
from .permissions import AlarmsPermission


@dataclass(frozen=True)
class OpenAlarms:
    """What is open in the caller's regions: by severity, gravest first, and how many nobody has acknowledged.

    `version` changes whenever any alarm in reach does.
    """

    by_severity: Mapping[Severity, int]
    unacknowledged: int
    version: str

    @property
    def total(self) -> int:
        return sum(self.by_severity.values())

    @property
    def gravest(self) -> Severity | None:
        return next((severity for severity, count in self.by_severity.items() if count), None)


@dataclass(frozen=True)
class AlarmPage:
    """An alarm with its history (newest first) and the earlier ones of the same identity."""

    alarm: Alarm
    events: tuple[AlarmEvent, ...]
    earlier: tuple[Alarm, ...]


def alarms(access: Access) -> QuerySet[Alarm]:
    """Those in reach, with their region."""
    return access.scope(AlarmsPermission.VIEW, Alarm.objects.all()).select_related("region__parent")


def open_alarms(access: Access) -> OpenAlarms:
    """One query."""
    scoped = access.scope(AlarmsPermission.VIEW, Alarm.objects.all())
    rows = scoped.values("severity").annotate(
        open=Count("pk", filter=Q(cleared_at=None)),
        waiting=Count("pk", filter=Q(cleared_at=None, acknowledged_at=None)),
        all=Count("pk"),
        newest=Max("changed_at"),
        reported=Max("last_at"),
    )
    found = {row["severity"]: row for row in rows.order_by()}
    moments: list[datetime] = [moment for row in found.values() for moment in (row["newest"], row["reported"])]
    count = sum(row["all"] for row in found.values())
    return OpenAlarms(
        by_severity={severity: found[severity]["open"] if severity in found else 0 for severity in Severity},
        unacknowledged=sum(row["waiting"] for row in found.values()),
        version=f"{count}.{max(moments).timestamp():.6f}" if moments else "0",
    )


def alarm_page(access: Access, *, pk: int) -> AlarmPage:
    """Raises Alarm.DoesNotExist for one out of reach. Three queries."""
    alarm = alarms(access).get(pk=pk)
    earlier = alarms(access).filter(identity=alarm.identity, raised_at__lt=alarm.raised_at).order_by("-raised_at")[:10]
    return AlarmPage(alarm=alarm, events=tuple(alarm.events.all()), earlier=tuple(earlier))


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """A user's own."""
    return Subscription.objects.filter(user=user).select_related("region__parent").order_by("region__path")


def subscriptions_for(alarm: Alarm) -> tuple[Subscription, ...]:
    """Those of active users who asked to be told of such an alarm there, one for each user. One query."""
    if alarm.region is None:
        return ()
    above = [code for code in alarm.region.path.split("/") if code]
    rows = Subscription.objects.filter(region__code__in=above, user__is_active=True).select_related("user")
    severity = Severity(alarm.severity)
    wanted = [row for row in rows if severity.is_at_least(Severity(row.severity)) and (not row.kinds or alarm.kind in row.kinds)]
    return tuple({row.user_id: row for row in wanted}.values())


def open_of_kinds(kinds: Iterable[str]) -> QuerySet[Alarm]:
    """What is open of these kinds, wherever: for the work that raises and clears them."""
    return Alarm.objects.filter(kind__in=list(kinds), cleared_at=None).select_related("region")
