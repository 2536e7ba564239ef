"""Sums over the segments of a volume. One pass each over its rows: for the hourly count, not for pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from ..models import LegalHold, Segment, Volume


@dataclass(frozen=True)
class Total:
    """A camera on a volume. `size` of what lies there, `seconds` of what lies there or in the archive."""

    camera: int
    oldest_at: datetime
    newest_at: datetime
    size: int
    seconds: float


@dataclass(frozen=True)
class DaySum:
    """Bytes of a camera that began on a day (UTC), are nowhere else and under no hold."""

    camera: int
    day: date
    size: int


def totals(volume: Volume) -> list[Total]:
    lasting = ExpressionWrapper(F("end") - F("start"), output_field=DurationField())
    rows = _kept(volume).values("camera").order_by("camera")
    rows = rows.annotate(
        oldest=Min("start"), newest=Max("end"), bytes=Coalesce(Sum("size", filter=Q(is_local=True)), 0), lasted=Sum(lasting)
    )
    return [Total(row["camera"], row["oldest"], row["newest"], row["bytes"], _seconds(row["lasted"])) for row in rows]


def recorded_since(volume: Volume, *, since: datetime) -> Mapping[int, int]:
    """Bytes by camera that were recorded there, wherever they are now."""
    rows = Segment.objects.filter(volume=volume, start__gte=since).values("camera").order_by("camera").annotate(bytes=Sum("size"))
    return {row["camera"]: row["bytes"] for row in rows}


def held_bytes(volume: Volume) -> Mapping[int, int]:
    """Bytes by camera on the volume that a legal hold touches."""
    cameras = LegalHold.objects.filter(released_at=None).values("camera")
    rows = Segment.objects.filter(_held(), volume=volume, is_local=True, camera__in=cameras)
    return {row["camera"]: row["bytes"] for row in rows.values("camera").order_by("camera").annotate(bytes=Sum("size"))}


def by_day(volume: Volume) -> list[DaySum]:
    began = _kept(volume).filter(~_held(), is_local=True, archive_key="").annotate(day=TruncDate("start", tzinfo=UTC))
    rows = began.values("camera", "day").order_by("camera", "day").annotate(bytes=Sum("size"))
    return [DaySum(row["camera"], row["day"], row["bytes"]) for row in rows]


def _kept(volume: Volume) -> QuerySet[Segment]:
    """Footage that is there, or in the archive."""
    rows = Segment.objects.filter(volume=volume, state__in=[Segment.State.OPEN, Segment.State.CLOSED, Segment.State.EVICTING])
    return rows.exclude(is_local=False, archive_key="")


def _held() -> Exists:
    touching = {"camera": OuterRef("camera"), "start__lt": OuterRef("end"), "end__gt": OuterRef("start")}
    return Exists(LegalHold.objects.filter(released_at=None, **touching))


def _seconds(lasted: timedelta | None) -> float:
    return lasted.total_seconds() if lasted else 0.0
