"""What an export reads: segments that can be had, outages, the footage next to a span; and exports and holds inside a caller's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from portalkit.access.selectors import Access
from portalkit.jobs.models import Job

from ..domain.segments import microseconds
from ..models import Camera, EvidenceExport, Gap, LegalHold, Segment
from ..permissions import VideoPermission
from .footage import LONGEST, can_be_had

EXPORT = "video.export"


def segments_in(camera: Camera, *, start: datetime, end: datetime) -> Sequence[Segment]:
    """Segments of a camera that touch a span and whose pictures can still be had, by start, with volume and node."""
    rows = Segment.objects.filter(can_be_had(), camera=camera, start__lt=end, start__gt=start - LONGEST, end__gt=start)
    return list(rows.select_related("volume__node").order_by("start", "epoch"))


def outages_in(camera: Camera, *, start: datetime, end: datetime) -> list[tuple[int, int, str]]:
    """Start, end and cause of the gaps that touch a span, in microseconds of UTC; one under way ends with the span."""
    rows = Gap.objects.filter(Q(end=None) | Q(end__gt=start), camera=camera, start__lt=end)
    return [(microseconds(row.start), microseconds(row.end or end), row.cause) for row in rows]


@dataclass(frozen=True)
class Nearest:
    """The last moment recorded before a span and the first after it; None where there is none."""

    before: datetime | None
    after: datetime | None


def nearest_footage(camera: Camera, *, start: datetime, end: datetime) -> Nearest:
    rows = Segment.objects.filter(can_be_had(), camera=camera)
    before = rows.filter(start__lt=start).order_by("-start").values_list("end", flat=True).first()
    after = rows.filter(start__gte=end).order_by("start").values_list("start", flat=True).first()
    return Nearest(None if before is None else min(before, start), after)


def visible_exports(access: Access, permission: VideoPermission = VideoPermission.EXPORT_EVIDENCE) -> QuerySet[EvidenceExport]:
    """With camera, hall and who asked; `job_state` is the state of the job that makes it."""
    jobs = Job.objects.filter(kind=EXPORT, key=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    rows = EvidenceExport.objects.select_related("camera__hall__region", "requested_by", "footage", "manifest", "hold")
    rows = rows.annotate(job_state=Subquery(jobs.values("state")[:1]), job_pk=Subquery(jobs.values("pk")[:1]))
    return access.scope(permission, rows, region="camera__hall__region")


def visible_holds(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[LegalHold]:
    rows = LegalHold.objects.select_related("camera__hall__region", "placed_by", "released_by")
    return access.scope(permission, rows, region="camera__hall__region")
