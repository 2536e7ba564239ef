"""Forgets alarms that ended long ago."""

from datetime import datetime, timedelta

from ..models import Alarm

KEPT = timedelta(days=400)


def forget_old(*, now: datetime) -> int:
    """Removes alarms cleared long ago, with their history. Returns how many rows went."""
    count, _ = Alarm.objects.filter(cleared_at__lt=now - KEPT).delete()
    return count
