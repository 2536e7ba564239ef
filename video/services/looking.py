"""Looks at what a node has recorded since its last look, and keeps what is seen as events.

One segment at a time: its events, the memory for the next and how far the camera has been looked at commit together. A worker that dies
loses the segment at hand, and looking at it again gives the same events; of two workers at one camera the slower leaves nothing behind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from video.adapters.archive import ArchiveAway
from video.adapters.key_frames import NoPictures, key_frames
from video.adapters.volumes import is_marked
from video.domain.causes import EventKind
from video.domain.fragments import Fragment, TableDamaged, spaced, unpack
from video.domain.picture_events import TOLERANCE, Followed, Memory, PictureEvent, follow, memory_from
from video.domain.pictures import Picture, Sample, between, last_before
from video.domain.segments import microseconds, moment
from video.models import CameraEvent, PictureLook, Segment, StorageNode
from video.selectors.looks import footage_at, waiting_on

from .footage import FootageDamaged, FootageGone, open_segment
from .places import place_of

SEGMENTS_A_RUN = 300
FARTHEST_BACK = timedelta(days=2)
_APART_MS = 1500
_GRAVEST_FIRST = (EventKind.BLACK, EventKind.FROZEN, EventKind.BLURRED, EventKind.COLOUR_CAST)
_CANNOT_OPEN = (FootageGone, FootageDamaged, ArchiveAway, NoPictures, TableDamaged, OSError)
Progress = Callable[[int, int], None]


@dataclass
class Looked:
    """`segments` looked at with `pictures` key frames, of which `unreadable` held none; `events` begun or gone on.

    `waiting` are still in line: beyond the number, or on a volume that is not there.
    """

    segments: int = 0
    pictures: int = 0
    unreadable: int = 0
    events: int = 0
    waiting: int = 0


def look_at_pictures(
    *, node: StorageNode, now: datetime, progress: Progress = lambda _done, _total: None, budget: int = SEGMENTS_A_RUN
) -> Looked:
    """Closed segments on the node that nobody looked at, oldest first, up to a number. What is older than two days is passed over."""
    line = waiting_on(node, since=now - FARTHEST_BACK, limit=budget + 1)
    done = Looked(waiting=max(len(line) - budget, 0))
    last: dict[int, Picture] = {}
    held_up: set[int] = set()
    for number, each in enumerate(line[:budget]):
        progress(number, min(len(line), budget))
        segment = Segment.objects.select_related("volume").filter(pk=each.segment, state=Segment.State.CLOSED).first()
        if segment is None:
            continue
        if each.camera in held_up or not is_marked(place_of(segment.volume)):
            held_up.add(each.camera)
            done.waiting += 1
            continue
        _look_at(segment, node, last, done)
    return done


def _look_at(segment: Segment, node: StorageNode, last: dict[int, Picture], done: Looked) -> None:
    look, _is_new = PictureLook.objects.get_or_create(camera_id=segment.camera_id, node=node)
    if look.segment_start is not None and look.segment_start >= segment.start:
        return
    seen = _Seen(last.get(segment.camera_id) or _last_picture(look, node), look.footage_until)
    try:
        followed = follow(memory_from(look.memory), seen.samples(_pictures(segment)))
    except _CANNOT_OPEN:
        followed = Followed(memory_from(look.memory), ())
        done.unreadable += 1
    if _kept(look, segment, seen.last, followed):
        done.segments += 1
        done.pictures += seen.count
        done.events += len(followed.events)
    if seen.last is not None:
        last[segment.camera_id] = seen.last


class _Seen:
    """Key frames in pairs. `last` is the newest one, whose stretch the next look tells; `until` where the footage before ended."""

    def __init__(self, last: Picture | None, until: datetime | None) -> None:
        self.last = last
        self.count = 0
        self._until = None if until is None else microseconds(until)

    def samples(self, pictures: Iterator[Picture]) -> Iterator[Sample]:
        for picture in pictures:
            if self.last is not None and picture.at_us <= self.last.at_us:
                continue
            if self.last is not None:
                yield self._stretch(self.last, picture)
            self.last = picture
            self.count += 1

    def _stretch(self, first: Picture, second: Picture) -> Sample:
        if not self.count and self._until is not None and second.at_us - self._until > TOLERANCE:
            return last_before(max(self._until, first.at_us), first)
        return between(first, second)


def _pictures(segment: Segment) -> Iterator[Picture]:
    return _decoded(segment, spaced(unpack(bytes(segment.fragments)), apart_ms=_APART_MS))


def _decoded(segment: Segment, fragments: Sequence[Fragment]) -> Iterator[Picture]:
    with open_segment(segment) as path:
        yield from key_frames(path, init_bytes=segment.init_bytes, fragments=fragments, start_us=microseconds(segment.start))


def _last_picture(look: PictureLook, node: StorageNode) -> Picture | None:
    """The key frame that the last look ended with, decoded once more; None where its footage is gone."""
    if look.picture_at is None or (segment := footage_at(look.camera_id, node, look.picture_at)) is None:
        return None
    at_ms = (look.picture_at - segment.start) // timedelta(milliseconds=1)
    try:
        fragments = [fragment for fragment in unpack(bytes(segment.fragments)) if fragment.at_ms == at_ms]
        return next(_decoded(segment, fragments), None)
    except _CANNOT_OPEN:
        return None


@transaction.atomic
def _kept(look: PictureLook, segment: Segment, picture: Picture | None, followed: Followed) -> bool:
    """Whether it was: not where another worker was faster."""
    values: dict[str, Any] = {
        "segment_start": segment.start,
        "footage_until": segment.end,
        "picture_at": None if picture is None else moment(picture.at_us),
        "memory": followed.memory.as_json(),
        **_fault(followed.memory),
    }
    if not PictureLook.objects.filter(pk=look.pk, segment_start=look.segment_start).update(**values):
        return False
    CameraEvent.objects.bulk_create(
        [_row(look.camera_id, event) for event in followed.events],
        update_conflicts=True,
        unique_fields=["camera", "kind", "start"],
        update_fields=["end", "score"],
    )
    return True


def _row(camera: int, event: PictureEvent) -> CameraEvent:
    return CameraEvent(camera_id=camera, kind=event.kind, start=moment(event.start_us), end=moment(event.end_us), score=event.score)


def _fault(memory: Memory) -> dict[str, Any]:
    for kind in _GRAVEST_FIRST:
        if track := memory.lasting(kind):
            return {"fault": kind, "fault_since": moment(track.began), "fault_until": moment(track.last)}
    return {"fault": "", "fault_since": None, "fault_until": None}
