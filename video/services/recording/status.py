"""How the cameras, the volumes and the node are now, told to the centre in a few statements however many cameras there are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from video.adapters.volumes import Report
from video.domain.segments import moment
from video.models import CameraStatus, NodeStatus, Volume

from .camera import CameraRecorder

_FIELDS = [
    "state", "cause", "since", "updated_at", "last_frame_at", "codec", "width", "height", "bit_rate", "frame_rate", "gop_seconds",
]  # fmt: skip


@transaction.atomic
def tell_status(
    *,
    node: int,
    holder: str,
    started_at: datetime,
    now: datetime,
    cameras: Collection[CameraRecorder],
    volumes: Mapping[int, Report],
    spool_rows: int,
    spool_since_us: int | None,
    orphans: int,
) -> None:
    rows = [_camera_status(each, now) for each in cameras]
    CameraStatus.objects.bulk_create(rows, update_conflicts=True, unique_fields=["camera"], update_fields=_FIELDS)
    NodeStatus.objects.update_or_create(
        node_id=node,
        defaults={
            "holder": holder, "started_at": started_at, "heartbeat_at": now, "cameras": len(rows),
            "recording": sum(row.state == CameraStatus.State.RECORDING for row in rows), "spool_rows": spool_rows,
            "spool_since": None if spool_since_us is None else moment(spool_since_us), "orphans": orphans,
        },
    )  # fmt: skip
    there = list(Volume.objects.filter(pk__in=volumes))
    for volume in there:
        report = volumes[volume.pk]
        volume.state, volume.total_bytes, volume.free_bytes, volume.checked_at = str(report.state), report.total, report.free, now
    Volume.objects.bulk_update(there, ["state", "total_bytes", "free_bytes", "checked_at"])


def _camera_status(camera: CameraRecorder, now: datetime) -> CameraStatus:
    standing, reading = camera.standing, camera.meter.read()
    return CameraStatus(
        camera_id=camera.wish.camera, state=str(standing.state), cause=str(standing.cause), since=moment(standing.since_us), updated_at=now,
        last_frame_at=moment(reading.last_us) if reading.last_us else None, codec=standing.codec, width=standing.width,
        height=standing.height, bit_rate=reading.bit_rate, frame_rate=reading.frame_rate, gop_seconds=reading.gop_seconds,
    )  # fmt: skip
