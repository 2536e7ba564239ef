"""Still pictures from footage: one key frame, decoded once, as a small JPEG."""

import os
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av

WIDEST = 640
_QUALITY = "5"


class NoPicture(Exception):
    """The bytes hold no picture that can be decoded."""


def key_frame_of(place: Path, *, init_bytes: int, offset: int, size: int, widest: int = WIDEST) -> bytes:
    """The first picture of a fragment. Raises NoPicture, also where the file is gone."""
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            data = os.pread(descriptor, init_bytes, 0) + os.pread(descriptor, size, offset)
        finally:
            os.close(descriptor)
        return _encoded(_first_picture(data), widest)
    except (av.error.FFmpegError, OSError, StopIteration) as error:
        raise NoPicture(type(error).__name__) from None


def _first_picture(data: bytes) -> Any:
    container: Any = av.open(BytesIO(data), format="mp4")
    with container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        return next(container.decode(stream))


def _encoded(picture: Any, widest: int) -> bytes:
    width = min(picture.width, widest) // 2 * 2
    height = max(picture.height * width // picture.width // 2 * 2, 2)
    small = picture.reformat(width=width, height=height, format="yuvj420p")
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1, 25)
    encoder.options = {"qmin": _QUALITY, "qmax": _QUALITY}
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
