"""Takes proof of play from players."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ..adapters.counting import upsert
from ..domain.days import milliseconds, moment_of
from ..domain.proof import Count, Refusal, newest, read_count, refusal_of
from ..domain.tokens import mark_of
from ..models import ContentVersion, PlayCount, Schedule
from ..selectors.devices import Device


@dataclass(frozen=True)
class Taken:
    """Positions in what was sent: those that a player may forget because they are kept, and those that it may forget because they cannot be
    true, with the reason."""

    accepted: list[int]
    refused: list[tuple[int, Refusal]]


@transaction.atomic
def take_proof(*, device: Device, counts: Sequence[object], now: datetime) -> Taken:
    """Keeps each counter unless a newer one of its key is there. The same counters again change nothing. Three queries."""
    read = [read_count(told) for told in counts]
    schedules = _known(Schedule, {count.schedule for count in read if count})
    versions = _known(ContentVersion, {count.version for count in read if count is not None and count.version is not None})
    taken = Taken([], [])
    good: list[Count] = []
    for index, count in enumerate(read):
        refusal = _refusal(count, schedules, versions, now=milliseconds(now))
        if refusal is not None or count is None:
            taken.refused.append((index, refusal or Refusal.MALFORMED))
            continue
        taken.accepted.append(index)
        good.append(count)
    upsert([_row(count, device) for count in newest(good)])
    return taken


def _refusal(count: Count | None, schedules: set[int], versions: set[int], *, now: int) -> Refusal | None:
    if count is None:
        return Refusal.MALFORMED
    if count.schedule not in schedules:
        return Refusal.UNKNOWN_SCHEDULE
    if count.version is not None and count.version not in versions:
        return Refusal.UNKNOWN_ITEM
    return refusal_of(count, now=now)


def _known(model: type[Schedule | ContentVersion], wanted: set[int]) -> set[int]:
    return set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _row(count: Count, device: Device) -> PlayCount:
    return PlayCount(
        screen_id=device.pk,
        hall_id=device.hall,
        hour=moment_of(count.hour),
        schedule_id=count.schedule,
        version_id=count.version,
        item=count.item,
        zone=count.zone,
        player=mark_of(device.digest),
        plays=count.plays,
        milliseconds=count.ms,
        sequence=count.sequence,
    )
