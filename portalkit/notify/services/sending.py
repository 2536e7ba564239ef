"""Writes messages, in the caller's transaction; delivery starts after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.domain.names import download_name
from portalkit.files.models import StoredFile
from portalkit.jobs.services import enqueue

from ..domain.texts import one_line
from ..models import Attachment, Channel, Message, MessageState
from ..selectors import wants_email

DELIVER = "notify.deliver"
LARGEST_ATTACHMENTS = 8 * 1024 * 1024
"""Bytes of all files of one mail together: encoded for mail they grow by a third, and many servers stop at twelve megabytes."""


class NoAddress(Exception):
    """There is nowhere to send this: a user without e-mail address, or a channel that needs a user."""


class AttachmentsTooLarge(ValueError):
    """The files are too large together, or the channel carries none."""


@dataclass(frozen=True)
class Attached:
    """A stored file as the reader of the mail gets it."""

    file: StoredFile
    name: str
    content_type: str


@transaction.atomic
def send(
    *,
    to: User | str,
    subject: str,
    body: str = "",
    url: str = "",
    channel: str,
    key: str,
    now: datetime,
    attachments: Sequence[Attached] = (),
) -> Message:
    """One message on one channel; the same channel and key again gives the message there is. Raises NoAddress, AttachmentsTooLarge.

    `to` is a user, an e-mail address, or the name of a configured hook; `url` a path of the portal where the matter is shown.
    Only e-mail carries files, LARGEST_ATTACHMENTS together.
    """
    if attachments and (channel != Channel.EMAIL or sum(one.file.size for one in attachments) > LARGEST_ATTACHMENTS):
        raise AttachmentsTooLarge
    is_page = channel == Channel.PAGE
    fields = {
        "user": to if isinstance(to, User) else None,
        "address": _address(to, channel),
        "subject": one_line(subject),
        "body": body,
        "url": url,
        "created_at": now,
        "state": MessageState.SENT if is_page else MessageState.WAITING,
        "sent_at": now if is_page else None,
        "next_try": None if is_page else now,
    }
    message, is_new = Message.objects.get_or_create(channel=channel, key=key, defaults=fields)
    if is_new:
        Attachment.objects.bulk_create(
            Attachment(message=message, file=one.file, name=download_name(one.name), content_type=one.content_type) for one in attachments
        )
    if is_new and not is_page:
        enqueue(kind=DELIVER, key=DELIVER, title="", params={}, by=SYSTEM, now=now)
    return message


@transaction.atomic
def notify(
    *, user: User, subject: str, body: str = "", url: str = "", key: str, now: datetime, attachments: Sequence[Attached] = ()
) -> list[Message]:
    """A message to a user in the portal, and by e-mail when the user wants that. `key` is completed with the user.

    Files go with the e-mail only. Raises AttachmentsTooLarge.
    """
    channels = [Channel.PAGE, *([Channel.EMAIL] if wants_email(user) else [])]
    files = {Channel.EMAIL: attachments}
    return [
        send(
            to=user, subject=subject, body=body, url=url, channel=one, key=f"{key} {user.pk}", now=now, attachments=files.get(one, ())
        )
        for one in channels
    ]  # fmt: skip


def _address(to: User | str, channel: str) -> str:
    if channel == Channel.PAGE:
        if not isinstance(to, User):
            raise NoAddress("a message in the portal needs a user")
        return ""
    address = to.email if isinstance(to, User) and channel == Channel.EMAIL else to
    if not isinstance(address, str) or not address:
        raise NoAddress(str(to))
    return address
