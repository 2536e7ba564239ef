"""Files as people and attackers bring them."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import av
import numpy as np
from PIL import Image

CANARY = b"<script>canary()</script>"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (64, 36), *, mode: str = "RGB", **save: Any) -> bytes:
    kept = BytesIO()
    picture = Image.new(mode, size, (200, 40, 30, 120)[: len(mode)])
    picture.paste((20, 60, 220, 255)[: len(mode)], (0, 0, size[0] // 2, size[1]))
    picture.save(kept, kind, **save)
    return kept.getvalue()


def a_moving_gif(frames: int = 4) -> bytes:
    kept = BytesIO()
    pictures = [Image.new("RGB", (40, 30), (60 * number % 256, 10, 10)) for number in range(frames)]
    pictures[0].save(kept, "GIF", save_all=True, append_images=pictures[1:], duration=120, loop=0)
    return kept.getvalue()


def a_png_that_claims(width: int, height: int) -> bytes:
    """A header of this size with hardly anything behind it."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")


def a_clip(
    path: Path,
    *,
    seconds: float = 2,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    sound: bool = False,
    front: bool = True,
    **options: str,
) -> Path:
    flags = {"movflags": "+faststart"} if front and path.suffix in (".mp4", ".mov") else {}
    with av.open(str(path), "w", options=flags) as container:
        stream: Any = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        tone: Any = container.add_stream("libopus" if path.suffix == ".webm" else "aac", rate=48_000) if sound else None
        for number in range(int(seconds * 25)):
            picture = np.full((size[1], size[0], 3), (number * 3 % 256, 90, 40), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
        if tone is not None:
            for _ in range(int(seconds * 50)):
                frame = av.AudioFrame.from_ndarray(np.zeros((1, 960), dtype=np.float32), format="fltp", layout="mono")
                frame.sample_rate = 48_000
                container.mux(tone.encode(frame))
            container.mux(tone.encode())
    return path


def a_pdf(pages: int = 2, *, password: str = "") -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=842, height=595)
    if password:
        writer.encrypt(password)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def an_archive(files: dict[str, bytes], *, links: tuple[str, ...] = ()) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for name in links:
            entry = ZipInfo(name)
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd")
    return kept.getvalue()
