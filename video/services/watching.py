"""The watch: what the recorders wrote becomes alarms, every minute.

One pass reads cameras, nodes, volumes, picture faults, the gaps that are open or recent and the alarms that are open (six queries), works
out by `domain.alarming` which alarms there should be, and raises or clears only the difference: a pass without news writes nothing, and two
passes at once find the same identities.

- A camera's alarm counts from when its footage ended, waits for its hold time and gets graver with the time lost.
- A node that is silent raises its own alarm. Nobody knows then what its cameras do, so they are marked UNKNOWN, raise none of their own,
  and keep those they have. The recorder overwrites the mark when it is heard again. One that was never heard of does so too, once it has
  cameras to record.
- A camera without a node, and one of which its living node never spoke, count from the pass that noticed them: no row tells their begin,
  so the alarm keeps it.
- A camera that breaks off again and again, each time too briefly for the hold time, raises one for its many gaps.
- A camera that records, but black or frozen pictures, raises one for its picture. It stays while nobody looks; black after closing time is
  the light being off.
- At most RAISED_AT_ONCE alarms are raised in a pass, the gravest first, so that a failure everywhere holds the database up for seconds
  only; the others follow a minute later.
- A volume's alarm comes and goes with what the node says of it; of one that the node no longer looks at nothing is changed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse

from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.models import Alarm
from portalkit.alarms.selectors import open_of_kinds
from portalkit.alarms.services import clear_alarm, raise_alarm
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.alarming import (
    NODE_STEPS,
    SPOOL_STEPS,
    UNSTABLE_WINDOW,
    camera_severity,
    is_lit,
    is_over,
    is_unstable,
    picture_severity,
    severity_after,
    unheard_node_severity,
)
from ..domain.causes import CameraState, Cause, EventKind, VolumeState
from ..domain.health import HEARTBEAT_LOST, STATUS_SILENT, CameraHealth, NodeState, VolumeHealth, node_state, volume_health
from ..models import Camera, CameraStatus, Gap, PictureLook, StorageNode, Volume
from ..selectors.health import health_of
from ..selectors.looks import standing_faults

NOT_RECORDING = "video.camera_not_recording"
UNSTABLE = "video.camera_unstable"
PICTURE_FAULT = "video.picture_fault"
NODE_LOST = "video.node_lost"
SPOOL_LAG = "video.spool_lag"
VOLUME_FULL = "video.volume_full"
VOLUME_FAILED = "video.volume_failed"
KINDS = (NOT_RECORDING, UNSTABLE, PICTURE_FAULT, NODE_LOST, SPOOL_LAG, VOLUME_FULL, VOLUME_FAILED)

NO_NODE = "no_node"
NEVER_HEARD = "never_heard"

RAISED_AT_ONCE = 300
_UNHEARD = (NodeState.LOST, NodeState.UNKNOWN)
_BROKEN = (VolumeHealth.FAILED, VolumeHealth.NO_MARKER, VolumeHealth.WRONG_MARKER)


@dataclass(frozen=True)
class Watched:
    """What a pass changed: alarms raised or brought up to date, alarms cleared, cameras marked unknown."""

    raised: int
    cleared: int
    marked: int


@dataclass(frozen=True)
class _Fault:
    """An alarm that should be open. `params` hold what its text needs; a change of them is news, the passing of time is not."""

    kind: str
    instance: str
    severity: Severity
    region: Region
    url: str
    params: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.instance


@dataclass
class _Wanted:
    """The faults of a pass, and the alarms that it must not end although it does not raise them."""

    faults: dict[tuple[str, str], _Fault] = field(default_factory=dict)
    kept: set[tuple[str, str]] = field(default_factory=set)

    def add(self, fault: _Fault) -> None:
        self.faults[fault.key] = fault


@transaction.atomic
def watch(*, by: Actor, now: datetime) -> Watched:
    """Brings alarms and the states of cameras of silent nodes up to date. Run again at the same moment it changes nothing."""
    nodes = list(StorageNode.objects.select_related("region__parent", "status"))
    silent = [node for node in nodes if _state(node, now) is NodeState.LOST]
    marked = _mark_unknown(silent, by=by, now=now)
    there = {(alarm.kind, alarm.object_instance): alarm for alarm in open_of_kinds(KINDS)}
    cameras = list(_to_be_recorded())
    wanted = _Wanted()
    _judge_nodes(nodes, Counter(camera.node_id for camera in cameras), wanted, there, now=now)
    _judge_volumes(nodes, wanted, there, now=now)
    _judge_cameras(cameras, {node.pk for node in nodes if _state(node, now) in _UNHEARD}, wanted, there, now=now)
    news = [fault for fault in wanted.faults.values() if _is_news(fault, there.get(fault.key))]
    raised = sorted(news, key=lambda fault: fault.severity.rank)[:RAISED_AT_ONCE]
    over = [key for key in there if key not in wanted.faults and key not in wanted.kept]
    for fault in raised:
        raise_alarm(
            kind=fault.kind, instance=fault.instance, severity=fault.severity, region=fault.region, params=fault.params, url=fault.url,
            by=by, now=now,
        )  # fmt: skip
    for kind, instance in over:
        clear_alarm(kind=kind, instance=instance, by=by, now=now)
    return Watched(raised=len(raised), cleared=len(over), marked=marked)


def _is_news(fault: _Fault, alarm: Alarm | None) -> bool:
    return alarm is None or alarm.severity != str(fault.severity) or alarm.params != dict(fault.params)


def _mark_unknown(silent: list[StorageNode], *, by: Actor, now: datetime) -> int:
    """Only rows that the recorder has not written since; `updated_at` stays, since it says when the recorder did."""
    marked = 0
    for node in silent:
        rows = CameraStatus.objects.filter(camera__node=node, updated_at__lt=now - STATUS_SILENT).exclude(state=CameraState.UNKNOWN.value)
        if count := rows.update(state=CameraState.UNKNOWN.value, cause=Cause.NONE.value, since=F("updated_at")):
            record(by=by, action="video.mark_unknown", on=node, region_code=node.region.code, detail={"cameras": count}, at=now)
            marked += count
    return marked


def _to_be_recorded() -> QuerySet[Camera]:
    """Those of a node out of service are left out: somebody put it there on purpose."""
    rows = Camera.objects.filter(Q(node=None) | Q(node__is_enabled=True), is_enabled=True)
    return rows.select_related("hall__region__parent", "status")


def _judge_nodes(
    nodes: list[StorageNode], cameras: Mapping[int | None, int], wanted: _Wanted, there: Mapping[tuple[str, str], Alarm], *, now: datetime
) -> None:
    for node in nodes:
        state = _state(node, now)
        if state is NodeState.OFF:
            continue
        url = reverse("video:node_health", args=[node.name])
        params = {"node": node.title}
        if state is NodeState.UNKNOWN:
            if node.pk in cameras:
                noticed = _since(there.get((NODE_LOST, node.name))) or now
                since = {"since": _text(noticed), "cameras": cameras[node.pk]}
                wanted.add(_Fault(NODE_LOST, node.name, unheard_node_severity(now - noticed), node.region, url, params | since))
        elif state is NodeState.LOST:
            severity = severity_after(now - node.status.heartbeat_at - HEARTBEAT_LOST, NODE_STEPS) or Severity.MAJOR
            since = {"since": _text(node.status.heartbeat_at), "cameras": node.status.cameras}
            wanted.add(_Fault(NODE_LOST, node.name, severity, node.region, url, params | since))
            wanted.kept.add((SPOOL_LAG, node.name))
        elif node.status.spool_rows and node.status.spool_since:
            lag = severity_after(now - node.status.spool_since, SPOOL_STEPS)
            if lag:
                wanted.add(_Fault(SPOOL_LAG, node.name, lag, node.region, url, params | {"since": _text(node.status.spool_since)}))


def _judge_volumes(nodes: list[StorageNode], wanted: _Wanted, there: Mapping[tuple[str, str], Alarm], *, now: datetime) -> None:
    by_node: dict[int, list[tuple[Volume, VolumeHealth]]] = {node.pk: [] for node in nodes}
    for volume in Volume.objects.order_by("pk"):
        by_node[volume.node_id].append((volume, _health(volume, now)))
    for node in nodes:
        usable = any(health is VolumeHealth.READY for _, health in by_node[node.pk])
        for volume, health in by_node[node.pk]:
            instance = str(volume.marker)
            if health is VolumeHealth.UNKNOWN:
                wanted.kept |= {key for key in ((VOLUME_FULL, instance), (VOLUME_FAILED, instance)) if key in there}
            elif health is VolumeHealth.FULL or health in _BROKEN:
                kind = VOLUME_FULL if health is VolumeHealth.FULL else VOLUME_FAILED
                wanted.add(
                    _Fault(
                        kind, instance, Severity.MAJOR if usable else Severity.CRITICAL, node.region,
                        reverse("video:node_health", args=[node.name]),
                        {"node": node.title, "volume": volume.title, "state": str(health)},
                    )
                )  # fmt: skip


def _judge_cameras(
    cameras: list[Camera], unheard: set[int], wanted: _Wanted, there: Mapping[tuple[str, str], Alarm], *, now: datetime
) -> None:
    open_since, frequent = _gaps(now)
    pictures = standing_faults()
    for camera in cameras:
        keys = {(kind, camera.gb_id) for kind in (NOT_RECORDING, UNSTABLE, PICTURE_FAULT)}
        if camera.node_id in unheard:
            wanted.kept |= keys & there.keys()
            continue
        health = health_of(camera, now=now)
        for fault in _faults(camera, health, there, open_since.get(camera.pk), frequent.get(camera.pk, 0), now=now):
            wanted.add(fault)
        standing = there.get((NOT_RECORDING, camera.gb_id))
        if standing and not is_over(health, severity=Severity(standing.severity), now=now):
            wanted.kept.add((NOT_RECORDING, camera.gb_id))
        if look := pictures.get(camera.pk):
            _judge_picture(camera, look, wanted)


def _judge_picture(camera: Camera, look: PictureLook, wanted: _Wanted) -> None:
    """By what the last look saw, not by the clock: while nobody looks the alarm stays as it is."""
    assert look.fault_since is not None
    assert look.fault_until is not None
    kind, key = EventKind(look.fault), (PICTURE_FAULT, camera.gb_id)
    if kind is EventKind.BLACK and not is_lit(camera.hall.opening, look.fault_until):
        wanted.kept.add(key)
        return
    if severity := picture_severity(kind, lasting=look.fault_until - look.fault_since):
        params = {"camera": camera.name, "fault": look.fault, "since": _text(look.fault_since)}
        wanted.add(_Fault(*key, severity, camera.hall.region, reverse("video:camera", args=[camera.gb_id]), params))


def _faults(
    camera: Camera,
    health: CameraHealth,
    there: Mapping[tuple[str, str], Alarm],
    gap_since: datetime | None,
    gaps: int,
    *,
    now: datetime,
) -> Iterator[_Fault]:
    region, url = camera.hall.region, reverse("video:hall", args=[camera.hall.region.code])
    began = _since(there.get((NOT_RECORDING, camera.gb_id))) or gap_since or health.since or now
    severity = camera_severity(health, lost_since=began, now=now)
    if severity:
        params = {"camera": camera.name, "since": _text(began), "cause": _cause(camera, health)}
        yield _Fault(NOT_RECORDING, camera.gb_id, severity, region, url, params)
    if is_unstable(gaps, is_open=(UNSTABLE, camera.gb_id) in there):
        yield _Fault(UNSTABLE, camera.gb_id, Severity.WARNING, region, url, {"camera": camera.name})


def _since(standing: Alarm | None) -> datetime | None:
    """Where the alarm that stands began: it goes on from there, whatever came briefly in between."""
    return datetime.fromisoformat(standing.params["since"]) if standing else None


def _cause(camera: Camera, health: CameraHealth) -> str:
    if camera.node_id is None:
        return NO_NODE
    return str(health.cause) if health.since else NEVER_HEARD


def _gaps(now: datetime) -> tuple[dict[int, datetime], dict[int, int]]:
    """By camera: when the open gap began, and how many gaps ended or lasted within the window. One query."""
    recent = Q(end=None) | Q(end__gt=now - UNSTABLE_WINDOW)
    rows = (
        Gap.objects.filter(recent, start__lt=now)
        .order_by()
        .values("camera_id")
        .annotate(count=Count("pk"), began=Min("start", filter=Q(end=None)))
    )
    found = list(rows)
    return (
        {row["camera_id"]: row["began"] for row in found if row["began"]},
        {row["camera_id"]: row["count"] for row in found},
    )


def _state(node: StorageNode, now: datetime) -> NodeState:
    status = getattr(node, "status", None)
    return node_state(is_enabled=node.is_enabled, heartbeat_at=status.heartbeat_at if status else None, now=now)


def _health(volume: Volume, now: datetime) -> VolumeHealth:
    state = VolumeState(volume.state)
    return volume_health(is_enabled=volume.is_enabled, state=state, free_share=None, checked_at=volume.checked_at, now=now)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
