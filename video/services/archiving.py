"""Copies footage of a volume to the archive, and removes from there what is past its days. Killed anywhere, the next run goes on."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from video.adapters import archive
from video.adapters.removal import NotThisVolume
from video.adapters.volumes import is_marked
from video.domain.retention import DAY, Rule
from video.models import Segment, Volume
from video.selectors.retention import aged_in_archive, rules_on

from .places import place_of
from .retention.forgetting import forget_events

logger = logging.getLogger(__name__)
BATCH = 50
_ROW = ("pk", "path", "size", "sha256", "archive_key", "camera", "start", "end")


@dataclass
class Archived:
    """`copied` segments of `size` bytes, read back and found the same; `failed` were not; `removed` objects were past their days."""

    copied: int = 0
    size: int = 0
    failed: int = 0
    removed: int = 0


def archive_footage(
    *, volume: Volume, by: Actor, now: datetime, progress: Callable[[int], None] = lambda _done: None, batch: int = BATCH
) -> Archived:
    """First what is past its days goes from the archive, with or without the disk it came from; then everything closed that is older than
    the setting says is copied, oldest first. Of a volume out of service nothing is copied. Raises NotThisVolume and ArchiveAway.

    A copy counts only after the store gave the same bytes back. A file that differs from its row, or a copy that differs, is left alone,
    named in the log and looked at again by the next run.
    """
    done = Archived(removed=_remove_aged(volume, by=by, now=now, batch=batch))
    if not volume.is_enabled or not volume.node.is_enabled:
        return done
    place = place_of(volume)
    if not is_marked(place):
        raise NotThisVolume(str(place.path))
    failed: set[int] = set()
    while rows := _waiting(volume, now, failed)[:batch]:
        for row in rows:
            if _copy(row, volume):
                done.copied += 1
                done.size += row.size
            else:
                failed.add(row.pk)
            progress(done.copied)
    done.failed = len(failed)
    if done.copied:
        _tell(volume, "video.archive_footage", done.copied, done.size, by=by, now=now)
    return done


def _waiting(volume: Volume, now: datetime, failed: Iterable[int]) -> Sequence[Segment]:
    days = settings.NOC_ARCHIVE_AFTER_DAYS
    if days is None:
        return []
    edge = now - days * DAY
    rows = Segment.objects.filter(volume=volume, state=Segment.State.CLOSED, is_local=True, archive_key="", start__lte=edge, end__lte=edge)
    return rows.exclude(pk__in=failed).only(*_ROW).order_by("start")  # type: ignore[return-value]


def _copy(row: Segment, volume: Volume) -> bool:
    """Without a check of the local file first: what the store gives back is compared with the row, and finds either fault."""
    key = row.path
    try:
        archive.put(key, place_of(volume).path / row.path)
        copy = archive.read_back(key)
    except (OSError, archive.NotInArchive) as error:
        logger.warning("volume %s: %s could not be archived (%s)", volume.pk, row.path, type(error).__name__)
        return False
    if (copy.size, copy.sha256) != (row.size, row.sha256):
        logger.warning("volume %s: the archive's copy of %s is not what was recorded", volume.pk, row.path)
        archive.remove(key)
        return False
    if not Segment.objects.filter(pk=row.pk, state=Segment.State.CLOSED).update(archive_key=key):
        archive.remove(key)
        return False
    return True


def _remove_aged(volume: Volume, *, by: Actor, now: datetime, batch: int) -> int:
    """Marks what only the archive has and is past its days; then the object goes, then the row."""
    removed = _finish(volume)
    rules = rules_on(volume)
    while _mark_aged(volume, rules, by=by, now=now, batch=batch):
        removed += _finish(volume)
    return removed


@transaction.atomic
def _mark_aged(volume: Volume, rules: Mapping[int, Rule], *, by: Actor, now: datetime, batch: int) -> int:
    sizes = dict(aged_in_archive(volume, rules=rules, now=now).values_list("pk", "size")[:batch])
    if sizes:
        Segment.objects.filter(pk__in=sizes, state=Segment.State.CLOSED).update(state=Segment.State.DELETING)
        _tell(volume, "video.remove_archived", len(sizes), sum(sizes.values()), by=by, now=now)
    return len(sizes)


def _finish(volume: Volume) -> int:
    going = Segment.objects.filter(~Q(archive_key=""), volume=volume, state=Segment.State.DELETING, is_local=False)
    rows = list(going.only(*_ROW))
    for row in rows:
        archive.remove(row.archive_key)
        Segment.objects.filter(pk=row.pk).delete()
    forget_events(rows)
    return len(rows)


def _tell(volume: Volume, action: str, segments: int, size: int, *, by: Actor, now: datetime) -> None:
    detail = {"segments": segments, "bytes": size}
    record(by=by, action=action, on=volume, region_code=volume.node.region.code, detail=detail, at=now)
