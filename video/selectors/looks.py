"""What of a node's footage has not been looked at yet, and what was seen in the pictures of a camera."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from ..domain.causes import EventKind
from ..models import Camera, CameraEvent, PictureLook, Segment, StorageNode

FAULTS = tuple(kind for kind in EventKind if kind is not EventKind.MOTION)


@dataclass(frozen=True)
class Waiting:
    """A segment in line, by its keys alone."""

    start: datetime
    camera: int
    segment: int


def waiting_on(node: StorageNode, *, since: datetime, limit: int) -> Sequence[Waiting]:
    """Closed segments on the node that nobody looked at, none that began before `since`, oldest first. One short query a camera."""
    seen = dict(PictureLook.objects.filter(node=node).values_list("camera_id", "segment_start"))
    cameras = Camera.objects.filter(Q(node=node) | Q(pk__in=seen)).order_by().values_list("pk", flat=True)
    found = [each for camera in cameras for each in _of_camera(camera, node, after=seen.get(camera), since=since, limit=limit)]
    return sorted(found, key=lambda each: (each.start, each.camera))[:limit]


def footage_at(camera: int, node: StorageNode, at: datetime) -> Segment | None:
    """The local segment of that node with a moment in it."""
    rows = Segment.objects.filter(camera=camera, volume__node=node, is_local=True, start__lte=at, end__gte=at)
    return rows.select_related("volume").order_by("-start").first()


def last_events(camera: Camera, *, limit: int) -> Sequence[CameraEvent]:
    """The newest picture faults and the newest motion, up to `limit` of each, newest first."""
    rows = CameraEvent.objects.filter(camera=camera).order_by("-start")
    faults, motion = rows.filter(kind__in=FAULTS)[:limit], rows.filter(kind=EventKind.MOTION)[:limit]
    found = sorted([*faults, *motion], key=lambda event: event.start, reverse=True)
    for event in found:
        event.camera = camera
    return found


def standing_faults() -> Mapping[int, PictureLook]:
    """By camera: the fault that the last look on its node still saw. Of a node that it was moved away from nobody looks again."""
    rows = PictureLook.objects.exclude(fault="").filter(node=F("camera__node"))
    return {look.camera_id: look for look in rows.only("camera_id", "fault", "fault_since", "fault_until")}


def _of_camera(camera: int, node: StorageNode, *, after: datetime | None, since: datetime, limit: int) -> list[Waiting]:
    rows = Segment.objects.filter(camera=camera, volume__node=node, state=Segment.State.CLOSED, is_local=True, start__gte=since)
    if after is not None:
        rows = rows.filter(start__gt=after)
    return [Waiting(start, camera, pk) for start, pk in rows.order_by("start").values_list("start", "pk")[:limit]]
