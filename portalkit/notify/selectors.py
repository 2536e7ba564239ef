"""Messages as their readers and administrators see them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from portalkit.access.models import User

from .models import Channel, Message, MessageState, Wish


def messages_of(user: User) -> QuerySet[Message]:
    """What a user reads in the portal, newest first."""
    return Message.objects.filter(user=user, channel=Channel.PAGE).order_by("-pk")


def unread_count(user: User) -> int:
    return messages_of(user).filter(read_at=None).count()


def outbox() -> QuerySet[Message]:
    """What leaves the portal."""
    return Message.objects.exclude(channel=Channel.PAGE).select_related("user")


def due(*, now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.WAITING, next_try__lte=now).order_by("next_try", "pk")


def wants_email(user: User) -> bool:
    """Unless the user said otherwise, to whoever has an address."""
    return bool(user.email) and not Wish.objects.filter(user=user, by_email=False).exists()


def outbox_figures() -> Mapping[tuple[str, str], int]:
    """Counts by (channel, state)."""
    rows = outbox().values_list("channel", "state").annotate(count=Count("pk")).order_by("channel", "state")
    return {(channel, state): count for channel, state, count in rows}
