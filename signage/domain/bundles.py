"""Which archives may become HTML bundles. Judged by the table of contents, before anything is unpacked."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .refusals import MediaRefused, Reason
from .sniffing import Format, sniffed

INDEX = "index.html"
MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_BYTES_OF_ENTRY = 100 * 1024 * 1024
MOST_RATIO = 100
RATIO_FROM_BYTES = 1024 * 1024
LONGEST_PATH = 200
DEEPEST = 12

TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wasm": "application/wasm",
}
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".jar", ".apk", ".pptx", ".docx", ".xlsx"})
_FORMATS: Mapping[str, frozenset[Format]] = {
    ".png": frozenset({Format.PNG}),
    ".jpg": frozenset({Format.JPEG}),
    ".jpeg": frozenset({Format.JPEG}),
    ".gif": frozenset({Format.GIF}),
    ".webp": frozenset({Format.WEBP}),
    ".avif": frozenset({Format.AVIF}),
    ".mp4": frozenset({Format.MP4}),
    ".m4a": frozenset({Format.MP4}),
    ".webm": frozenset({Format.WEBM}),
}
_NEVER = frozenset({Format.SVG, Format.ZIP, Format.ARCHIVE, Format.OFFICE, Format.PDF})


@dataclass(frozen=True)
class Entry:
    """One line of an archive's table of contents; sizes in bytes as the archive claims them."""

    name: str
    size: int
    packed: int
    is_folder: bool = False
    is_link: bool = False
    is_locked: bool = False


def content_type_of(name: str) -> str | None:
    """The type that a file of a bundle is served as; None when bundles hold no such files."""
    return TYPES.get(_suffix(name))


def check_entries(entries: Sequence[Entry]) -> None:
    """Raises MediaRefused when the archive is no bundle, or one that could do harm to what unpacks or serves it."""
    if len(entries) > MOST_ENTRIES:
        raise MediaRefused(Reason.TOO_MANY_ENTRIES, len(entries), MOST_ENTRIES)
    for entry in entries:
        check_path(entry.name)
        _check_entry(entry)
    _check_names(entries)
    total, packed = sum(entry.size for entry in entries), sum(entry.packed for entry in entries)
    if total > MOST_BYTES or (total > RATIO_FROM_BYTES and total > packed * MOST_RATIO):
        raise MediaRefused(Reason.BOMB, "")
    if not any(entry.name == INDEX and not entry.is_folder for entry in entries):
        raise MediaRefused(Reason.NO_INDEX)


def check_path(name: str) -> None:
    """Raises MediaRefused for a name that could lead out of the bundle, or that two systems read differently."""
    parts = name.removesuffix("/").split("/")
    is_odd = (
        "\\" in name
        or ":" in name
        or len(name) > LONGEST_PATH
        or len(parts) > DEEPEST
        or any(part in ("", ".", "..") or part != part.strip() or part.endswith(".") for part in parts)
        or any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for character in name)
    )
    if is_odd:
        raise MediaRefused(Reason.BAD_PATH, name[:LONGEST_PATH])


def check_content(name: str, head: bytes) -> None:
    """Raises MediaRefused when the first bytes of a file are not of the kind that its name says."""
    found, suffix = sniffed(head), _suffix(name)
    if found is Format.SVG:
        raise MediaRefused(Reason.SVG, name)
    if suffix in _FORMATS:
        if found not in _FORMATS[suffix]:
            raise MediaRefused(Reason.NOT_WHAT_IT_SAYS, name)
    elif found in _NEVER:
        raise MediaRefused(Reason.NESTED_ARCHIVE if found in (Format.ZIP, Format.ARCHIVE) else Reason.NOT_WHAT_IT_SAYS, name)


def _check_entry(entry: Entry) -> None:
    if entry.is_link:
        raise MediaRefused(Reason.LINK, entry.name)
    if entry.is_locked:
        raise MediaRefused(Reason.LOCKED_ENTRY, entry.name)
    if entry.is_folder:
        return
    suffix = _suffix(entry.name)
    if suffix in (".svg", ".svgz"):
        raise MediaRefused(Reason.SVG, entry.name)
    if suffix in _ARCHIVES:
        raise MediaRefused(Reason.NESTED_ARCHIVE, entry.name)
    if suffix not in TYPES:
        raise MediaRefused(Reason.TYPE_NOT_ALLOWED, entry.name)
    if entry.size > MOST_BYTES_OF_ENTRY or (entry.size > RATIO_FROM_BYTES and entry.size > entry.packed * MOST_RATIO):
        raise MediaRefused(Reason.BOMB, entry.name)


def _check_names(entries: Sequence[Entry]) -> None:
    """Two names that differ in case or in how they are composed are one file on some systems; a file is no folder as well."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.name.removesuffix("/")).casefold()
        if (other := seen.get(folded)) is not None:
            raise MediaRefused(Reason.CASE_CLASH, entry.name, other.name)
        seen[folded] = entry
    for folded, entry in seen.items():
        parts = folded.split("/")
        for depth in range(1, len(parts)):
            other = seen.get("/".join(parts[:depth]))
            if other is not None and (not other.is_folder or not entry.name.startswith(other.name)):
                raise MediaRefused(Reason.CASE_CLASH, entry.name, other.name)


def _suffix(name: str) -> str:
    """With its dot; empty for a name without one, and for one that only begins with it."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
