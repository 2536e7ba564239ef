"""Clips: counted packet by packet, kept as they are where every player plays them, made so where not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError

from ..domain.refusals import ContentRefused, Refusal
from .pictures import thumbnail_of

LONGEST_SECONDS = 3600
WIDEST = 4096
MOST_WIDTH, MOST_HEIGHT = 1920, 1080
HIGHEST_LEVEL = 41
_PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High"})
_TOLERATED_MS = 500
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Clip:
    """`is_fit`: as MP4 with H.264 and AAC that every player plays; `is_ready`: the file itself may be kept byte for byte."""

    width: int
    height: int
    duration_ms: int
    codec: str
    is_fit: bool
    is_ready: bool


def looked_at(path: Path, *, tell: Tell = lambda _done, _total: None) -> Clip:
    """Reads every packet of a clip and compares with what its header claims. Raises ContentRefused."""
    with _opened(path) as container:
        video = _video(container)
        audio = next(iter(container.streams.audio), None)
        _check_claims(video, container)
        end_ms, count = _counted(container, video, tell)
        _check_whole(video, end_ms, count)
        return Clip(
            width=video.codec_context.width,
            height=video.codec_context.height,
            duration_ms=max(1, end_ms),
            codec=video.codec_context.name,
            is_fit=_is_fit(video, audio),
            is_ready=_is_fit(video, audio) and _is_fast_start(path) and len(container.streams) == (2 if audio else 1),
        )


def remuxed(path: Path, target: Path) -> None:
    """The same pictures and sound in an MP4 that plays from its first bytes. Raises ContentRefused."""
    with _opened(path) as source, av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        streams = [source.streams.video[0], *source.streams.audio[:1]]
        copies = {stream.index: made.add_stream_from_template(stream) for stream in streams}
        for packet in source.demux(streams):
            if packet.dts is None:
                continue
            packet.stream = copies[packet.stream.index]
            made.mux(packet)


def transcoded(path: Path, target: Path, *, tell: Tell) -> None:
    """Decoded and encoded as H.264 High 4.1 and AAC, at most 1080p. `tell` hears milliseconds done and in all. Raises ContentRefused."""
    with _opened(path) as source, av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        video = source.streams.video[0]
        audio = next(iter(source.streams.audio), None)
        total = _length_ms(video, source)
        width, height = _size(video.codec_context.width, video.codec_context.height)
        rate = min(video.average_rate or Fraction(25), Fraction(30))
        options = {"preset": "veryfast", "crf": "21", "profile": "high", "level": "4.1", "maxrate": "12M", "bufsize": "24M"}
        out: Any = made.add_stream("libx264", rate=rate, options=options)
        out.width, out.height, out.pix_fmt = width, height, "yuv420p"
        sound: Any = made.add_stream("aac", rate=48_000) if audio else None
        for frame in _frames(source, [video, *([audio] if audio else [])]):
            if isinstance(frame, av.AudioFrame):
                frame.pts = None
                made.mux(sound.encode(frame))
                continue
            tell(int((frame.time or 0) * 1000), total)
            made.mux(out.encode(frame.reformat(width=width, height=height, format="yuv420p")))
        for stream in (out, sound):
            if stream is not None:
                made.mux(stream.encode(None))


def thumbnail(path: Path, *, duration_ms: int) -> bytes:
    """A picture from a tenth of the way in."""
    with _opened(path) as container:
        video = container.streams.video[0]
        container.seek(int(duration_ms * 100), backward=True)
        for frame in container.decode(video):
            return thumbnail_of(frame.to_image())
    raise ContentRefused(Refusal.BROKEN_VIDEO)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with av.open(str(path), options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"}) as container:
            yield container
    except FFmpegError as error:
        raise ContentRefused(Refusal.BROKEN_VIDEO) from error


def _video(container: Any) -> Any:
    video = next(iter(container.streams.video), None)
    if video is None:
        raise ContentRefused(Refusal.NO_VIDEO)
    if video.codec_context is None or not video.codec_context.width:
        raise ContentRefused(Refusal.CODEC_UNKNOWN, found=getattr(video, "name", "") or "?")
    return video


def _check_claims(video: Any, container: Any) -> None:
    width, height = video.codec_context.width, video.codec_context.height
    if max(width, height) > WIDEST:
        raise ContentRefused(Refusal.VIDEO_TOO_WIDE, found=f"{width} × {height}", limit=WIDEST)
    if _length_ms(video, container) > LONGEST_SECONDS * 1000:
        raise ContentRefused(Refusal.VIDEO_TOO_LONG, limit=LONGEST_SECONDS // 60)


def _counted(container: Any, video: Any, tell: Tell) -> tuple[int, int]:
    """Where the last picture ends, in ms, and how many packets there are. A packet marked as broken is the end of what is whole."""
    total = _length_ms(video, container)
    start = video.start_time or 0
    end, count = 0, 0
    for packet in container.demux(video):
        if packet.pts is None:
            continue
        if packet.is_corrupt:
            break
        count += 1
        end = max(end, int((packet.pts - start + (packet.duration or 0)) * video.time_base * 1000))
        tell(min(end, total), total)
    return end, count


def _check_whole(video: Any, end_ms: int, count: int) -> None:
    """A clip cut off in the middle still claims its whole length in a header that stands in front."""
    if count == 0:
        raise ContentRefused(Refusal.BROKEN_VIDEO)
    claimed = int(video.duration * video.time_base * 1000) if video.duration else 0
    if video.frames and count < video.frames - 1:
        raise ContentRefused(Refusal.TRUNCATED_VIDEO, found=count, limit=video.frames)
    if claimed and end_ms < claimed - max(_TOLERATED_MS, claimed // 50):
        raise ContentRefused(Refusal.TRUNCATED_VIDEO, found=f"{end_ms / 1000:.1f} s", limit=f"{claimed / 1000:.1f} s")


def _is_fit(video: Any, audio: Any) -> bool:
    context = video.codec_context
    long, short = max(context.width, context.height), min(context.width, context.height)
    is_picture_fit = (
        context.name == "h264"
        and context.profile in _PROFILES
        and 0 < (getattr(context, "level", 0) or HIGHEST_LEVEL) <= HIGHEST_LEVEL
        and context.pix_fmt == "yuv420p"
        and long <= MOST_WIDTH
        and short <= MOST_HEIGHT
    )
    return is_picture_fit and (audio is None or audio.codec_context.name == "aac")


def _is_fast_start(path: Path) -> bool:
    """Whether it is an MP4 whose index stands before its pictures."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[4:8] != b"ftyp" or head[8:12] == b"qt  ":
            return False
        file.seek(0)
        while len(box := file.read(8)) == 8:
            size, kind = int.from_bytes(box[:4]), box[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False


def _frames(source: Any, streams: list[Any]) -> Iterator[Any]:
    """Decoded frames; a damaged picture is left out."""
    for packet in source.demux(streams):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _size(width: int, height: int) -> tuple[int, int]:
    """As large as before where that fits, else the largest that does; even numbers."""
    long, short = (MOST_WIDTH, MOST_HEIGHT) if width >= height else (MOST_HEIGHT, MOST_WIDTH)
    scale = min(1.0, long / width, short / height)
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _length_ms(video: Any, container: Any) -> int:
    if video.duration:
        return int(video.duration * video.time_base * 1000)
    return int((container.duration or 0) / 1000)
