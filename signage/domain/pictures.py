"""How large a picture says it is, read from its header before anything is decoded, and how large it may be."""

from .refusals import MediaRefused, Reason
from .sniffing import Format

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3840
LARGEST_PICTURE = 100 * 1024 * 1024
MOST_FRAMES = 600
MOST_FRAME_PIXELS = 1_000_000_000
HEADER_BYTES = 4 * 1024 * 1024
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})

Size = tuple[int, int]


def claimed_size(header: bytes, kind: Format) -> Size | None:
    """Width and height as the header says (HEADER_BYTES of the file, or all of it); None when it says none."""
    reader = {Format.JPEG: _jpeg, Format.PNG: _png, Format.GIF: _gif, Format.WEBP: _webp, Format.AVIF: _avif}.get(kind)
    size = reader(header) if reader else None
    return size if size and size[0] > 0 and size[1] > 0 else None


def check_size(size: Size | None) -> Size:
    """The size, when it may be decoded. Raises MediaRefused."""
    if size is None:
        raise MediaRefused(Reason.BROKEN_PICTURE)
    if size[0] * size[1] > MOST_PIXELS:
        raise MediaRefused(Reason.TOO_MANY_PIXELS, *size, MOST_PIXELS)
    return size


def fitted(size: Size, *, longest: int = LONGEST_SIDE) -> Size:
    """The size scaled down, its shape kept, so that no side is longer than `longest`; never scaled up, no side below 1."""
    width, height = size
    largest = max(size)
    if largest <= longest:
        return size
    return max(1, round(width * longest / largest)), max(1, round(height * longest / largest))


def most_frames(size: Size) -> int:
    """How many frames a moving picture of this size may have."""
    return max(1, min(MOST_FRAMES, MOST_FRAME_PIXELS // (size[0] * size[1])))


def _png(header: bytes) -> Size | None:
    if header[12:16] != b"IHDR" or len(header) < 24:
        return None
    return int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")


def _gif(header: bytes) -> Size | None:
    """The logical screen; a frame larger than it enlarges what is decoded, which the frames' own sizes show."""
    return (int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")) if len(header) >= 10 else None


def _jpeg(header: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(header):
        if header[at] != 0xFF:
            return None
        marker = header[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            return int.from_bytes(header[at + 7 : at + 9], "big"), int.from_bytes(header[at + 5 : at + 7], "big")
        else:
            at += 2 + int.from_bytes(header[at + 2 : at + 4], "big")
    return None


def _webp(header: bytes) -> Size | None:
    kind = header[12:16]
    if kind == b"VP8X" and len(header) >= 30:
        return int.from_bytes(header[24:27], "little") + 1, int.from_bytes(header[27:30], "little") + 1
    if kind == b"VP8 " and len(header) >= 30:
        return int.from_bytes(header[26:28], "little") & 0x3FFF, int.from_bytes(header[28:30], "little") & 0x3FFF
    if kind == b"VP8L" and len(header) >= 25:
        bits = int.from_bytes(header[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _avif(header: bytes) -> Size | None:
    """The largest extent that any of the picture's parts claims (box `ispe` of ISO 23008-12)."""
    sizes: list[Size] = []
    at = header.find(b"ispe")
    while at != -1 and at + 16 <= len(header):
        sizes.append((int.from_bytes(header[at + 8 : at + 12], "big"), int.from_bytes(header[at + 12 : at + 16], "big")))
        at = header.find(b"ispe", at + 4)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)
