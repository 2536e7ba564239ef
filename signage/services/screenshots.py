"""Keeps the picture that a screen was asked for."""

from datetime import datetime

from django.db import transaction

from portalkit.files.services import store

from ..adapters.screenshots import NotAScreenshot, rebuilt
from ..models import ScreenCommand, Screenshot
from ..selectors.devices import Device
from .reporting import open_commands


class NotAsked(Exception):
    """The screen has no open command of this number that asks for a picture."""


class BadScreenshot(Exception):
    """What came is no picture."""


@transaction.atomic
def take_screenshot(*, device: Device, command: int, data: bytes, now: datetime) -> Screenshot:
    """Keeps the picture and closes the command that asked for it. Raises NotAsked, BadScreenshot."""
    asked = open_commands(device, now=now).filter(pk=command, kind=ScreenCommand.Kind.SCREENSHOT).first()
    if asked is None:
        raise NotAsked
    try:
        picture = rebuilt(data)
    except NotAScreenshot:
        raise BadScreenshot from None
    made = Screenshot.objects.create(screen_id=device.pk, file=store(stream=picture, now=now), taken_at=now)
    asked.done_at = now
    asked.save(update_fields=["done_at"])
    return made
