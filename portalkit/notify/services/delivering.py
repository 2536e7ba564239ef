"""Delivers what waits, at least once, and gives up in the end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.services import path_of
from portalkit.jobs.domain.backoff import delay_after

from ..adapters import hooks, mail
from ..domain.targets import TargetRefused
from ..models import Channel, Message, MessageState
from ..selectors import due

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Delivered:
    """Of the messages tried: `sent`, `put_off` to a later attempt, given up as `dead`."""

    sent: int
    put_off: int
    dead: int


@dataclass(frozen=True)
class _Fault:
    reason: str
    is_final: bool


def deliver_due(*, now: datetime, limit: int = 100, on_progress: Callable[[int], None] | None = None) -> Delivered:
    """Tries every message that is due. An attempt is noted before it is made, so that one cut off is not repeated at once."""
    ended: list[str] = []
    for pk in list(due(now=now).values_list("pk", flat=True)[:limit]):
        message = _begin(pk, now)
        if message is not None:
            ended.append(_finish(message, _attempt(message, now), now))
        if on_progress is not None:
            on_progress(len(ended))
    return Delivered(sent=ended.count("sent"), put_off=ended.count("waiting"), dead=ended.count("dead"))


@transaction.atomic
def try_dead_again(*, by: Actor, now: datetime) -> int:
    """Puts the messages that were given up in line again. Returns how many."""
    dead = Message.objects.filter(state=MessageState.DEAD)
    count = dead.update(state=MessageState.WAITING, attempts=0, next_try=now)
    if count:
        record(by=by, action="notify.try_again", detail={"count": count}, at=now)
    return count


@transaction.atomic
def _begin(pk: int, now: datetime) -> Message | None:
    message = due(now=now).select_for_update().filter(pk=pk).first()
    if message is not None:
        message.attempts += 1
        message.next_try = now + delay_after(message.attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        message.save(update_fields=["attempts", "next_try"])
    return message


def _attempt(message: Message, now: datetime) -> _Fault | None:
    try:
        if message.channel == Channel.EMAIL:
            mail.deliver(
                address=message.address,
                subject=message.subject,
                text=_text(message),
                delivery=_delivery(message),
                enclosures=_enclosures(message),
            )
        else:
            hooks.deliver(hooks.target_of(message.address), _payload(message), delivery=_delivery(message), at=int(now.timestamp()))
    except TargetRefused as refused:
        return _Fault(str(refused), is_final=True)
    except mail.MailFailed as failed:
        return _Fault(str(failed), is_final=failed.is_final)
    except hooks.HookFailed as failed:
        return _Fault(str(failed), is_final=False)
    except OSError as error:
        return _Fault(f"an attached file cannot be read ({type(error).__name__})", is_final=False)
    return None


def _finish(message: Message, fault: _Fault | None, now: datetime) -> str:
    if fault is None:
        message.state, message.sent_at, message.error = MessageState.SENT, now, ""
    else:
        message.error = fault.reason[:300]
        if fault.is_final or message.attempts >= MOST_ATTEMPTS:
            message.state = MessageState.DEAD
        logger.warning("message %d by %s: attempt %d failed (%s)", message.pk, message.channel, message.attempts, fault.reason)
    message.save(update_fields=["state", "sent_at", "error"])
    return str(message.state)


def _enclosures(message: Message) -> list[mail.Enclosure]:
    return [
        mail.Enclosure(name=one.name, content_type=one.content_type, content=path_of(one.file).read_bytes())
        for one in message.attachments.select_related("file")
    ]


def _text(message: Message) -> str:
    return "\n\n".join(filter(None, [message.body, _link(message)]))


def _payload(message: Message) -> dict[str, str | int]:
    return {
        "id": message.pk,
        "key": message.key,
        "subject": message.subject,
        "body": message.body,
        "url": _link(message),
        "created_at": message.created_at.isoformat(timespec="seconds"),
    }


def _link(message: Message) -> str:
    return f"{settings.NOC_PUBLIC_URL.rstrip('/')}{message.url}" if message.url and settings.NOC_PUBLIC_URL else ""


def _delivery(message: Message) -> str:
    return f"message-{message.pk}"
