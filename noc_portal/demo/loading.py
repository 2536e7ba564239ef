"""Loads the demo province through the same services and the same import pipeline as real data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints.services import ensure_default_mappings, load_province_2011, set_target
from complaints.services.supervision import ensure_default_supervision
from portalkit.access.models import Grant, User
from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.services import record
from portalkit.imports.domain.registry import spec_of
from portalkit.imports.models import BatchState, ImportBatch
from portalkit.imports.panels.reasons import explain
from portalkit.imports.permissions import ImportsPermission
from portalkit.imports.services.inline import import_now
from portalkit.imports.services.mapping import Choice
from portalkit.imports.services.receiving import receive
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Region
from portalkit.regions.services import RegionRow, upsert_regions

from . import people, province
from .exports import DemoFiles, write_exports, write_practice_files
from .parts import PARTS

MONTHS = 18
TARGET = Decimal("5.5")
Tell = Callable[[str], None]


class AlreadyLoaded(Exception):
    """The demo province is there."""


class ForeignData(Exception):
    """The portal holds regions of its own; a made-up province beside them would mislead."""


class DemoImportFailed(Exception):
    """An export of the demo was not imported as a whole."""


@dataclass(frozen=True)
class Loaded:
    """What is there now. `practice`: exports of the next day, for the user's first own import."""

    regions: int
    users: int
    tickets: int
    practice: DemoFiles


def is_loaded() -> bool:
    return Region.objects.filter(code=province.PROVINCE_CODE).exists()


def load(*, seed: int, now: datetime, months: int = MONTHS, tell: Tell = lambda _: None) -> Loaded:
    """Regions, users, and tickets of so many months, the present one among them, until the day before yesterday.

    Raises AlreadyLoaded, ForeignData.
    """
    if is_loaded():
        raise AlreadyLoaded
    if Region.objects.exists():
        raise ForeignData
    today = timezone.localdate(now)
    tell("regions, users")
    with transaction.atomic():
        ensure_default_mappings()
        ensure_default_supervision()
        add_regions(now=now)
        _add_users()
    first = month_of(today).plus(1 - months).first_day
    tickets = _add_tickets(seed, first, now, tell)
    tell("official figures of 2011, targets, practice files")
    root = Region.objects.get(code=province.PROVINCE_CODE)
    load_province_2011(region=root, by=SYSTEM, now=now)
    set_target(region=root, first_month=month_of(first), value=TARGET, by=SYSTEM, now=now)
    for part in PARTS:
        tell(part.title)
        part.load(now=now)
    practice = write_practice_files(folder=_folder(), seed=seed, day=today - timedelta(days=1))
    record(by=SYSTEM, action="demo.load", detail={"seed": seed, "tickets": tickets}, at=now)
    return Loaded(regions=Region.objects.count(), users=len(people.USERS), tickets=tickets, practice=practice)


def add_regions(*, now: datetime) -> None:
    """The province with its branches and counties, and nothing in it."""
    rows = [
        RegionRow(
            code=region.code,
            name=region.name,
            name_en=region.name_en,
            level=region.level,
            parent=region.parent,
            longitude=region.longitude,
            latitude=region.latitude,
        )
        for region in province.regions()
    ]
    upsert_regions(rows=rows, by=SYSTEM, now=now)


def _add_users() -> None:
    regions = {region.code: region for region in Region.objects.filter(code__in=[user.region for user in people.USERS])}
    for person in people.USERS:
        user = User(username=person.username, full_name=person.full_name, department=person.department, is_demo=True)
        user.set_password(people.PASSWORD)
        user.save()
        Grant.objects.create(user=user, role=person.role, region=regions[person.region])
        record(by=SYSTEM, action="access.create_user", on=user, detail={"username": person.username, "demo": True})


def _add_tickets(seed: int, first: date, now: datetime, tell: Tell) -> int:
    horizon = datetime.combine(timezone.localdate(now) - timedelta(days=2), time.max)
    tell("writing exports")
    files = write_exports(folder=_folder(), seed=seed, first=first, now=horizon, label="history")
    access = system_access(SYSTEM, [ImportsPermission.UPLOAD, *(spec_of(kind).permission for kind, _ in files.by_kind())])
    tickets = 0
    for kind, path in files.by_kind():
        tell(f"importing {path.name}")
        batch = _import(kind, path, access, now)
        tickets += batch.new if kind != "subscribers" else 0
        path.unlink()
    return tickets


def _import(kind: str, path: Path, access: Access, now: datetime) -> ImportBatch:
    with path.open("rb") as stream:
        batch = receive(stream=stream, name=path.name, kind=kind, access=access, now=now, options={"demo": True})
    choice = Choice(mapping=batch.mapping, options=batch.options)
    batch = import_now(batch=batch, choice=choice, commit=True, explain=explain, by=SYSTEM, now=now)
    if batch.state != BatchState.COMMITTED or batch.rejected:
        raise DemoImportFailed(f"{path.name}: {batch.state}, {batch.rejected} rejected: {batch.reasons} {batch.refusal}")
    return batch


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "demo"
