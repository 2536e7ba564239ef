"""Builders of what operators see: screens that have said something, faults, commands, counts."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from portalkit.access.models import User
from portalkit.regions.models import Region
from signage.domain.tokens import digest_of
from signage.models import ContentVersion, PlayCount, Schedule, Screen, ScreenCommand, ScreenFault, ScreenStatus
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture, a_province, a_user

_numbers = count(1)


def a_hall_of(name: str = "东门营业厅", *, county: Region | None = None, **fields: Any) -> Hall:
    if county is None:
        province = Region.objects.filter(parent=None).first() or a_province("南江省")
        prefecture = Region.objects.filter(parent=province).first() or a_prefecture("东海市", under=province)
        county = Region.objects.filter(parent=prefecture).first() or a_county("城东县", under=prefecture)
    return Hall.objects.create(region=a_hall(name, under=county, **fields))


def a_screen(hall: Hall | None = None, *, is_paired: bool = True, **fields: Any) -> Screen:
    number = next(_numbers)
    paired = {"token_digest": digest_of(f"scr_{number}"), "paired_at": timezone.now()} if is_paired else {}
    name = fields.pop("name", f"屏{number}")
    return Screen.objects.create(hall=hall or Hall.objects.first() or a_hall_of(), name=name, **paired, **fields)


def a_status(screen: Screen, *, seen_at: datetime | None = None, **fields: Any) -> ScreenStatus:
    values = {"version": "1.0", "complete_revision": screen.revision, "applied_revision": screen.revision, **fields}
    return ScreenStatus.objects.create(screen=screen, seen_at=seen_at or timezone.now(), **values)


def a_fault(screen: Screen, code: str = "storage_full", *, at: datetime | None = None, **fields: Any) -> ScreenFault:
    moment = at or timezone.now()
    return ScreenFault.objects.create(screen=screen, code=code, first_at=moment, last_at=moment, **fields)


def a_command(
    screen: Screen, kind: str = "reload", *, batch: UUID | None = None, at: datetime | None = None, **fields: Any
) -> ScreenCommand:
    moment = at or timezone.now()
    values = {"expires_at": moment + timedelta(minutes=30), "asked_by_name": "operator", **fields}
    return ScreenCommand.objects.create(screen=screen, kind=kind, batch=batch, asked_at=moment, **values)


def a_count(
    screen: Screen, version: ContentVersion | None, *, schedule: Schedule, hour: datetime, plays: int = 10, ms: int = 80_000, **fields: Any
) -> PlayCount:
    item = str(version.pk) if version else f"s{schedule.pk}"
    values = {"item": item, "zone": "main", "sequence": 1, **fields}
    return PlayCount.objects.create(
        screen=screen, hall=screen.hall, version=version, schedule=schedule, hour=hour, plays=plays, milliseconds=ms, **values
    )  # fmt: skip


def signed_in(user: User | None = None, *, role: str = "supervisor", at: Region | None = None, language: str = "en") -> Client:
    person = user or a_user(role, at=at or Region.objects.get(parent=None))
    client = Client(headers={"accept-language": language})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
