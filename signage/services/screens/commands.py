"""Tells screens what to do. A command waits for its player until it expires; settings that go with it stand in the register at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.commands import LIFETIME
from ...domain.days import milliseconds
from ...domain.kinds import CommandKind
from ...models import Screen, ScreenCommand
from ..nudging import COMMAND, nudge
from ..publishing import publish_settings

MOST_SCREENS = 5000
_AT_ONCE = 200


class NobodyToTell(Exception):
    """None of the screens is in service and paired."""


class TooManyScreens(Exception):
    """More than MOST_SCREENS."""


@dataclass(frozen=True)
class Order:
    """`params` are what the player is to know: `{"volume": per cent}`, `{"hours": week}`, else nothing."""

    kind: CommandKind
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """The batch by which the commands are found again, and how many of the screens could not be told."""

    batch: UUID
    screens: int
    left_out: int


@transaction.atomic
def tell_screens(*, screens: Sequence[int], order: Order, by: Actor, now: datetime) -> Told:
    """A command to each of the screens that is in service and has a player. Volume and hours become those of the register, too.

    Raises NobodyToTell, TooManyScreens.
    """
    if len(screens) > MOST_SCREENS:
        raise TooManyScreens
    listening = list(Screen.objects.filter(pk__in=screens, is_enabled=True, token_digest__isnull=False))
    if not listening:
        raise NobodyToTell
    if order.params:
        publish_settings(screens=listening, by=by, now=now)
        Screen.objects.filter(pk__in=[screen.pk for screen in listening]).update(**order.params)
    batch = send(screens=listening, order=order, by=by, now=now)
    detail = {"batch": str(batch), "kind": str(order.kind), "screens": len(listening), **order.params}
    record(by=by, action="signage.command_screens", detail=detail, at=now)
    return Told(batch=batch, screens=len(listening), left_out=len(screens) - len(listening))


def send(*, screens: Sequence[Screen], order: Order, by: Actor, now: datetime) -> UUID:
    """Rows and nudges alone, in the caller's transaction."""
    batch = uuid4()
    rows = [
        ScreenCommand(
            screen=screen, batch=batch, kind=order.kind.value, params=order.params, asked_by_name=by.name, asked_at=now,
            expires_at=now + LIFETIME,
        )
        for screen in screens
    ]  # fmt: skip
    ScreenCommand.objects.bulk_create(rows, batch_size=_AT_ONCE)
    made = list(ScreenCommand.objects.filter(batch=batch).order_by("pk").values("pk", "screen_id"))
    for first in range(0, len(made), _AT_ONCE):
        part = made[first : first + _AT_ONCE]
        common = {"kind": order.kind.value, "params": order.params, "expires": milliseconds(now + LIFETIME)}
        told = [{"screen": row["screen_id"], "id": row["pk"], **common} for row in part]
        nudge(kind=COMMAND, screens=[row["screen_id"] for row in part], payload={"commands": told}, now=now)
    return batch
