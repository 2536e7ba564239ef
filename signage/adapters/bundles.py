"""HTML bundles: files of a ZIP archive, checked entry by entry when it is taken in, read from the archive when players ask."""

import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadStream

from ..domain.bundles import Entry, check_content, check_entries, content_type_of
from ..domain.refusals import MediaRefused, Reason
from ..domain.sniffing import HEAD_BYTES

_PIECE = 256 * 1024
_LOCKED = 0x1
_UNIX = 3
BROKEN = (BadZipFile, BadStream, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, ValueError, OSError)
_PRESENTATION = "ppt/presentation.xml"
_OFFICE = "[Content_Types].xml"


class NoSuchEntry(Exception):
    """The bundle holds no such file."""


def open_entry(path: Path, name: str) -> tuple[bytes, str]:
    """A file of a checked bundle and its content type. Raises NoSuchEntry."""
    kind = content_type_of(name)
    if kind is None:
        raise NoSuchEntry(name)
    with ZipFile(path) as archive:
        try:
            return archive.read(name), kind
        except KeyError:
            raise NoSuchEntry(name) from None


def is_locked(info: ZipInfo) -> bool:
    """Whether a password is needed to read the entry."""
    return bool(info.flag_bits & _LOCKED)


def check_bundle(path: Path) -> list[str]:
    """The names of the files in it. Reads every entry to its end. Raises MediaRefused."""
    try:
        with ZipFile(path) as archive:
            listed = archive.infolist()
            check_entries([_entry(info) for info in listed])
            for info in listed:
                _read_through(archive, info)
    except BROKEN:
        raise MediaRefused(Reason.BROKEN_ARCHIVE) from None
    return sorted(info.filename for info in listed if not info.is_dir())


def is_presentation(path: Path) -> bool:
    """Whether an archive is a PPTX file. Raises MediaRefused for one that cannot be read, and for another kind of office file."""
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except BROKEN:
        raise MediaRefused(Reason.BROKEN_ARCHIVE) from None
    if _OFFICE in names and _PRESENTATION not in names:
        raise MediaRefused(Reason.OFFICE)
    return _PRESENTATION in names


def _entry(info: ZipInfo) -> Entry:
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    return Entry(
        name=info.orig_filename,
        size=info.file_size,
        packed=info.compress_size,
        is_folder=info.is_dir(),
        is_link=bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR),
        is_locked=is_locked(info),
    )


def _read_through(archive: ZipFile, info: ZipInfo) -> None:
    """To the end, so that sizes and check sums are true; no more than the table of contents claims is ever unpacked."""
    if info.is_dir():
        return
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise MediaRefused(Reason.BROKEN_ARCHIVE)
    with archive.open(info) as stream:
        check_content(info.filename, stream.read(HEAD_BYTES))
        while stream.read(_PIECE):
            pass
