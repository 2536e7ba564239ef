"""How halls, cameras, nodes and volumes do at a moment, for whoever may see them. A few queries, whatever the number of halls."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import OuterRef, Q, QuerySet, Subquery

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import day_of
from portalkit.regions.models import Region
from storefronts.models import Hall

from ..domain.causes import CameraState, Cause, VolumeState
from ..domain.health import (
    CameraHealth,
    Lapse,
    Lost,
    NodeState,
    Status,
    Tally,
    VolumeHealth,
    camera_health,
    free_share,
    known_until,
    lost_between,
    node_state,
    share_recorded,
    tally,
    volume_health,
    worst_first,
)
from ..models import Camera, CameraStatus, Gap, NodeStatus, Segment, StorageNode, Volume
from ..permissions import VideoPermission
from .cameras import visible_cameras
from .nodes import visible_nodes


@dataclass(frozen=True)
class HallLine:
    """A hall with the states of its cameras and what today's gaps took.

    `known` is the time of today, summed over its cameras, of which it is known whether they were recorded; `share` the part that was.
    """

    hall: Hall
    cameras: Tally
    lost: Lost
    known: timedelta

    @property
    def share(self) -> float | None:
        return share_recorded(self.lost.time, of=self.known)

    @property
    def state(self) -> CameraState | None:
        return self.cameras.worst

    @property
    def order(self) -> int:
        return worst_first(self.state)


@dataclass(frozen=True)
class CameraLine:
    """`volume` is the title of the one that holds the newest footage; empty where there is none. `known` as in HallLine."""

    camera: Camera
    health: CameraHealth
    lost: Lost
    known: timedelta
    volume: str = ""

    @property
    def share(self) -> float | None:
        return share_recorded(self.lost.time, of=self.known)

    @property
    def status(self) -> CameraStatus | None:
        return getattr(self.camera, "status", None)


@dataclass(frozen=True)
class VolumeLine:
    volume: Volume
    health: VolumeHealth
    free: float | None


@dataclass(frozen=True)
class NodeLine:
    """`behind` is how long the oldest row waits on the node for the centre; None where none waits."""

    node: StorageNode
    state: NodeState
    behind: timedelta | None
    volumes: tuple[VolumeLine, ...]

    @property
    def status(self) -> NodeStatus | None:
        return getattr(self.node, "status", None)


@dataclass(frozen=True)
class Overview:
    """`as_of` is when anything was last heard. `version` changes with everything shown, to the minute of lost time."""

    halls: tuple[HallLine, ...]
    nodes: tuple[NodeLine, ...]
    cameras: Tally
    lost: Lost
    share: float | None
    as_of: datetime | None
    version: str


@dataclass(frozen=True)
class HallPage:
    hall: Hall
    cameras: tuple[CameraLine, ...]
    tally: Tally
    lost: Lost
    share: float | None
    as_of: datetime | None
    version: str


@dataclass(frozen=True)
class NodePage:
    line: NodeLine
    cameras: tuple[CameraLine, ...]
    as_of: datetime | None
    version: str


def visible_halls(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[Hall]:
    """Halls in reach, with their regions up to the prefecture."""
    return access.scope(permission, Hall.objects.select_related("region__parent__parent"))


def overview(access: Access, *, now: datetime, region: Region | None = None) -> Overview:
    """Everything in reach, or in a region's subtree. Five queries."""
    halls, cameras, nodes = visible_halls(access), visible_cameras(access), visible_nodes(access)
    if region is not None:
        halls = halls.filter(region__path__startswith=region.path)
        cameras = cameras.filter(hall__region__path__startswith=region.path)
        nodes = nodes.filter(region__path__startswith=region.path)
    seen = _seen(cameras, now=now)
    lines = _hall_lines(halls, seen=seen)
    node_lines = _node_lines(nodes, now=now)
    lost = _sum(line.lost for line in lines)
    heard = [*(one.heard for one in seen if one.heard), *(line.status.heartbeat_at for line in node_lines if line.status)]
    return Overview(
        halls=tuple(lines),
        nodes=tuple(node_lines),
        cameras=tally(one.health.state for one in seen),
        lost=lost,
        share=share_recorded(lost.time, of=_time(line.known for line in lines)),
        as_of=max(heard, default=None),
        version=_version([*map(_of_hall, lines), *map(_of_node, node_lines)]),
    )


