"""What the demo's cameras recorded before the demo was loaded: by the very session and writer that the recorder uses."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from video.adapters.demo_camera import DemoSource
from video.adapters.muxing import SegmentWriter
from video.adapters.volumes import Place, make_folder
from video.domain.causes import Cause
from video.domain.segments import SegmentName, path_for, stagger
from video.models import Camera, Volume
from video.services.leases import release_leases, take_leases
from video.services.places import place_of
from video.services.recording.indexing import take_rows
from video.services.recording.meter import Meter
from video.services.recording.reports import segment_body
from video.services.recording.session import StreamSession

_HOLDER = "demo"
Spans = tuple[tuple[datetime, datetime], ...]


def record_past(camera: Camera, volume: Volume, *, spans: Spans) -> None:
    """Footage of the spans, an outage between each two, and one under way since the last."""
    node, ended = volume.node_id, spans[-1][1]
    epoch = take_leases(node=node, holder=_HOLDER, cameras=[camera.pk], now=ended)[camera.pk]
    runs = [_record(camera, place_of(volume), epoch, start=start, end=end) for start, end in spans]
    begins: list[int | None] = [*(run[0]["start_us"] for run in runs[1:]), None]
    gaps = [_gap(camera, since=run[-1]["end_us"], until=until) for run, until in zip(runs, begins, strict=True)]
    take_rows(node=node, bodies=[*chain.from_iterable(runs), *gaps])
    release_leases(holder=_HOLDER, cameras=[camera.pk], now=ended)


def _gap(camera: Camera, *, since: int, until: int | None) -> dict[str, Any]:
    cause = Cause.UNREACHABLE if until else Cause.RECORDER_STOPPED
    return {"kind": "gap", "camera": camera.pk, "start_us": since, "end_us": until, "cause": cause}


def _record(camera: Camera, place: Place, epoch: int, *, start: datetime, end: datetime) -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    source = DemoSource(name=camera.gb_id)
    clock = [0]

    def packets() -> Iterator[Any]:
        for due, packet in source.footage(start=start.timestamp(), end=end.timestamp()):
            clock[0] = round(due * 1e9)
            yield packet

    def open_writer(start_us: int, extra: bytes, size: Any) -> SegmentWriter:
        path = place.path / path_for(SegmentName(camera.gb_id, start_us, epoch))
        make_folder(place.path, path.parent)
        return SegmentWriter(path=path, stream=source.stream, extra_data=extra, size=(size.width, size.height) if size else None)

    def close_writer(writer: SegmentWriter) -> None:
        if (contents := writer.close()) is not None:
            path, digest = writer.path.relative_to(place.path).as_posix(), writer.digest
            bodies.append(segment_body(camera=camera.pk, epoch=epoch, volume=place.number, path=path, contents=contents, sha256=digest))

    session = StreamSession(
        stream=source.stream, shift=stagger(camera.pk), open_writer=open_writer, close_writer=close_writer,
        missed=lambda _start, _end: None, meter=Meter(), wall=lambda: clock[0], mono=lambda: clock[0],
    )  # fmt: skip
    session.run(packets())
    source.close()
    return bodies
