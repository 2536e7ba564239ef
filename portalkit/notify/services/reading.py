"""What readers do with their messages."""

from collections.abc import Collection
from datetime import datetime

from portalkit.access.models import User

from ..models import Wish
from ..selectors import messages_of


def mark_read(*, user: User, now: datetime, only: Collection[int] | None = None) -> int:
    """Marks a user's messages as read, all of them or some ids. Returns how many were unread."""
    unread = messages_of(user).filter(read_at=None)
    return (unread if only is None else unread.filter(pk__in=only)).update(read_at=now)


def choose_email(*, user: User, is_wanted: bool) -> None:
    """Whether a user's messages also come by e-mail."""
    Wish.objects.update_or_create(user=user, defaults={"by_email": is_wanted})