def halls_by_state(access: Access, *, halls: QuerySet[Hall], now: datetime) -> list[HallLine]:
    """The lines of some of the visible halls. Three queries."""
    return _hall_lines(halls, seen=_seen(visible_cameras(access), now=now))


def hall_page(access: Access, *, code: str, now: datetime) -> HallPage:
    """Raises Hall.DoesNotExist for one out of reach. Three queries."""
    hall = visible_halls(access).get(region__code=code)
    lines = camera_lines(visible_cameras(access).filter(hall=hall).order_by("gb_id"), now=now)
    lost = _sum(line.lost for line in lines)
    counted = tally(line.health.state for line in lines)
    return HallPage(
        hall=hall,
        cameras=lines,
        tally=counted,
        lost=lost,
        share=share_recorded(lost.time, of=_time(line.known for line in lines)),
        as_of=_newest(lines),
        version=_version(map(_of_camera, lines)),
    )


def node_page(access: Access, *, name: str, now: datetime) -> NodePage:
    """The node with those of its cameras that the caller may see, worst first. Raises StorageNode.DoesNotExist. Four queries."""
    node = visible_nodes(access).get(name=name)
    (line,) = _node_lines([node], now=now)
    found = camera_lines(visible_cameras(access).filter(node=node), now=now)
    cameras = tuple(sorted(found, key=lambda one: worst_first(one.health.state)))
    as_of = line.status.heartbeat_at if line.status else None
    return NodePage(line=line, cameras=cameras, as_of=as_of, version=_version([_of_node(line), *map(_of_camera, cameras)]))


def start_of_day(now: datetime) -> datetime:
    """Midnight of today in Shanghai."""
    return day_of(now).start


def camera_lines(cameras: QuerySet[Camera], *, now: datetime) -> tuple[CameraLine, ...]:
    """Health of some visible cameras, in the queryset's order. Two queries."""
    newest = Segment.objects.filter(camera=OuterRef("pk")).order_by("-start").values("volume__title")[:1]
    gaps = _lapses(cameras, now=now)
    lines = []
    for camera in cameras.annotate(newest_volume=Subquery(newest)):
        health = health_of(camera, now=now)
        lost, known = _today(health, gaps.get(camera.pk, ()), now=now)
        lines.append(CameraLine(camera=camera, health=health, lost=lost, known=known, volume=camera.newest_volume or ""))
    return tuple(lines)


def health_of(camera: Camera, *, now: datetime) -> CameraHealth:
    """Of a camera with its status read along."""
    row: CameraStatus | None = getattr(camera, "status", None)
    status = Status(CameraState(row.state), Cause(row.cause), row.since, row.updated_at, row.last_frame_at) if row else None
    return camera_health(is_wanted=camera.is_enabled, status=status, now=now)


@dataclass(frozen=True, slots=True)
class _Seen:
    hall_id: int
    health: CameraHealth
    lost: Lost
    known: timedelta
    heard: datetime | None


_READ = ("pk", "hall_id", "is_enabled", "status__state", "status__cause", "status__since", "status__updated_at", "status__last_frame_at")


def _seen(cameras: QuerySet[Camera], *, now: datetime) -> list[_Seen]:
    """Plain rows, since an overview has a thousand cameras. Two queries."""
    gaps = _lapses(cameras, now=now)
    found = []
    for pk, hall_id, is_wanted, state, cause, since, updated_at, frame_at in cameras.order_by().values_list(*_READ):
        status = Status(CameraState(state), Cause(cause), since, updated_at, frame_at) if state else None
        health = camera_health(is_wanted=is_wanted, status=status, now=now)
        found.append(_Seen(hall_id, health, *_today(health, gaps.get(pk, ()), now=now), updated_at))
    return found


