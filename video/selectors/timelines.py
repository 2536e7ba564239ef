"""A day of several cameras as their timelines draw it. Four queries, however many cameras."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from ..domain.picture_events import LONGEST
from ..domain.segments import SECOND, microseconds
from ..domain.timelines import Absence, Span, absences, united
from ..models import Camera, CameraEvent, Gap, LegalHold, Segment
from .footage import can_be_had, segments_between

LONGEST_EVENT = timedelta(microseconds=LONGEST)
_EVENTS_APART = 10 * SECOND


@dataclass(frozen=True)
class Mark:
    """`kind` is an event's; for a hold it is empty and `note` its reason."""

    start_us: int
    end_us: int
    kind: str = ""
    note: str = ""


@dataclass
class CameraDay:
    """`spans` can be played, `archived` are those parts that play from the archive, `missing` lies between, up to now.

    `frame_rate` in 1/s, where known.

    `services` are the addresses of the nodes' own services that may hand out what is here.
    """

    camera: Camera
    spans: list[Span] = field(default_factory=list)
    archived: list[Span] = field(default_factory=list)
    missing: list[Absence] = field(default_factory=list)
    events: list[Mark] = field(default_factory=list)
    holds: list[Mark] = field(default_factory=list)
    codec: str = ""
    frame_rate: float | None = None
    services: frozenset[str] = frozenset()

    @property
    def seconds(self) -> float:
        return sum(span.seconds for span in self.spans)


@dataclass(frozen=True)
class Nearest:
    """The last moment of footage before a span and the first one after it."""

    before: datetime | None
    after: datetime | None


@dataclass
class _Recorded:
    spans: list[tuple[int, int]] = field(default_factory=list)
    archived: list[tuple[int, int]] = field(default_factory=list)
    open_end: int = 0
    codec: str = ""
    frame_rate: float | None = None
    services: set[str] = field(default_factory=set)


def days_of(cameras: Sequence[Camera], *, start: datetime, end: datetime, now: datetime) -> list[CameraDay]:
    """What each camera has and lacks between two moments, in the order of the cameras."""
    recorded = _recorded(cameras, start, end)
    gaps = _gaps(cameras, start, end, now)
    events = _events(cameras, start, end)
    holds = _holds(cameras, start, end)
    within = Span(microseconds(start), microseconds(min(end, max(now, start))))
    return [_day(camera, recorded[camera.pk], gaps[camera.pk], events[camera.pk], holds[camera.pk], within) for camera in cameras]


def nearest_footage(cameras: Sequence[Camera], *, start: datetime, end: datetime) -> Nearest:
    rows = Segment.objects.filter(can_be_had(), camera__in=cameras)
    before = rows.filter(start__lt=start).order_by("-start").values_list("end", flat=True).first()
    after = rows.filter(start__gte=end).order_by("start").values_list("start", flat=True).first()
    return Nearest(before, after)


def _day(camera: Camera, recorded: _Recorded, gaps: list[Absence], events: list[Mark], holds: list[Mark], within: Span) -> CameraDay:
    spans = united(recorded.spans, within=within)
    known_until = min(within.end_us, recorded.open_end or within.end_us)
    looked_at = Span(within.start_us, max(known_until, within.start_us))
    return CameraDay(
        camera=camera,
        spans=spans,
        archived=united(recorded.archived, within=within),
        missing=absences(spans, gaps=gaps, within=looked_at),
        events=events,
        holds=holds,
        codec=recorded.codec,
        frame_rate=recorded.frame_rate,
        services=frozenset(recorded.services - {""}),
    )


def _recorded(cameras: Sequence[Camera], start: datetime, end: datetime) -> dict[int, _Recorded]:
    found: dict[int, _Recorded] = defaultdict(_Recorded)
    rows = segments_between(start, end).filter(camera__in=cameras)
    columns = ("camera_id", "start", "end", "is_local", "state", "codec", "packets", "volume__node__media_url")
    for camera, begun, over, is_local, state, codec, packets, service in rows.values_list(*columns):
        one = found[camera]
        span = microseconds(begun), microseconds(over)
        one.spans.append(span)
        if not is_local:
            one.archived.append(span)
        one.codec = codec
        one.services.add(service)
        if seconds := (over - begun).total_seconds():
            one.frame_rate = packets / seconds or None
        one.open_end = microseconds(over) if state == Segment.State.OPEN else 0
    return found


def _gaps(cameras: Sequence[Camera], start: datetime, end: datetime, now: datetime) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = Gap.objects.filter(Q(end=None) | Q(end__gt=start), camera__in=cameras, start__lt=end)
    for camera, begun, over, cause in rows.values_list("camera_id", "start", "end", "cause"):
        found[camera].append(Absence(microseconds(begun), microseconds(over or max(now, begun)), cause))
    return found


def _events(cameras: Sequence[Camera], start: datetime, end: datetime) -> dict[int, list[Mark]]:
    """Marks of one kind that lie close together are one mark."""
    rows = CameraEvent.objects.filter(camera__in=cameras, start__lt=end, start__gte=start - LONGEST_EVENT, end__gt=start)
    spans: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for camera, kind, begun, over in rows.values_list("camera_id", "kind", "start", "end"):
        spans[camera, kind].append((microseconds(begun), microseconds(over)))
    within = Span(microseconds(start), microseconds(end))
    found: dict[int, list[Mark]] = defaultdict(list)
    for (camera, kind), pairs in spans.items():
        found[camera] += [Mark(span.start_us, span.end_us, kind) for span in united(pairs, within=within, apart=_EVENTS_APART)]
    for marks in found.values():
        marks.sort(key=lambda mark: mark.start_us)
    return found


def _holds(cameras: Sequence[Camera], start: datetime, end: datetime) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    rows = LegalHold.objects.filter(camera__in=cameras, start__lt=end, end__gt=start, released_at=None)
    for camera, begun, over, reason in rows.order_by("start").values_list("camera_id", "start", "end", "reason"):
        found[camera].append(Mark(microseconds(max(begun, start)), microseconds(min(over, end)), note=reason))
    return found
