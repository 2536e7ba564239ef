"""Forgets what nobody will read any more."""

from datetime import datetime, timedelta

from ..models import Message, MessageState

KEPT = timedelta(days=180)


def forget_old(*, now: datetime) -> int:
    """Removes messages sent long ago, read or not. Returns how many."""
    count, _ = Message.objects.filter(state=MessageState.SENT, sent_at__lt=now - KEPT).delete()
    return count