def _lapses(cameras: QuerySet[Camera], *, now: datetime) -> Mapping[int, list[Lapse]]:
    rows = Gap.objects.filter(Q(end=None) | Q(end__gt=start_of_day(now)), start__lt=now, camera__in=cameras.order_by().values("pk"))
    found: dict[int, list[Lapse]] = defaultdict(list)
    for camera_id, start, end in rows.order_by().values_list("camera_id", "start", "end"):
        found[camera_id].append(Lapse(start, end))
    return found


def _hall_lines(halls: Iterable[Hall], *, seen: Sequence[_Seen]) -> list[HallLine]:
    """Worst halls first, then in the order of the regions."""
    by_hall: dict[int, list[_Seen]] = defaultdict(list)
    for one in seen:
        by_hall[one.hall_id].append(one)
    lines = [_hall_line(hall, by_hall.get(hall.pk, ())) for hall in halls]
    return sorted(lines, key=lambda line: line.order)


def _hall_line(hall: Hall, seen: Iterable[_Seen]) -> HallLine:
    cameras = list(seen)
    counted, lost = tally(one.health.state for one in cameras), _sum(one.lost for one in cameras)
    return HallLine(hall=hall, cameras=counted, lost=lost, known=_time(one.known for one in cameras))


def _today(health: CameraHealth, gaps: Iterable[Lapse], *, now: datetime) -> tuple[Lost, timedelta]:
    """What is known to be lost since midnight, and of how much time it is known."""
    start = start_of_day(now)
    end = max(known_until(health, now=now) or start, start)
    return lost_between(gaps, start=start, end=end), end - start


def _node_lines(nodes: Iterable[StorageNode], *, now: datetime) -> list[NodeLine]:
    found = list(nodes)
    volumes: dict[int, list[VolumeLine]] = defaultdict(list)
    for volume in Volume.objects.filter(node__in=found).order_by("node_id", "title"):
        volumes[volume.node_id].append(_volume_line(volume, now=now))
    return [_node_line(node, tuple(volumes[node.pk]), now=now) for node in found]


def _node_line(node: StorageNode, volumes: tuple[VolumeLine, ...], *, now: datetime) -> NodeLine:
    status: NodeStatus | None = getattr(node, "status", None)
    state = node_state(is_enabled=node.is_enabled, heartbeat_at=status.heartbeat_at if status else None, now=now)
    behind = now - status.spool_since if status and status.spool_rows and status.spool_since else None
    return NodeLine(node=node, state=state, behind=behind, volumes=volumes)


def _volume_line(volume: Volume, *, now: datetime) -> VolumeLine:
    free = free_share(free=volume.free_bytes, total=volume.total_bytes)
    state = VolumeState(volume.state)
    health = volume_health(is_enabled=volume.is_enabled, state=state, free_share=free, checked_at=volume.checked_at, now=now)
    return VolumeLine(volume=volume, health=health, free=free)


def _sum(parts: Iterable[Lost]) -> Lost:
    found = list(parts)
    return Lost(sum(one.number for one in found), _time(one.time for one in found))


def _time(parts: Iterable[timedelta]) -> timedelta:
    return sum(parts, timedelta(0))


def _newest(lines: Iterable[CameraLine]) -> datetime | None:
    return max((line.status.updated_at for line in lines if line.status), default=None)


def _version(parts: Iterable[object]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(repr(part).encode())
    return digest.hexdigest()[:16]


def _of_hall(line: HallLine) -> object:
    counts = sorted((str(state), count) for state, count in line.cameras.by_state.items())
    return line.hall.pk, line.hall.region.name, counts, line.lost.number, line.lost.seconds // 60


def _of_camera(line: CameraLine) -> object:
    status = line.status
    measured = (status.bit_rate, status.frame_rate, status.gop_seconds, status.last_frame_at) if status else ()
    return line.camera.pk, line.camera.name, line.health, measured, line.lost.number, line.lost.seconds // 60, line.volume


def _of_node(line: NodeLine) -> object:
    status = line.status
    counts = (status.cameras, status.recording, status.spool_rows, status.orphans) if status else ()
    disks = [(one.volume.pk, one.volume.title, one.health, one.free and round(one.free, 3)) for one in line.volumes]
    return line.node.pk, line.node.title, line.state, counts, line.behind and line.behind.total_seconds() // 60, disks
