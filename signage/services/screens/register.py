"""Screens registered, changed, put in and out of service. What concerns the player is published at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from storefronts.models import Hall

from ...domain.days import USUAL_ZONE
from ...domain.kinds import CommandKind
from ...models import Layout, Screen, Tag
from ..devices import NameTaken
from ..publishing import publish_settings
from .commands import Order, send

_PLAIN = ("name", "place", "orientation", "layout", "volume", "hours", "download_windows", "bytes_per_hour", "time_zone")


@dataclass(frozen=True)
class ScreenValues:
    """`hours`, `download_windows` as in Screen; `bytes_per_hour` None: no limit; `volume` in per cent; `time_zone` by its name in
    the IANA database: wall-clock times of schedules are told in it."""

    name: str
    place: str
    orientation: str
    layout: Layout | None
    tags: tuple[str, ...]
    volume: int
    hours: list[list[list[str]]]
    download_windows: list[list[str]]
    bytes_per_hour: int | None
    time_zone: str = USUAL_ZONE


@transaction.atomic
def add_screen(*, hall: Hall, values: ScreenValues, by: Actor, now: datetime) -> Screen:
    """A screen without player: pair it next. Raises NameTaken."""
    _check_name(hall, values.name, other_than=None)
    screen = Screen(hall=hall, **{name: getattr(values, name) for name in _PLAIN})
    screen.save()
    screen.tags.set(tags_named(values.tags))
    publish_settings(screens=[screen], by=by, now=now)
    screen.refresh_from_db(fields=["revision"])
    record_screen("signage.add_screen", screen, by=by, now=now, detail={"name": screen.name})
    return screen


@transaction.atomic
def change_screen(*, screen: Screen, values: ScreenValues, by: Actor, now: datetime) -> Screen:
    """The hall stays: see `devices.move_screen`. Nothing happens where nothing differs. Raises NameTaken.

    A later import of the same row changes it again: the hash of the imported row is forgotten.
    A player keeps the volume that a command gave it, so a new one goes to it as a command, too.
    """
    found = locked(screen)
    _check_name(found.hall, values.name, other_than=found.pk)
    changed: dict[str, Any] = {
        name: [_shown(getattr(found, name)), _shown(getattr(values, name))]
        for name in _PLAIN
        if getattr(found, name) != getattr(values, name)
    }
    for name in changed:
        setattr(found, name, getattr(values, name))
    if changed:
        found.row_hash = ""
        found.save(update_fields=[*changed, "row_hash"])
    changed |= _retagged(found, values.tags)
    if changed:
        _publish(found, by=by, now=now)
        if "volume" in changed and found.token_digest:
            send(screens=[found], order=Order(CommandKind.VOLUME, {"volume": found.volume}), by=by, now=now)
        record_screen("signage.change_screen", found, by=by, now=now, detail={"changed": changed})
    return found


@transaction.atomic
def tag_screen(*, screen: Screen, tags: Iterable[str], by: Actor, now: datetime) -> Screen:
    """The screen has these tags and no others; new words become tags."""
    found = locked(screen)
    if changed := _retagged(found, tags):
        _publish(found, by=by, now=now)
        record_screen("signage.change_screen", found, by=by, now=now, detail={"changed": changed})
    return found


@transaction.atomic
def switch_screen(*, screen: Screen, is_enabled: bool, by: Actor, now: datetime) -> Screen:
    """Puts the screen in or out of service. Out of service it shows nothing and nobody expects it; its player keeps its token."""
    found = locked(screen)
    if found.is_enabled != is_enabled:
        found.is_enabled = is_enabled
        found.save(update_fields=["is_enabled"])
        _publish(found, by=by, now=now)
        record_screen("signage.enable_screen" if is_enabled else "signage.disable_screen", found, by=by, now=now, detail={})
    return found


def locked(screen: Screen) -> Screen:
    """The row as it is now, kept from others until the transaction ends."""
    return Screen.objects.select_for_update(of=("self",)).select_related("hall__region", "layout").get(pk=screen.pk)


def record_screen(action: str, screen: Screen, *, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    """An audit event about the screen."""
    record(by=by, action=action, on=screen, region_code=screen.hall.code, detail=detail, at=now)


def tags_named(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, made where there are none. Two queries."""
    wanted = list(dict.fromkeys(names))
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))


def _retagged(screen: Screen, names: Iterable[str]) -> dict[str, Any]:
    before, after = sorted(screen.tags.values_list("name", flat=True)), sorted(set(names))
    if before == after:
        return {}
    screen.tags.set(tags_named(after))
    Screen.objects.filter(pk=screen.pk).update(row_hash="")
    return {"tags": [before, after]}


def _publish(screen: Screen, *, by: Actor, now: datetime) -> None:
    publish_settings(screens=[screen], by=by, now=now)
    screen.refresh_from_db(fields=["revision"])


def _check_name(hall: Hall, name: str, *, other_than: int | None) -> None:
    same = Screen.objects.filter(hall=hall, name=name)
    if (same if other_than is None else same.exclude(pk=other_than)).exists():
        raise NameTaken


def _shown(value: Any) -> Any:
    return value if isinstance(value, bool | int | list | None) else str(value)
