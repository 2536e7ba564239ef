"""Segments of a camera: as a playlist needs them, and one by one inside a caller's scope."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from portalkit.access.selectors import Access

from ..domain.playlists import Footage
from ..domain.segments import microseconds
from ..models import Camera, Segment
from ..permissions import VideoPermission

# A segment is 300 s long; one that a key frame let wait is not much longer.
LONGEST = timedelta(hours=2)


def segments_between(start: datetime, end: datetime) -> QuerySet[Segment]:
    """Segments that touch the span, by start; those that are being deleted are gone already."""
    touching = Segment.objects.filter(start__lt=end, start__gt=start - LONGEST, end__gt=start)
    return touching.exclude(state=Segment.State.DELETING).order_by("camera", "start")


def footage_between(camera: Camera, *, start: datetime, end: datetime, address: str) -> list[Footage]:
    """What can be played of the span. One query. `address` is a segment's media address with `0` where its number stands."""
    rows = segments_between(start, end).filter(camera=camera, is_local=True)
    before, after = address.rsplit("0", 1)
    columns = ("pk", "epoch", "start", "end", "init_bytes", "fragments", "codec", "width", "height", "state")
    return [
        Footage(
            uri=f"{before}{pk}{after}",
            epoch=epoch,
            start_us=microseconds(begun),
            end_us=microseconds(over),
            init_bytes=init_bytes,
            table=fragments,
            look=(codec, width, height),
            is_open=state == Segment.State.OPEN,
        )
        for pk, epoch, begun, over, init_bytes, fragments, codec, width, height, state in rows.values_list(*columns)
    ]


def segment_for(access: Access, *, pk: int) -> Segment:
    """Raises Segment.DoesNotExist, also for one of a camera that the caller may not see."""
    rows = Segment.objects.select_related("volume__node")
    return access.scope(VideoPermission.VIEW, rows, region="camera__hall__region").get(pk=pk)
