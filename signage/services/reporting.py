"""Takes what a player reports once a minute, and answers with what it is to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ..domain.days import moment_of
from ..domain.reports import Done, Fault, Report
from ..models import Screen, ScreenCommand, ScreenFault, ScreenStatus
from ..selectors.devices import Device

MOST_COMMANDS = 20


@dataclass(frozen=True)
class Answer:
    """The revision that the screen is to have, and its open commands, oldest first."""

    revision: int
    commands: list[ScreenCommand]


@transaction.atomic
def take_report(*, device: Device, report: Report, address: str, browser: str, now: datetime) -> Answer:
    """Keeps the status, opens and clears faults, closes the commands that are done. Of a report that was overtaken by a later one only
    these count."""
    revision = Screen.objects.values_list("revision", flat=True).get(pk=device.pk)
    if not _is_overtaken(device, report):
        _keep_status(device, report, revision=revision, address=address, browser=browser, now=now)
        _keep_faults(device, report.faults, now=now)
    _close(device, report.done, now=now)
    return Answer(revision=revision, commands=list(open_commands(device, now=now)[:MOST_COMMANDS]))


def open_commands(device: Device, *, now: datetime) -> QuerySet[ScreenCommand]:
    """What the screen is told to do and has not done, oldest first."""
    return ScreenCommand.objects.filter(screen=device.pk, done_at=None, expires_at__gt=now).order_by("pk")


def _is_overtaken(device: Device, report: Report) -> bool:
    """Whether a later report of the same run of the player was here before."""
    rows = ScreenStatus.objects.select_for_update().filter(screen=device.pk, started_at=_moment(report.started))
    known = rows.values_list("sequence", flat=True).first()
    return known is not None and report.sequence is not None and report.sequence <= known


def _keep_status(device: Device, report: Report, *, revision: int, address: str, browser: str, now: datetime) -> None:
    """A player cannot have a revision that its screen was never to have."""
    values = {
        "seen_at": now,
        "started_at": _moment(report.started),
        "sequence": report.sequence,
        "address": address or None,
        "version": report.version,
        "browser": browser,
        "applied_revision": min(report.applied, revision),
        "complete_revision": min(report.complete, revision),
        "wanted_bytes": report.wanted,
        "held_bytes": report.held,
        "free_bytes": report.free,
        "clock_offset_ms": report.offset,
        "width": report.width,
        "height": report.height,
        "is_off": report.is_off,
        "playing": report.playing,
        "verified": report.verified,
    }
    ScreenStatus.objects.bulk_create(
        [ScreenStatus(screen_id=device.pk, **values)], update_conflicts=True, unique_fields=["screen"], update_fields=list(values)
    )


def _keep_faults(device: Device, faults: tuple[Fault, ...], *, now: datetime) -> None:
    there = {(str(fault.code), fault.subject): fault for fault in faults}
    known = {(row.code, row.subject): row for row in ScreenFault.objects.filter(screen=device.pk, cleared_at=None)}
    gone = [row.pk for key, row in known.items() if key not in there]
    if gone:
        ScreenFault.objects.filter(pk__in=gone).update(cleared_at=now)
    still = [row for key, row in known.items() if key in there]
    for row in still:
        row.last_at, row.detail = now, there[(row.code, row.subject)].detail
    ScreenFault.objects.bulk_update(still, ["last_at", "detail"])
    new = [
        ScreenFault(screen_id=device.pk, code=fault.code, subject=fault.subject, detail=fault.detail, first_at=now, last_at=now)
        for key, fault in there.items()
        if key not in known
    ]
    ScreenFault.objects.bulk_create(new, ignore_conflicts=True)


def _close(device: Device, done: tuple[Done, ...], *, now: datetime) -> None:
    for one in done:
        ScreenCommand.objects.filter(pk=one.command, screen=device.pk, done_at=None).update(done_at=now, error=one.error)


def _moment(ms: int | None) -> datetime | None:
    """None also where the number is no date."""
    try:
        return moment_of(ms) if ms is not None else None
    except (ValueError, OverflowError, OSError):
        return None
