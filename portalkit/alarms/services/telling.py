"""Tells whoever subscribed of an alarm that was raised or got worse."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portalkit.access.selectors import access_of_user
from portalkit.notify.services import notify
from portalkit.periods.domain.calendar import local_day

from ..domain.identity import Severity
from ..models import SEVERITY_LABELS, Alarm
from ..permissions import AlarmsPermission
from ..selectors import subscriptions_for


def tell(alarm: Alarm, *, now: datetime) -> int:
    """Once per person, alarm and severity; only who may see the alarm is told. Returns how many were."""
    told = 0
    severity = Severity(alarm.severity)
    for subscription in subscriptions_for(alarm):
        user = subscription.user
        access = access_of_user(user, on=local_day(now))
        if alarm.region is None or not access.covers(AlarmsPermission.VIEW, alarm.region):
            continue
        with translation.override(subscription.language or None):
            subject = _("{severity}: {alarm}").format(severity=SEVERITY_LABELS[severity], alarm=alarm.text)
            notify(
                user=user,
                subject=subject,
                body=alarm.additional_text,
                url=reverse("alarms:alarm", args=[alarm.pk]),
                key=f"alarm {alarm.pk} {severity}",
                now=now,
            )
        told += 1
    return told
