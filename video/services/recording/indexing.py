"""Rows of what nodes recorded and missed. Told twice, or in another order, the result is the same."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from video.domain.causes import Cause
from video.domain.segments import moment
from video.models import Camera, Gap, Segment, Volume

Body = Mapping[str, Any]
_SEGMENT_FIELDS = ["end", "size", "sha256", "volume", "path", "init_bytes", "fragments", "codec", "width", "height", "packets", "state"]


@transaction.atomic
def take_rows(*, node: int, bodies: Sequence[Body]) -> None:
    """Segments and gaps as `reports` words them. What names a camera or volume that is gone is passed over: its file is an orphan then."""
    cameras = set(Camera.objects.filter(pk__in={body["camera"] for body in bodies}).values_list("pk", flat=True))
    volumes = set(Volume.objects.filter(node=node).values_list("pk", flat=True))
    known = [body for body in bodies if body["camera"] in cameras]
    segments = [_segment(body) for body in known if body["kind"] == "segment" and body["volume"] in volumes]
    _take_segments(segments)
    _take_gaps([body for body in known if body["kind"] == "gap"], node=node)
    _end_gaps_at(segments)


def known_cameras() -> Mapping[str, int]:
    """Device id → key of every camera there is, of whatever node."""
    return dict(Camera.objects.values_list("gb_id", "pk"))


def indexed_paths(*, volume: int) -> Mapping[str, str]:
    """Path → state of every row of a volume whose file should be on it."""
    return dict(Segment.objects.filter(volume=volume, is_local=True).values_list("path", "state"))


@transaction.atomic
def note_missing(*, volume: int, paths: Sequence[str], node: int) -> None:
    """Files that should be on a volume and are not. A growing one's row goes; a closed one's stays and its time becomes an outage, unless
    the archive has it."""
    rows = Segment.objects.filter(volume=volume, path__in=paths, is_local=True)
    rows.filter(state__in=[Segment.State.OPEN, Segment.State.DELETING], archive_key="").delete()
    lost = list(rows.filter(archive_key="").only("camera", "start", "end"))
    gaps = [Gap(camera_id=row.camera_id, start=row.start, end=row.end, cause=Cause.DISK_FAILED, node_id=node) for row in lost]
    Gap.objects.bulk_create(gaps, ignore_conflicts=True)
    rows.update(is_local=False)


def _segment(body: Body) -> Segment:
    return Segment(
        camera_id=body["camera"], epoch=body["epoch"], start=moment(body["start_us"]), end=moment(body["end_us"]), size=body["size"],
        sha256=body["sha256"], volume_id=body["volume"], path=body["path"], init_bytes=body["init_bytes"],
        fragments=base64.b64decode(body["fragments"]), codec=body["codec"], width=body["width"], height=body["height"],
        packets=body["packets"], state=Segment.State.CLOSED if body["sha256"] else Segment.State.OPEN,
    )  # fmt: skip


def _take_segments(segments: Sequence[Segment]) -> None:
    """A closed row is final: nothing opens it again, and what is being deleted stays so."""
    final = set(
        Segment.objects.filter(_named(segments)).exclude(state=Segment.State.OPEN).values_list("camera", "epoch", "start")
        if segments
        else ()
    )
    fresh: dict[tuple[int, int, datetime], Segment] = {}
    for segment in segments:
        key = (segment.camera_id, segment.epoch, segment.start)
        if key not in final and (key not in fresh or segment.state == Segment.State.CLOSED or fresh[key].state == Segment.State.OPEN):
            fresh[key] = segment
    Segment.objects.bulk_create(
        fresh.values(), update_conflicts=True, unique_fields=["camera", "epoch", "start"], update_fields=_SEGMENT_FIELDS
    )


def _named(segments: Sequence[Segment]) -> Q:
    starts = [segment.start for segment in segments]
    return Q(camera__in={segment.camera_id for segment in segments}, start__gte=min(starts), start__lte=max(starts))


def _take_gaps(bodies: Sequence[Body], *, node: int) -> None:
    """An outage that has ended does not begin again."""
    rows: dict[tuple[int, datetime], Gap] = {}
    for body in bodies:
        end = None if body["end_us"] is None else moment(body["end_us"])
        row = Gap(camera_id=body["camera"], start=moment(body["start_us"]), end=end, cause=body["cause"], node_id=node)
        rows[row.camera_id, row.start] = row
    there = Gap.objects.filter(camera__in={camera for camera, _start in rows}, start__in={start for _camera, start in rows})
    ended = {(gap.camera_id, gap.start): gap.end for gap in there}
    for key, row in rows.items():
        row.end = row.end or ended.get(key)
    Gap.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["camera", "start"], update_fields=["end", "cause"])


def _end_gaps_at(segments: Sequence[Segment]) -> None:
    """Footage ends an outage under way, also one that another node or an earlier life of this one reported. Where another node's footage
    covers its beginning, two nodes recorded for a while and there was none."""
    for gap in Gap.objects.filter(camera__in={segment.camera_id for segment in segments}, end=None):
        its = [segment for segment in segments if segment.camera_id == gap.camera_id]
        after = [segment.start for segment in its if segment.start >= gap.start]
        if any(segment.start < gap.start < segment.end for segment in its):
            gap.delete()
        elif after:
            Gap.objects.filter(pk=gap.pk, end=None).update(end=min(after))
