"""Segments of a camera: as a playlist needs them, and one by one inside a caller's scope."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access

from ..domain.health import NodeState, node_state
from ..domain.playlists import Footage
from ..domain.segments import microseconds
from ..models import Camera, Segment
from ..permissions import VideoPermission

# A segment is 300 s long; one that a key frame let wait is not much longer.
LONGEST = timedelta(hours=2)


def segments_between(start: datetime, end: datetime) -> QuerySet[Segment]:
    """Segments that touch the span and can be had, by start."""
    return Segment.objects.filter(can_be_had(), start__lt=end, start__gt=start - LONGEST, end__gt=start).order_by("camera", "start")


def can_be_had() -> Q:
    """On a volume or in the archive, and not being deleted."""
    states = [state for state in Segment.State if state is not Segment.State.DELETING]
    return Q(state__in=states) & (Q(is_local=True) | ~Q(archive_key=""))


def is_at_node(segment: Segment, *, now: datetime) -> bool:
    """Whether the node may be asked for the file: what the archive has as well not while the node is silent, nor while the file goes."""
    if not segment.is_local or segment.state == Segment.State.DELETING:
        return False
    if not segment.archive_key:
        return True
    node = segment.volume.node
    status = getattr(node, "status", None)
    state = node_state(is_enabled=node.is_enabled, heartbeat_at=status.heartbeat_at if status else None, now=now)
    return segment.state != Segment.State.EVICTING and state in (NodeState.ALIVE, NodeState.LATE)


def footage_between(camera: Camera, *, start: datetime, end: datetime, address: str) -> list[Footage]:
    """What can be played of the span. One query. `address` is a segment's media address with `0` where its number stands."""
    rows = segments_between(start, end).filter(camera=camera)
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
    rows = Segment.objects.select_related("volume__node__status")
    return access.scope(VideoPermission.VIEW, rows, region="camera__hall__region").get(pk=pk)
