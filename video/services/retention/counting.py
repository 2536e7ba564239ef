"""Counts what is on a volume, camera by camera, and works out how long it will hold."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from video.domain.retention import DAY, Load, Room, Rule, bytes_per_day, danger_in_days, days_it_holds
from video.models import Holding, Volume, VolumeOutlook
from video.selectors import counting, retention

LATELY = timedelta(days=7)


@transaction.atomic
def count_footage(*, volume: Volume, room: Room, short: int, now: datetime) -> VolumeOutlook:
    """Replaces the figures of a volume and of every camera on it."""
    held = counting.held_bytes(volume)
    lately = counting.recorded_since(volume, since=now - LATELY)
    holdings = [_holding(volume, row, held=held, lately=lately, now=now) for row in counting.totals(volume)]
    Holding.objects.filter(volume=volume).exclude(camera__in=[row.camera_id for row in holdings]).delete()
    Holding.objects.bulk_create(
        holdings,
        update_conflicts=True,
        unique_fields=["camera", "volume"],
        update_fields=["oldest_at", "newest_at", "size", "held_bytes", "seconds", "bytes_per_day", "counted_at"],
    )
    rates = [row.bytes_per_day for row in holdings if row.bytes_per_day is not None]
    rate = sum(rates) if rates else None
    day = danger_in_days(_loads(volume, holdings, now=now), usable=room.usable)
    outlook, _is_new = VolumeOutlook.objects.update_or_create(
        volume=volume,
        defaults={
            "used_bytes": room.used,
            "usable_bytes": room.usable,
            "held_bytes": sum(held.values()),
            "bytes_per_day": rate,
            "days_it_holds": days_it_holds(room.usable, rate),
            "danger_at": None if day is None else now + day * DAY,
            "short_bytes": short,
            "enforced_at": now,
            "counted_at": now,
        },
    )
    return outlook


@transaction.atomic
def note_enforced(*, outlook: VolumeOutlook, room: Room, short: int, now: datetime) -> VolumeOutlook:
    """What a run between two counts knows."""
    outlook.used_bytes, outlook.usable_bytes, outlook.short_bytes, outlook.enforced_at = room.used, room.usable, short, now
    outlook.save(update_fields=["used_bytes", "usable_bytes", "short_bytes", "enforced_at"])
    return outlook


def _holding(volume: Volume, row: counting.Total, *, held: Mapping[int, int], lately: Mapping[int, int], now: datetime) -> Holding:
    rate = bytes_per_day(lately.get(row.camera, 0), over=min(LATELY, now - row.oldest_at))
    return Holding(
        camera_id=row.camera, volume=volume, oldest_at=row.oldest_at, newest_at=row.newest_at, size=row.size,
        held_bytes=held.get(row.camera, 0), seconds=row.seconds, bytes_per_day=None if rate is None else round(rate), counted_at=now,
    )  # fmt: skip


def _loads(volume: Volume, holdings: list[Holding], *, now: datetime) -> list[Load]:
    """What the archive takes over early need not stay on the volume as long as the law asks."""
    rules = retention.rules_on(volume)
    ages = _ages(volume, now)
    return [
        Load(
            legal_days=_local_days(rules[row.camera_id]),
            bytes_per_day=row.bytes_per_day or 0,
            by_age=ages[row.camera_id],
            held=row.held_bytes,
        )
        for row in holdings
        if row.camera_id in rules
    ]


def _local_days(rule: Rule) -> int:
    after = settings.NOC_ARCHIVE_AFTER_DAYS
    return rule.legal_days if after is None else min(rule.legal_days, after)


def _ages(volume: Volume, now: datetime) -> Mapping[int, list[int]]:
    today = now.astimezone(UTC).date()
    ages: dict[int, list[int]] = defaultdict(list)
    for row in counting.by_day(volume):
        days = ages[row.camera]
        age = max((today - row.day).days, 0)
        days.extend([0] * (age + 1 - len(days)))
        days[age] += row.size
    return ages
