"""What a file is, by its first bytes. Its name is not asked."""

from enum import StrEnum

from .refusals import ContentRefused, Refusal

HEAD_BYTES = 4096


class Found(StrEnum):
    PICTURE = "picture"
    CLIP = "clip"
    PDF = "pdf"
    ARCHIVE = "archive"


_PICTURE_BRANDS = (b"avif", b"avis", b"mif1", b"msf1")


def sniffed(head: bytes) -> Found:
    """`head` is the begin of the file, `HEAD_BYTES` of it. Raises ContentRefused for what is none of the kinds taken in."""
    if not head:
        raise ContentRefused(Refusal.EMPTY)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or _is_webp(head):
        return Found.PICTURE
    if head[4:8] == b"ftyp":
        return Found.PICTURE if head[8:12] in _PICTURE_BRANDS else Found.CLIP
    if head.startswith(b"\x1aE\xdf\xa3") or head[4:8] in (b"moov", b"mdat", b"wide", b"free"):
        return Found.CLIP
    if head.startswith(b"%PDF-"):
        return Found.PDF
    if head.startswith(b"PK\x03\x04"):
        return Found.ARCHIVE
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!doctype svg")) and b"<svg" in text):
        raise ContentRefused(Refusal.SVG)
    raise ContentRefused(Refusal.UNKNOWN_TYPE)


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
