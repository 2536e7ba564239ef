"""Real footage for the tests: segments on a volume with their rows."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import av

from tests.video.clips import clip
from video.adapters.muxing import SegmentWriter
from video.domain.segments import SegmentName, microseconds, moment, path_for, ticks_of
from video.models import Camera, Segment, Volume


def recorded(
    camera: Camera,
    volume: Volume,
    *,
    start: datetime,
    seconds: int = 6,
    epoch: int = 1,
    gop: int = 25,
    data: bytes | None = None,
    pictures: slice = slice(None),
) -> Segment:
    """A closed segment of the camera as the recorder would leave it: the file on the volume, then its row.

    `data` is another clip, `pictures` those of it that are in the segment.
    """
    start_us = microseconds(start)
    path = path_for(SegmentName(camera.gb_id, start_us, epoch))
    place = Path(volume.path) / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with av.open(BytesIO(data or clip(seconds=seconds, gop=gop))) as source:
        stream = source.streams.video[0]
        writer = SegmentWriter(path=place, stream=stream)
        packets = [packet for packet in source.demux(stream) if packet.dts is not None][pictures]
        shift = ticks_of(start_us) - packets[0].dts
        for packet in packets:
            writer.mux(packet, decode=packet.dts + shift, present=packet.pts + shift)
        found = writer.close()
    assert found is not None
    return Segment.objects.create(
        camera=camera, volume=volume, epoch=epoch, path=path, start=moment(found.start_us), end=moment(found.end_us), size=found.size,
        sha256=writer.digest, init_bytes=found.init_bytes, fragments=found.fragments, codec=found.codec, width=found.width,
        height=found.height, packets=found.packets,
    )  # fmt: skip


def spans(camera: Camera) -> list[tuple[datetime, datetime]]:
    """From when to when there is footage, cuts by the clock taken together."""
    found: list[tuple[datetime, datetime]] = []
    for segment in Segment.objects.filter(camera=camera).order_by("start"):
        if found and abs(segment.start - found[-1][1]) < timedelta(milliseconds=120):
            found[-1] = (found[-1][0], segment.end)
        else:
            found.append((segment.start, segment.end))
    return found


def recorded_hours(camera: Camera, volume: Volume, *, start: datetime, seconds: int = 300, count: int = 12) -> list[Segment]:
    """Rows alone, one after the other without files: for what only counts and draws."""
    table = recorded_table(seconds)
    rows = [
        Segment(
            camera=camera, volume=volume, epoch=1, path=f"{camera.gb_id}/{microseconds(start)}-{number}.mp4",
            start=start + timedelta(seconds=seconds * number), end=start + timedelta(seconds=seconds * (number + 1)),
            size=776 + 250_000 * seconds,
            sha256=f"{number:064x}",
            init_bytes=776, fragments=table, codec="avc1.42c01e", width=1920, height=1080, packets=25 * seconds,
        )
        for number in range(count)
    ]  # fmt: skip
    return Segment.objects.bulk_create(rows)


def recorded_table(seconds: int) -> bytes:
    from video.domain.fragments import Fragment, pack

    return pack(Fragment(776 + 250_000 * second, 250_000, 1000 * second) for second in range(seconds))
