"""Puts messages out, delivers them, marks them as read."""

from .delivering import deliver_due, try_dead_again
from .reading import choose_email, mark_read
from .sending import LARGEST_ATTACHMENTS, Attached, AttachmentsTooLarge, notify, send
from .telling import tell_of_failure

__all__ = [
    "LARGEST_ATTACHMENTS",
    "Attached",
    "AttachmentsTooLarge",
    "choose_email",
    "deliver_due",
    "mark_read",
    "notify",
    "send",
    "tell_of_failure",
    "try_dead_again",
]
