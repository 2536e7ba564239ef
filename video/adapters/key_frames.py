"""Key frames of recorded footage, decoded and reduced for the measures of `domain.pictures`.

Of each group of pictures only its first picture is read and decoded. OpenCV is loaded by the first call: programs that only import this
module (web, recorder) stay without it.
"""

import os
import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np

from ..domain.boxes import Damaged, Track, Walker, first_picture
from ..domain.fragments import Fragment
from ..domain.pictures import HEIGHT, WIDTH, Bytes, Floats, Picture, band_of

SHARP_WIDTH = 640
GRAIN_WIDTH = 320
_CHROMA_SIZE = (64, 36)
_MOOF = 16 * 1024
_LIMITED = 1  # FFmpeg's AVCOL_RANGE_MPEG: luma from 16 to 235


class NoPictures(Exception):
    """The file is gone, or holds nothing that can be decoded."""


def key_frames(path: Path, *, init_bytes: int, fragments: Sequence[Fragment], start_us: int) -> Iterator[Picture]:
    """A picture for each fragment, in order; those that cannot be decoded are left out. Raises NoPictures."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        raise NoPictures(type(error).__name__) from None
    try:
        track, decoder = _opened(os.pread(descriptor, init_bytes, 0))
        for fragment in fragments:
            try:
                frame = _decoded(decoder, _key_bytes(descriptor, fragment, track))
            except (av.error.FFmpegError, Damaged, OSError):
                continue
            if frame is not None:
                yield _reduced(frame, at_us=start_us + fragment.at_ms * 1000)
    finally:
        os.close(descriptor)


def _opened(header: bytes) -> tuple[Track, Any]:
    """The video track, and a decoder that knows its parameter sets. Raises NoPictures."""
    walker = Walker()
    try:
        walker.feed(header)
        with av.open(BytesIO(header), format="mp4") as container:
            template: Any = container.streams.video[0].codec_context
            decoder: Any = av.CodecContext.create(template.codec.name, "r")
            decoder.extradata = template.extradata
    except (av.error.FFmpegError, Damaged, IndexError) as error:
        raise NoPictures(type(error).__name__) from None
    if walker.track is None:
        raise NoPictures("no video track")
    decoder.thread_count = 1
    decoder.skip_frame = "NONKEY"
    decoder.options = {"skip_loop_filter": "all"}  # a quarter of the time; no measure misses it
    return walker.track, decoder


def _key_bytes(descriptor: int, fragment: Fragment, track: Track) -> bytes:
    moof = os.pread(descriptor, min(_MOOF, fragment.size), fragment.offset)
    if len(moof) < 8 or moof[4:8] != b"moof":
        raise Damaged("no fragment where its row says")
    size = struct.unpack_from(">I", moof)[0]
    if size > len(moof):
        moof = os.pread(descriptor, min(size, fragment.size), fragment.offset)
    place = first_picture(moof[:size], track)
    if place.offset + place.size > fragment.size:
        raise Damaged("a picture that leaves its fragment")
    if place.offset + place.size <= len(moof):
        return moof[place.offset : place.offset + place.size]
    return os.pread(descriptor, place.size, fragment.offset + place.offset)


def _decoded(decoder: Any, data: bytes) -> Any:
    try:
        frames = [*decoder.decode(av.Packet(data)), *decoder.decode(None)]
    finally:
        decoder.flush_buffers()
    return frames[0] if frames else None


def _reduced(frame: Any, *, at_us: int) -> Picture:
    import cv2

    if frame.format.name not in ("yuv420p", "yuvj420p"):
        frame = frame.reformat(format="yuv420p")
    luma, blue, red = (_plane(frame.planes[number]) for number in range(3))
    step = max(frame.width // GRAIN_WIDTH, 1)
    width = min(SHARP_WIDTH, frame.width)
    sharp = cv2.resize(luma, (width, max(frame.height * width // frame.width, 18)), interpolation=cv2.INTER_AREA)
    band = band_of(sharp.shape[0])
    chroma = np.stack([cv2.resize(plane, _CHROMA_SIZE, interpolation=cv2.INTER_AREA) for plane in (blue, red)])
    stretch = 255 / 219 if _is_limited(frame) else 1.0
    small = cv2.resize(sharp, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    return Picture(
        at_us=at_us,
        luma=_stretched(small, stretch),
        grain=luma[::step, ::step].copy(),
        chroma=(chroma.astype(np.float32) - 128) * np.float32(255 / 224 if _is_limited(frame) else 1),
        edges=np.asarray(cv2.Laplacian(sharp[band:-band], cv2.CV_32F, scale=stretch), np.float32),
    )


def _plane(plane: Any) -> Bytes:
    """The plane's own memory, without its padding: valid while the frame is."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _is_limited(frame: Any) -> bool:
    return bool(frame.format.name != "yuvj420p" and frame.color_range in (0, _LIMITED))


def _stretched(luma: Floats, stretch: float) -> Floats:
    return np.clip((luma - 16) * np.float32(stretch), 0, 255) if stretch > 1 else luma
