"""HTML bundles: ZIP archives that are checked entry by entry when they are taken in, and read file by file when they are shown."""

import stat
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from ..domain.refusals import ContentRefused, Refusal

INDEX = "index.html"
MOST_ENTRIES = 500
MOST_BYTES = 200 * 1024 * 1024
LARGEST_RATIO = 100
_SMALL = 1024 * 1024
_LONGEST_NAME = 200
_SLIDES = "ppt/presentation.xml"
TYPES = {
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
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
}


class NoSuchEntry(Exception):
    """The bundle holds no such file."""


def is_presentation(path: Path) -> bool:
    """Whether the archive is a PPTX. Raises ContentRefused."""
    with _opened(path) as archive:
        return _SLIDES in archive.namelist()


def check_bundle(path: Path) -> int:
    """The number of files in it. Reads every byte, so that nothing is taken on trust. Raises ContentRefused."""
    with _opened(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(archive.infolist()) > MOST_ENTRIES:
            raise ContentRefused(Refusal.TOO_MANY_ENTRIES, found=len(archive.infolist()), limit=MOST_ENTRIES)
        seen: set[str] = set()
        total = 0
        for entry in entries:
            _check_entry(entry, seen)
            total += _read_through(archive, entry, MOST_BYTES - total)
        if INDEX not in {entry.filename for entry in entries}:
            raise ContentRefused(Refusal.NO_INDEX)
        return len(entries)


def open_entry(path: Path, name: str) -> tuple[bytes, str]:
    """A file of a checked bundle and its content type. Raises NoSuchEntry."""
    kind = TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise NoSuchEntry(name)
    with ZipFile(path) as archive:
        try:
            return archive.read(name), kind
        except KeyError:
            raise NoSuchEntry(name) from None


def _opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ContentRefused(Refusal.BROKEN_ARCHIVE) from error


def _check_entry(entry: ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise ContentRefused(Refusal.LOCKED_ARCHIVE)
    parts = PurePosixPath(name).parts
    is_odd = name.startswith("/") or "\\" in name or ".." in parts or ":" in name or not name.isprintable() or len(name) > _LONGEST_NAME
    if is_odd or entry.orig_filename != name:
        raise ContentRefused(Refusal.BAD_ENTRY_NAME, name=name[:80])
    if name.lower() in seen:
        raise ContentRefused(Refusal.ENTRY_TWICE, name=name)
    seen.add(name.lower())
    mode = entry.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise ContentRefused(Refusal.ENTRY_LINK, name=name)
    if PurePosixPath(name).suffix.lower() not in TYPES:
        raise ContentRefused(Refusal.ENTRY_TYPE, name=name)
    if entry.file_size > MOST_BYTES or (entry.file_size > _SMALL and entry.file_size > entry.compress_size * LARGEST_RATIO):
        raise ContentRefused(Refusal.UNPACKS_TOO_LARGE, name=name, limit=MOST_BYTES // (1 << 20))


def _read_through(archive: ZipFile, entry: ZipInfo, room: int) -> int:
    """Reads the entry with its check sum; its own word on its size is not believed."""
    size = 0
    try:
        with archive.open(entry) as file:
            while part := file.read(1 << 16):
                size += len(part)
                if size > room:
                    raise ContentRefused(Refusal.UNPACKS_TOO_LARGE, name=entry.filename, limit=MOST_BYTES // (1 << 20))
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ContentRefused(Refusal.BROKEN_ARCHIVE) from error
    return size
