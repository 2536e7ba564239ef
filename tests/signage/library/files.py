"""Files that people bring: good ones, and real bad ones."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
from PIL import ExifTags, Image
from pypdf import PdfWriter


def a_picture(kind: str = "JPEG", *, size: tuple[int, int] = (320, 200), **options: Any) -> bytes:
    shade = np.linspace(0, 255, size[0] * size[1] * 3).reshape(size[1], size[0], 3).astype("uint8")
    out = BytesIO()
    Image.fromarray(shade).save(out, kind, **options)
    return out.getvalue()


def a_turned_picture() -> bytes:
    """Lying on its side, with a place and a comment in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.ImageDescription] = "taken at 31.2 N 121.4 E"
    return a_picture("JPEG", exif=exif, comment=b"a secret comment")


def a_moving_picture(kind: str = "GIF", *, frames: int = 5, size: tuple[int, int] = (60, 40)) -> bytes:
    pictures = [Image.new("RGB", size, (40 * number % 256, 20, 90)) for number in range(frames)]
    out = BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=80)
    return out.getvalue()


def a_photograph_with_a_preview() -> bytes:
    """As cameras write it: a second, smaller picture behind the first."""
    out = BytesIO()
    preview = Image.new("RGB", (160, 120), (30, 200, 30))
    Image.new("RGB", (640, 480), (200, 30, 30)).save(out, "MPO", save_all=True, append_images=[preview])
    return out.getvalue()


def a_png_that_claims(width: int, height: int) -> bytes:
    """One bit a pixel, next to no data."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@cache
def a_clip(
    codec: str = "libx264", *, name: str = "clip.mp4", size: tuple[int, int] = (160, 120), frames: int = 50, rate: int = 25,
    pixels: str = "yuv420p", is_fast: bool = True, sound: str = "", sound_seconds: float | None = None, turned: int = 0,
) -> bytes:  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        options = {"movflags": "+faststart"} if is_fast and name.endswith(("mp4", "mov")) else {}
        with av.open(str(path), "w", options=options) as output:
            quiet = {"x265-params": "log-level=none"} if codec == "libx265" else {}
            stream: Any = output.add_stream(codec, rate=rate, options={"g": "25", **quiet})
            stream.width, stream.height, stream.pix_fmt = *size, pixels
            if turned:
                stream.set_display_rotation(turned)
            tone: Any = output.add_stream(sound, rate=48_000) if sound else None
            for number in range(frames):
                output.mux(stream.encode(av.VideoFrame.from_ndarray(_frame(size, number), format="rgb24")))
            output.mux(stream.encode())
            if tone is not None:
                _add_tone(output, tone, seconds=sound_seconds or frames / rate)
        return path.read_bytes()


def _frame(size: tuple[int, int], number: int) -> Any:
    """Bright in its upper left corner alone, so that one sees how it was turned; a little different each time."""
    picture = np.full((size[1], size[0], 3), 16, dtype="uint8")
    picture[: size[1] // 2, : size[0] // 2] = 230
    picture[-8:, :, 0] = number * 5 % 256
    return picture


def _add_tone(output: Any, stream: Any, *, seconds: float) -> None:
    resampler = av.AudioResampler(format=stream.codec_context.format, layout=stream.codec_context.layout, rate=48_000)
    for block in range(int(seconds * 48_000 / 1024)):
        wave = (np.sin(np.arange(1024) * 0.05) * 8000).astype("int16").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.rate, frame.pts = 48_000, block * 1024
        for ready in resampler.resample(frame):
            output.mux(stream.encode(ready))
    output.mux(stream.encode())


def a_pdf(*, pages: int = 3, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(640, 360)
    if password is not None:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


PAGE = b"<!doctype html><title>x</title><script src='app.js'></script>"


def an_archive(entries: Mapping[str, bytes] | Sequence[tuple[str, bytes]] | None = None, **options: Any) -> bytes:
    """A ZIP of these files, a small bundle when none are named."""
    pairs = entries if entries is not None else {"index.html": PAGE, "app.js": b"1", "img/a.png": a_picture("PNG", size=(4, 4))}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", options.get("packing", zipfile.ZIP_DEFLATED)) as archive:
        for name, body in pairs.items() if isinstance(pairs, Mapping) else pairs:
            archive.writestr(zipfile.ZipInfo(name), body, compress_type=options.get("packing", zipfile.ZIP_DEFLATED))
    return out.getvalue()


def an_archive_with_a_link() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", PAGE)
        link = zipfile.ZipInfo("secret.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()
