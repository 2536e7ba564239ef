"""Clips: read through to the end and held against what their header claims, then kept, wrapped anew, or made anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from PIL import Image

from ..domain.clips import Box, ClipFacts, Way, check_boxes, check_claims, is_tidy, played_size, upright, way_of
from ..domain.kinds import MediaType
from ..domain.media import Note
from ..domain.refusals import MediaRefused, Reason
from ..domain.sniffing import Format
from .pictures import write_thumbnail
from .taken import Piece, Progress, Taken
from .transcoding import Plan, transcode

MP4 = "video/mp4"
_READERS = {Format.MP4: "mov", Format.MOV: "mov", Format.WEBM: "matroska"}
_MOST_BOXES = 10_000
_THUMBNAIL_AT = 0.1
_NOTES = {Way.KEEP: (Note.CHECKED, Note.KEPT), Way.REMUX: (Note.CHECKED, Note.REMUXED), Way.TRANSCODE: (Note.CHECKED, Note.TRANSCODED)}


def take_clip(path: Path, kind: Format, *, into: Path, progress: Progress) -> Taken:
    """The clip as screens get it, in the folder `into` or where it lies. Raises MediaRefused, and what `progress` raises."""
    is_tidy_mp4 = kind is Format.MP4 and _is_tidy(path)
    if kind is Format.MOV:
        _is_tidy(path)
    facts = examine(path, kind, progress=progress)
    check_claims(facts)
    way = way_of(facts, is_tidy_mp4=is_tidy_mp4)
    made = path if way is Way.KEEP else _made_anew(path, kind, facts, way, into, progress)
    shown = facts if way is Way.KEEP else examine(made, Format.MP4, progress=progress)
    check_claims(shown)
    width, height = upright(shown.width, shown.height, shown.rotation)
    return Taken(
        media=MediaType.VIDEO,
        pieces=[Piece(made, MP4)],
        notes=_NOTES[way],
        width=width,
        height=height,
        duration_ms=max(shown.last_ms, shown.claimed_ms or 0),
        thumbnail=_thumbnail(made, shown, into / "thumbnail.webp"),
    )


def examine(path: Path, kind: Format, *, progress: Progress) -> ClipFacts:
    """What is in a clip, found by reading every packet of it. Raises MediaRefused, and what `progress` raises."""
    size = path.stat().st_size
    with reading(path, kind) as container:
        stream = _pictures_of(container)
        packets, last, reached, is_dated = 0, 0.0, 0.0, True
        begin = float((stream.start_time or 0) * stream.time_base)
        for packet in container.demux(stream, *container.streams.audio):
            if packet.size == 0:
                continue
            moment = packet.pts if packet.pts is not None else packet.dts
            if moment is not None:
                reached = max(reached, ends := float((moment + (packet.duration or 0)) * packet.time_base) - begin)
            if packet.stream_index == stream.index:
                packets += 1
                is_dated &= packet.dts is not None
                last = max(last, ends) if moment is not None else last
            progress(min(packet.pos or 0, size), size)
        return _facts(container, stream, kind, packets=packets, last=last, reached=reached, is_dated=is_dated)


@contextmanager
def reading(path: Path, kind: Format) -> Iterator[Any]:
    """The container, opened by the reader of its own kind alone: no other can be made to look at further files."""
    try:
        with av.open(str(path), format=_READERS[kind]) as container:
            yield container
    except av.FFmpegError:
        raise MediaRefused(Reason.BROKEN_VIDEO) from None


def _is_tidy(path: Path) -> bool:
    """Whether a player can begin an MP4 before it has all of it. Raises MediaRefused when it is cut off."""
    size, boxes = path.stat().st_size, list(_boxes(path))
    check_boxes(boxes, size)
    return is_tidy(boxes, size)


def _boxes(path: Path) -> Iterator[Box]:
    """The outermost boxes, the last of which may claim to end behind the file."""
    size = path.stat().st_size
    at = 0
    with path.open("rb") as file:
        for _count in range(_MOST_BOXES):
            file.seek(at)
            head = file.read(16)
            if len(head) < 8:
                return
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            end = size if length == 0 else at + length
            if end < at + 8:
                return
            yield head[4:8], at, end
            at = end
            if at >= size:
                return


def _pictures_of(container: Any) -> Any:
    streams = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not streams:
        raise MediaRefused(Reason.NO_PICTURE)
    if streams[0].codec_context is None:
        raise MediaRefused(Reason.NO_DECODER, "?")
    return streams[0]


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _facts(container: Any, stream: Any, kind: Format, *, packets: int, last: float, reached: float, is_dated: bool) -> ClipFacts:
    """Seconds of the last picture, and of the last of pictures and sound."""
    codec = stream.codec_context
    others = [one for one in container.streams if one.type not in ("video", "audio") or (one.type == "video" and one.index != stream.index)]
    return ClipFacts(
        container="mp4" if kind is Format.MP4 else kind.value,
        codec=codec.name,
        profile=codec.profile or "",
        level=codec.level or 0,
        pixel_format=codec.pix_fmt or "",
        width=codec.width,
        height=codec.height,
        rotation=_rotation(container, stream),
        audio=[one.codec_context.name if one.codec_context else "" for one in container.streams.audio],
        other_streams=len(others),
        packets=packets,
        claimed_packets=stream.frames or None,
        claimed_ms=_claimed_ms(container, stream, sound_ms=round((reached - last) * 1000)),
        last_ms=round(last * 1000),
        is_dated=is_dated,
    )


def _claimed_ms(container: Any, stream: Any, *, sound_ms: int) -> int | None:
    """A claim of the whole clip is one of its sound, which goes on for `sound_ms` after the last picture."""
    if stream.duration:
        return round(float(stream.duration * stream.time_base) * 1000)
    return round(container.duration / 1000) - sound_ms if container.duration else None


def _rotation(container: Any, stream: Any) -> int:
    """Of the first picture: it says how it is to be turned. The picture is decoded, so a clip nobody can decode ends here."""
    frame = _frame_at(container, stream, 0)
    return int(frame.rotation) % 360


def _frame_at(container: Any, stream: Any, moment: int) -> Any:
    """The first picture that can be decoded from a moment on, in the stream's own time."""
    container.seek((stream.start_time or 0) + moment, stream=stream, backward=True)
    for frame in container.decode(stream):
        return frame
    raise MediaRefused(Reason.BROKEN_VIDEO)


