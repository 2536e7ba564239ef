"""What a retention run looks at: rules, holds and the oldest footage of a volume; and the figures that it counts for the pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from ..domain.retention import DAY, Hold, Piece, Rule
from ..models import Camera, EvidenceExport, LegalHold, Segment, Volume

# An export that has not ended by then has failed, and holds nothing any more.
EXPORTS_TAKE = timedelta(days=1)


def rule_of(camera: Camera) -> Rule:
    """The camera with its hall."""
    return Rule(legal_days=camera.legal_retention_days, wished_days=camera.keep_days or settings.NOC_VIDEO_KEEP_DAYS)


def rules_on(volume: Volume) -> Mapping[int, Rule]:
    """By the key of every camera that has footage there."""
    there = Segment.objects.filter(camera=OuterRef("pk"), volume=volume)
    return {camera.pk: rule_of(camera) for camera in Camera.objects.filter(Exists(there)).select_related("hall")}


def holds_on(cameras: Iterable[int], *, now: datetime) -> list[Hold]:
    """Standing legal holds, and spans that are being exported at this moment."""
    columns = ("camera", "start", "end")
    standing = _standing().filter(camera__in=cameras).values_list(*columns)
    exporting = _exporting(now).filter(camera__in=cameras).values_list(*columns)
    return [Hold(camera=camera, start=start, end=end) for camera, start, end in (*standing, *exporting)]


def used_bytes(volume: Volume) -> int:
    """By footage whose file is on the volume, as far as rows say."""
    return Segment.objects.filter(volume=volume, is_local=True).aggregate(all=Sum("size"))["all"] or 0


def aged_pieces(volume: Volume, *, rules: Mapping[int, Rule], now: datetime, limit: int) -> list[Piece]:
    """The oldest that are past their days and under no hold. What only the archive has is the archive's to remove."""
    past = _past({key: rule.keep_days for key, rule in rules.items()}, now)
    return _pieces(_loose(volume, now).filter(past).filter(Q(is_local=True) | Q(archive_key="")), limit)


def archived_pieces(volume: Volume, *, now: datetime, limit: int) -> list[Piece]:
    """The oldest local copies of archived footage."""
    return _pieces(_loose(volume, now).filter(is_local=True).exclude(archive_key=""), limit)


def lawful_pieces(volume: Volume, *, rules: Mapping[int, Rule], now: datetime, limit: int) -> list[Piece]:
    """The oldest that are past the legal minimum and nowhere else."""
    past = _past({key: rule.legal_days for key, rule in rules.items()}, now)
    return _pieces(_loose(volume, now).filter(past, is_local=True, archive_key=""), limit)


def aged_in_archive(volume: Volume, *, rules: Mapping[int, Rule], now: datetime) -> QuerySet[Segment]:
    """Past their days, kept by the archive alone."""
    past = _past({key: rule.keep_days for key, rule in rules.items()}, now)
    return _loose(volume, now).filter(past, is_local=False).exclude(archive_key="")


def _loose(volume: Volume, now: datetime) -> QuerySet[Segment]:
    """Closed and touched by no hold, oldest first."""
    touching = {"camera": OuterRef("camera"), "start__lt": OuterRef("end"), "end__gt": OuterRef("start")}
    held = Exists(_standing().filter(**touching)) | Exists(_exporting(now).filter(**touching))
    return Segment.objects.filter(~held, volume=volume, state=Segment.State.CLOSED).order_by("start")


def _standing() -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(released_at=None)


def _exporting(now: datetime) -> QuerySet[EvidenceExport]:
    return EvidenceExport.objects.filter(finished_at=None, requested_at__gt=now - EXPORTS_TAKE)


def _past(days: Mapping[int, int], now: datetime) -> Q:
    """Older than the days of its camera. Also by start, which the index knows."""
    cameras: dict[int, list[int]] = defaultdict(list)
    for camera, count in days.items():
        cameras[count].append(camera)
    found = Q(pk__in=())
    for count, keys in cameras.items():
        edge = now - count * DAY
        found |= Q(camera__in=keys, start__lte=edge, end__lte=edge)
    latest = now - min(cameras, default=0) * DAY
    return found & Q(start__lte=latest)


def _pieces(rows: QuerySet[Segment], limit: int) -> list[Piece]:
    columns = ("pk", "camera_id", "start", "end", "size", "is_local", "archive_key")
    return [
        Piece(key=pk, camera=camera, start=start, end=end, size=size if is_local else 0, is_archived=bool(archive_key))
        for pk, camera, start, end, size, is_local, archive_key in rows.values_list(*columns)[:limit]
    ]


def going(volume: Volume, *, limit: int) -> Sequence[Segment]:
    """Marked, with the file still to be removed: what an earlier run did not finish."""
    states = [Segment.State.DELETING, Segment.State.EVICTING]
    rows = Segment.objects.filter(Q(is_local=True) | Q(archive_key=""), volume=volume, state__in=states)
    return list(rows.only("pk", "path", "state", "archive_key", "camera", "start", "end").order_by("pk")[:limit])
