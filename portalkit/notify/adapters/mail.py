"""Sends by Django's mail backend."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection


class MailFailed(Exception):
    """The mail server did not take the message. `is_final`: it never will."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True)
class Enclosure:
    """A file in a mail."""

    name: str
    content_type: str
    content: bytes


def deliver(*, address: str, subject: str, text: str, delivery: str, enclosures: Sequence[Enclosure] = ()) -> None:
    """Raises MailFailed. The message id is made of `delivery`, so a mail system recognises one that is sent twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(subject=subject, body=text, to=[address], headers={"Message-ID": f"<{delivery}@{domain}>"})
    for one in enclosures:
        message.attach(one.name, one.content, one.content_type)
    message.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise MailFailed("the address is refused", is_final=all(code >= 500 for code, _ in error.recipients.values())) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(type(error).__name__) from error