def _thumbnail(path: Path, facts: ClipFacts, target: Path) -> Path:
    with reading(path, Format.MP4) as container:
        stream = _pictures_of(container)
        frame = _frame_at(container, stream, int(facts.last_ms / 1000 * _THUMBNAIL_AT / stream.time_base))
        picture: Image.Image = frame.to_image()
    return write_thumbnail(picture.rotate(facts.rotation, expand=True), target)


def _made_anew(path: Path, kind: Format, facts: ClipFacts, way: Way, into: Path, progress: Progress) -> Path:
    target = into / "clip.mp4"
    with reading(path, kind) as container:
        stream = _pictures_of(container)
        if way is Way.REMUX:
            _rewrap(container, [stream, *container.streams.audio[:1]], target, facts, progress)
        else:
            width, height = upright(_square_width(stream), facts.height, facts.rotation)
            plan = Plan(*played_size(width, height), rotation=facts.rotation, packets=facts.packets)
            transcode(container, stream, target=target, plan=plan, progress=progress)
    return target


def _square_width(stream: Any) -> int:
    """The width with square pixels."""
    share = stream.sample_aspect_ratio
    return round(stream.codec_context.width * float(share)) if share else int(stream.codec_context.width)


def _rewrap(container: Any, streams: Sequence[Any], target: Path, facts: ClipFacts, progress: Progress) -> None:
    """The same packets, the index in front, nothing else."""
    done = 0
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as output:
        copies: dict[int, Any] = {stream.index: output.add_stream_from_template(stream) for stream in streams}
        for packet in container.demux(*streams):
            if packet.dts is None:
                continue
            done += packet.stream_index == streams[0].index
            packet.stream = copies[packet.stream_index]
            output.mux(packet)
            progress(done, facts.packets)
