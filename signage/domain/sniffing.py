"""What a file is by its first bytes. Its name and what the browser called it say nothing."""

import re
from enum import StrEnum

from .kinds import MediaType

HEAD_BYTES = 4096


class Format(StrEnum):
    """What the library can tell apart; OFFICE, SVG, HTML and ARCHIVE are told apart to be refused in words of their own."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    AVIF = "avif"
    MP4 = "mp4"
    MOV = "mov"
    WEBM = "webm"
    PDF = "pdf"
    ZIP = "zip"
    OFFICE = "office"
    SVG = "svg"
    HTML = "html"
    ARCHIVE = "archive"


PICTURES = frozenset({Format.JPEG, Format.PNG, Format.GIF, Format.WEBP, Format.AVIF})
CLIPS = frozenset({Format.MP4, Format.MOV, Format.WEBM})

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"%PDF-", Format.PDF),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"\x1a\x45\xdf\xa3", Format.WEBM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OFFICE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"Rar!\x1a\x07", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ\x00", Format.ARCHIVE),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_OTHER_PICTURES = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1"})
_MOV_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_SVG = re.compile(rb"<(?:[a-z_][\w.-]*:)?svg[\s>]", re.IGNORECASE)
_PROLOGUE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s[^>\[]*(?:\[.*?\]\s*)?>)*", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)


def sniffed(head: bytes) -> Format | None:
    """What begins with these bytes (HEAD_BYTES of them, or the whole file); None for what the library does not know."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    return _boxed(head) or _marked_up(head)


def medium_of(kind: Format) -> MediaType | None:
    """The medium that such a file can only be; None for archives, which have to be opened, and for what is refused."""
    if kind in PICTURES:
        return MediaType.IMAGE
    if kind in CLIPS:
        return MediaType.VIDEO
    return MediaType.DOCUMENT if kind is Format.PDF else None


def _boxed(head: bytes) -> Format | None:
    """Files of ISO 14496-12 boxes: the brands at the start tell pictures from clips."""
    kind = head[4:8]
    if kind == b"ftyp":
        return _branded(head)
    return Format.MOV if kind in _MOV_BOXES else None


def _branded(head: bytes) -> Format | None:
    size = int.from_bytes(head[:4], "big")
    names = head[8 : min(size, 256)] if size >= 16 else head[8:12]
    brands = {names[at : at + 4] for at in range(0, len(names), 4) if at != 4}
    if brands & _AVIF_BRANDS:
        return Format.AVIF
    if head[8:12] in _OTHER_PICTURES:
        return None
    return Format.MOV if head[8:12] == b"qt  " else Format.MP4


def _marked_up(head: bytes) -> Format | None:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.decode("utf-16", "ignore").encode()
    start = text.lstrip()[:1]
    if start != b"<":
        return None
    if _SVG.match(_PROLOGUE.sub(b"", text, count=1)):
        return Format.SVG
    if _HTML.search(text):
        return Format.HTML
    return Format.SVG if _SVG.search(text) else None
